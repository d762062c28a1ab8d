package webhook

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"unicode"
)

// Request is a request as the application got it, and what else might be true of it. Token, Signature and URL are needed.
type Request struct {
	Token     string     // the auth token that the application checks with
	Signature string     // of [SignatureHeader], "" when there was none
	URL       string     // that the application believes Twilio called
	Params    url.Values // the form of a POST, nil for a GET or another body
	Body      []byte     // a body that is no form, nil when there is none
	RawForm   []byte     // the bytes that Params were read from, nil where they are not known

	Settings   string            // of [SettingsHeader], "" when there was none: the auth token signs then
	SharedKeys map[string]string // secrets by the SID of their SharedKey; nil is none

	// Unclear is why the application could read another request than this one, "" when it could not; [Handler.Request] finds it.
	Unclear string

	Alternatives []string          // other URLs that it may have been: with the Host header, X-Forwarded-Host, the tunnel's
	OtherTokens  map[string]string // auth tokens of other accounts, by the name to call the account
}

// Verdict says whether a signature is Twilio's and, when it is not, which difference would have made it match.
type Verdict struct {
	Valid  bool
	Cause  Cause
	Reason string // one line, "" when valid
	Fix    string // what to do, one line, "" when valid
	URL    string // the spelling that was signed, "" when it was not found
}

// String is reason and mend in one line.
func (v Verdict) String() string {
	if v.Valid {
		return "the signature is valid"
	}
	return v.Reason + "; " + v.Fix
}

// Cause is the kind of a difference.
type Cause string

// The causes. A difference in several parts of the URL is called by the first of them in this order.
const (
	None            Cause = ""                 // the signature is valid
	NoToken         Cause = "no-token"         // there is nothing to check with
	MissingHeader   Cause = "missing-header"   // not Twilio, or a proxy dropped the header
	MalformedHeader Cause = "malformed-header" // not a signature at all
	OtherHost       Cause = "host"
	OtherScheme     Cause = "scheme"
	OtherPort       Cause = "port"
	OtherUser       Cause = "user"
	OtherPath       Cause = "path"
	OtherQuery      Cause = "query"
	OtherParams     Cause = "params" // the form was read differently from how it was sent
	OtherBody       Cause = "body"   // the body is not the one that was hashed
	OtherToken      Cause = "token"
	UnclearRequest  Cause = "unclear"    // it can be read in another way than it was checked
	OtherKey        Cause = "shared-key" // the secret of the SharedKey that signed is not known
	Unknown         Cause = "unknown"
)

// Check explains a signature: [Verify] or [VerifyBody] with a reason. When the signature does not match it tries what goes
// wrong between Twilio and an application: single differences, then two at once, and never more than 2,000 signatures, and none
// for a request of more than 16 kB. That takes
// some milliseconds, so it belongs behind a failed Verify while an application is being built, and what it finds is for the
// developer, not the caller.
func Check(r Request) Verdict {
	v := r.explain(newSearch(r.Signature))
	v.Reason, v.Fix = oneLine(r.withoutSecrets(v.Reason)), oneLine(r.withoutSecrets(v.Fix))
	return v
}

// withoutSecrets is a text without the secrets that r knows: a client may send one in a header, a parameter or the URL, and a
// verdict is shown and kept.
func (r Request) withoutSecrets(text string) string {
	hide := func(secret string) {
		if len(secret) >= 8 { // a shorter one would tear words apart
			text = strings.ReplaceAll(text, secret, "(redacted)")
		}
	}
	hide(strings.TrimSpace(r.Token))
	for _, secrets := range []map[string]string{r.SharedKeys, r.OtherTokens} {
		for _, secret := range secrets {
			hide(secret)
		}
	}
	return text
}

// oneLine is a text without control characters: a stranger's header or parameter must not write on a terminal where it likes.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '\uFFFD'
		}
		return r
	}, text)
}

// maxSearched is how many bytes of URL and parameters a request may have for which other requests are tried. Twilio's have a
// few kilobytes, and each of 2,000 signatures is made of all of them.
const maxSearched = 16 << 10

