package webhook

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"unicode"
)

// Request is a request as the application got it, and what else might be true of it. Token,
// Signature and URL are required.
type Request struct {
	Token     string     // auth token that the application checks with
	Signature string     // of [SignatureHeader], "" if it is missing
	URL       string     // the URL that, as the application believes, Twilio called
	Params    url.Values // the form of a POST, nil for a GET or another body
	Body      []byte     // a body that is not a form; may be nil
	RawForm   []byte     // bytes that Params were read from, nil if they are not known

	Settings   string            // of [SettingsHeader], "" if it is missing: the auth token signs then
	SharedKeys map[string]string // secrets by the SID of their SharedKey; may be nil

	// Unclear is why the application could read another request than this one, "" if it cannot;
	// [Handler.Request] sets it.
	Unclear string

	Alternatives []string          // other URLs that it may have been: with the Host header, X-Forwarded-Host, the tunnel's host
	OtherTokens  map[string]string // auth tokens of other accounts, by the name of the account in verdicts
}

// Verdict says whether a signature is Twilio's and, if it is not, which difference would have made
// it match.
type Verdict struct {
	Valid  bool
	Cause  Cause
	Reason string // one line, "" if valid
	Fix    string // how to fix it, one line, "" if valid
	URL    string // the spelling that was signed, "" if it was not found
}

// String returns the reason and the fix on one line.
func (v Verdict) String() string {
	if v.Valid {
		return "the signature is valid"
	}
	return v.Reason + "; " + v.Fix
}

// Cause is the kind of a difference.
type Cause string

// The causes. A difference in several parts of the URL has the first of their causes in this order.
const (
	None            Cause = ""                 // the signature is valid
	NoToken         Cause = "no-token"         // no token to check with
	MissingHeader   Cause = "missing-header"   // not from Twilio, or a proxy dropped the header
	MalformedHeader Cause = "malformed-header" // not a valid signature
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

// Check explains a signature: it is [Verify] or [VerifyBody] with a reason. If the signature does
// not match, it tries the usual faults between Twilio and an application, first single differences
// and then two together, but at most 2,000 signatures, and none for a request of more than 16 kB.
// That takes some milliseconds, so use it after a failed Verify while an application is being
// built. Show the result to the developer, not to the caller.
func Check(r Request) Verdict {
	v := r.explain(newSearch(r.Signature))
	v.Reason, v.Fix = oneLine(r.withoutSecrets(v.Reason)), oneLine(r.withoutSecrets(v.Fix))
	return v
}

// withoutSecrets returns text without the secrets of r. A client may send one in a header, a
// parameter or the URL, and verdicts are shown and stored.
func (r Request) withoutSecrets(text string) string {
	hide := func(secret string) {
		if len(secret) >= 8 { // replacing a shorter one would break words
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

// oneLine returns text without control characters, so that an untrusted header or parameter cannot
// control a terminal.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '\uFFFD'
		}
		return r
	}, text)
}

// maxSearched limits the bytes of URL and parameters for which other requests are tried. Twilio's
// have a few kilobytes, and each of 2,000 signatures covers all of them.
const maxSearched = 16 << 10

func (r Request) explain(s *search) Verdict {
	if v := r.checkForm(); v.Cause != None {
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
		{Request.tryURLs, 600}, {Request.tryParams, 800}, {Request.tryURLAndReading, 300}, {Request.tryTokens, 300},
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

// signedParams returns the parameters that the signature covers in addition to the URL: none for a
// body that is not a form.
func (r Request) signedParams() url.Values {
	if r.Body != nil {
		return nil
	}
	return r.Params
}

// checkForm checks what needs no search.
func (r Request) checkForm() Verdict {
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

// found returns the verdict for a URL that matched as given, after a check of the body.
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
