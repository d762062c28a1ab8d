package webhook

// search looks for what gives one signature. It tries each combination of token, parameters and URL
// once, and stops at its limit, so that invalid requests cannot keep a machine busy.
type search struct {
	signature string
	left      int             // signatures that may still be made
	made      int             // signatures made
	forms     map[string]bool // combinations of URL and parameters that were tried
}

func newSearch(signature string) *search {
	return &search{signature: signature, forms: map[string]bool{}}
}

// allow permits most more signatures. The remainder of an earlier stage is not added: the sum of
// the stages is the limit.
func (s *search) allow(most int) { s.left = most }

// attempt is one token with one set of parameters, and the URLs that were tried with them.
type attempt struct {
	signer
	tried map[string]bool
}

func newAttempt(k key, read reading) *attempt {
	return &attempt{signer: k.signer(read.params), tried: map[string]bool{}}
}

// asGiven tries one URL without other spellings.
func (s *search) asGiven(a *attempt, target string) bool {
	if a.tried[target] || s.left == 0 {
		return false
	}
	a.tried[target] = true
	s.left--
	s.made++
	return a.matches(s.signature, target)
}

// anySpelling tries a URL in every spelling that Twilio may have signed, and returns the one that
// matches.
func (s *search) anySpelling(a *attempt, target string) (signed string, ok bool) {
	if s.left == 0 {
		return "", false
	}
	target = withoutFragment(target)
	if s.asGiven(a, target) {
		return target, true
	}
	for _, spelling := range spellings(target) {
		if s.asGiven(a, spelling) {
			return spelling, true
		}
	}
	return "", false
}

// fresh reports whether a reading of the form differs from all earlier ones. Most forms have
// nothing that a charset or a proxy could have changed.
func (s *search) fresh(read reading) bool {
	if s.left == 0 {
		return false
	}
	key := read.target + "\n" + string(appendParams(nil, read.params))
	if s.forms[key] {
		return false
	}
	s.forms[key] = true
	return true
}