func (r Request) explain(s *search) Verdict {
	if v := r.glance(); v.Cause != None {
		return v
	}
	k, _ := r.key()
	own := k.signer(r.signedParams())
	if signed, ok := own.verify(r.Signature, r.URL); ok {
		return r.found(signed)
	}
	if size := len(r.URL) + paramsLen(r.signedParams()) + len(r.Body); size > maxSearched {
		return Verdict{
			Cause:  Unknown,
			Reason: fmt.Sprintf("the signature does not match the request, which is too large (%d bytes) to search for the reason", size),
			Fix:    "Twilio's requests have a few kilobytes: check who sends it",
		}
	}
	for _, stage := range []struct {
		try  func(Request, *search) (Verdict, bool)
		most int
	}{
		{Request.tryURLs, 600}, {Request.tryParams, 800}, {Request.tryBoth, 300}, {Request.tryTokens, 300},
	} {
		s.allow(stage.most)
		if v, ok := stage.try(r, s); ok {
			return v
		}
	}
	return Verdict{
		Cause:  Unknown,
		Reason: "no known mistake explains this signature",
		Fix:    "usually the auth token belongs to another account (a subaccount has its own), or a body parameter was changed or dropped before the check",
	}
}

// signedParams are those that the signature covers beside the URL: of a body that is no form, none.
func (r Request) signedParams() url.Values {
	if r.Body != nil {
		return nil
	}
	return r.Params
}

// glance finds what needs no arithmetic.
func (r Request) glance() Verdict {
	k, keyErr := r.key()
	switch sum, err := base64.StdEncoding.DecodeString(r.Signature); {
	case r.Unclear != "":
		return Verdict{
			Cause:  UnclearRequest,
			Reason: r.Unclear + ", so that the application could read another request than the one that was checked",
			Fix:    "Twilio does not send such requests; if it came from Twilio, a proxy has changed it",
		}
	case strings.Contains(r.URL, "#"):
		return Verdict{
			Cause:  UnclearRequest,
			Reason: `the checked URL has a "#", and Twilio does not sign what follows it`,
			Fix:    "check against the URL without it",
		}
	case r.Signature == "":
		return Verdict{
			Cause:  MissingHeader,
			Reason: "there is no " + SignatureHeader + " header",
			Fix:    "Twilio did not send the request, or a proxy drops the header: make the proxy keep it",
		}
	case keyErr != nil:
		return r.keyVerdict(keyErr)
	case err == nil && r.Settings == "" && len(r.Signature) == HMACSHA256.signatureLen():
		return Verdict{
			Cause:  MalformedHeader,
			Reason: "the signature is HMAC-SHA256, as made with a SharedKey, but there is no " + SettingsHeader + " header",
			Fix:    "a proxy drops the header: make the proxy keep it",
		}
	case err != nil || len(r.Signature) != k.algorithm.signatureLen() || len(sum) < 20:
		return Verdict{
			Cause:  MalformedHeader,
			Reason: fmt.Sprintf("%.40q is not a signature, which is %d characters of base64", r.Signature, k.algorithm.signatureLen()),
			Fix:    "pass the value of " + SignatureHeader + " on unchanged",
		}
	case k.secret == "":
		return Verdict{
			Cause:  NoToken,
			Reason: "no auth token is set",
			Fix:    "give the primary auth token of the account; the secret of an API key does not sign webhooks",
		}
	}
	return Verdict{}
}

// found is the verdict for a URL that matched as it was given; what is left to look at is the body.
func (r Request) found(signed string) Verdict {
	if r.bodyCovered(signed) {
		return Verdict{Valid: true, URL: signed}
	}
	if len(bodyHashes(signed)) == 0 {
		return Verdict{
			Cause:  OtherBody,
			Reason: "the signature covers the URL only: there is no " + bodyParam + " in the query, so nothing proves the body",
			Fix:    "if the body is a form, check it as one; if not, Twilio did not send it",
			URL:    signed,
		}
	}
	return Verdict{
		Cause:  OtherBody,
		Reason: "the URL is signed by Twilio, but the body does not match its " + bodyParam + "",
		Fix:    "hash the raw bytes of the request, before a JSON parser changes them",
		URL:    signed,
	}
}
