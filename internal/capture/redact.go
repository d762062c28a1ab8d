package capture

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// Redacted replaces a secret.
const Redacted = "(redacted)"

// redactor removes secrets from requests before they are written. It hides:
//
//   - headers: the values of Authorization and of every header that is named for a key, token or secret; the values of cookies,
//     whose names stay;
//   - parameters: the sensitive ones of a <Pay>, CallToken, and those named for a password, secret or token, also in the query of
//     a URL;
//   - the caller's input (Digits, SpeechResult) in answer to a document with a <Pay>, or with a <Gather> that asks for a
//     PIN, a password or a card, and digits that form a card number in any request;
//   - in documents: passwords in URLs, password="…", and <Parameter>s that are named for a secret;
//   - the given secrets, everywhere.
//
// Twilio's signature stays: it proves one request and gives no access.
type redactor struct {
	secrets []string
	private map[string]bool // calls whose last document asked for private input
}

// maxPrivate limits the calls in private. At the limit, all of them are dropped.
const maxPrivate = 10_000

func newRedactor(secrets []string) *redactor {
	r := &redactor{private: map[string]bool{}}
	for _, secret := range secrets {
		if len(secret) >= 6 { // shorter values also match parts of ordinary words
			inJSON, _ := json.Marshal(secret) // a string can always be encoded
			r.secrets = append(r.secrets, secret, url.QueryEscape(secret), url.PathEscape(secret), strings.Trim(string(inJSON), `"`))
		}
	}
	return r
}

// redact hides the secrets of one request. It must be called in the order of the requests. It does not change data that
// r shares with other values.
func (x *redactor) redact(r *Request) {
	r.Headers, r.Answered = x.headers(r.Headers), x.headers(r.Answered)
	if r.Params != nil {
		r.Params, r.Redacted = x.params(r.Params, x.private[r.CallSid])
	}
	r.URL = x.url(r.URL, r.Redacted)
	r.Body = x.text(r.Body)
	if r.Purpose.Call() {
		x.remember(r)
	}
	if shown := x.text(r.Answer); shown != r.Answer {
		r.Answer, r.Sent = shown, nil // the bytes as sent still hold the secret
	}
	r.Hears = x.text(r.Hears)
	if r.Redirect != nil {
		to := *r.Redirect
		to.URL = x.url(to.URL, r.Redacted)
		r.Redirect = &to
	}
	for i := range r.Alerts {
		a := &r.Alerts[i]
		a.URL, a.Message, a.Fix = x.url(a.URL, r.Redacted), x.text(a.Message), x.text(a.Fix)
	}
	for _, field := range []*string{&r.From, &r.To, &r.Source, &r.Reason} {
		*field = x.text(*field)
	}
}

// remember records whether the document asks for private input.
func (x *redactor) remember(r *Request) {
	delete(x.private, r.CallSid)
	if doc, ok := r.Document(); ok && asksForSecret(doc.Root) {
		if len(x.private) >= maxPrivate {
			clear(x.private)
		}
		x.private[r.CallSid] = true
	}
}

// privateWords match prompts that ask for private input.
var privateWords = regexp.MustCompile(`(?i)\b(pin|passcode|passwords?|credit card|card number|security code|cvv|cvc|social security|ssn)\b`)

func asksForSecret(root *twiml.Element) bool {
	listens, asks := false, false
	var walk func(*twiml.Element)
	walk = func(e *twiml.Element) {
		listens = listens || e.Name == "Gather"
		asks = asks || e.Name == "Say" && privateWords.MatchString(e.Text())
		for child := range e.Elements() {
			if child.Name == "Pay" {
				listens, asks = true, true
			}
			walk(child)
		}
	}
	walk(root)
	return listens && asks
}

// secretNames match headers and parameters with secret values.
var secretNames = regexp.MustCompile(`(?i)(^|[-_.])(authorization|password|passwd|pwd|secret|token|auth|api[-_]?key|access[-_]?key|credentials?)$|(auth|access|call|session|csrf|bearer)token$|clientsecret$|apikey$|password$`)

func isSecret(name string) bool {
	return endsAsSecrets(name) && secretNames.MatchString(name) && !strings.EqualFold(name, "I-Twilio-Idempotency-Token")
}

// endsAsSecrets reports whether a name ends in a letter that can end a match of secretNames. It saves running the
// expression for most names, which takes longer than all other steps.
func endsAsSecrets(name string) bool {
	last := ""
	if name != "" {
		last = name[len(name)-1:]
	}
	return strings.ContainsAny(last, "dhlnstyDHLNSTY") || last > "\x7f" // some letters of other scripts fold to these
}

func (x *redactor) headers(h http.Header) http.Header {
	if h == nil {
		return nil
	}
	all := make(http.Header, len(h))
	for name, values := range h {
		kept := slices.Clone(values)
		for i, value := range kept {
			switch {
			case name == "Cookie" || name == "Set-Cookie":
				kept[i] = cookies(name, value)
			case isSecret(name):
				kept[i] = Redacted
			default:
				kept[i] = x.text(value)
			}
		}
		all[x.text(name)] = kept
	}
	return all
}

// cookies returns cookies without their values.
func cookies(header, value string) string {
	pairs := strings.Split(value, ";")
	for i, pair := range pairs {
		name, _, ok := strings.Cut(pair, "=")
		if ok && (i == 0 || header == "Cookie") {
			pairs[i] = name + "=" + Redacted
		}
	}
	return strings.Join(pairs, ";")
}

// isPayment reports whether a parameter is a sensitive one of a <Pay> (https://www.twilio.com/docs/voice/twiml/pay#action).
// Masked values are hidden too: fixing a program does not need them.
func isPayment(name string) bool {
	switch name {
	case "PaymentCardNumber", "SecurityCode", "ExpirationDate", "PaymentCardPostalCode", "PaymentToken", "ProfileId",
		"BankAccountNumber", "BankRoutingNumber":
		return true
	}
	return false
}

// isCallerInput reports whether a parameter holds the caller's input.
func isCallerInput(name string) bool {
	switch name {
	case "Digits", "SpeechResult", "UnstableSpeechResult", "StableSpeechResult", "PartialResult":
		return true
	}
	return false
}

func (x *redactor) params(params url.Values, private bool) (url.Values, []string) {
	kept := make(url.Values, len(params))
	var hidden []string
	for _, name := range slices.Sorted(maps.Keys(params)) {
		values := slices.Clone(params[name])
		hide := isPayment(name) || isSecret(name) || isCallerInput(name) && private
		for i, value := range values {
			switch {
			case value == "":
			case hide, isCallerInput(name) && isCard(value):
				values[i] = Redacted
			default:
				values[i] = x.text(value)
			}
		}
		if slices.Contains(values, Redacted) {
			hidden = append(hidden, name)
		}
		kept[x.text(name)] = values
	}
	return kept, hidden
}

// isCard reports whether the digits, in any grouping, are a valid card number (ISO/IEC 7812-1, annex B).
func isCard(text string) bool {
	digits := strings.NewReplacer(" ", "", "-", "", "#", "", "*", "").Replace(text)
	if len(digits) < 13 || len(digits) > 19 || strings.Trim(digits, "0123456789") != "" {
		return false
	}
	sum := 0
	for i := range len(digits) {
		n := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			n *= 2
		}
		sum += n/10 + n%10
	}
	return sum%10 == 0
}

// url hides secrets in a URL's query, as among the parameters. The rest keeps its exact spelling.
func (x *redactor) url(raw string, hidden []string) string {
	head, query, ok := strings.Cut(raw, "?")
	if !ok {
		return x.text(raw)
	}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, _, _ := strings.Cut(pair, "=")
		plain, err := url.QueryUnescape(name)
		if err == nil && (isSecret(plain) || slices.Contains(hidden, plain)) {
			pairs[i] = name + "=" + Redacted
		}
	}
	return x.text(head + "?" + strings.Join(pairs, "&"))
}

var (
	userInURL   = regexp.MustCompile(`(://[^/@\s:"'<>]*):[^/@\s"'<>]+@`)
	pairInURL   = regexp.MustCompile(`([?&;])([A-Za-z0-9_.-]+)=([^&\s"'<>]+)`)
	passwordSet = regexp.MustCompile(`(?i)(\bpassword\s*=\s*)("[^"]*"|'[^']*')`)
	parameter   = regexp.MustCompile(`<Parameter\b[^>]*>`)
	nameSet     = regexp.MustCompile(`\bname\s*=\s*["']([^"']*)["']`)
	valueSet    = regexp.MustCompile(`(\bvalue\s*=\s*)("[^"]*"|'[^']*')`)
)

// text hides secrets in any text: a document, a header, a message.
func (x *redactor) text(s string) string {
	for _, secret := range x.secrets {
		s = strings.ReplaceAll(s, secret, Redacted)
	}
	if strings.Contains(s, "://") {
		s = userInURL.ReplaceAllString(s, "$1:"+Redacted+"@")
	}
	if strings.Contains(s, "=") {
		s = pairInURL.ReplaceAllStringFunc(s, func(pair string) string {
			name, _, _ := strings.Cut(pair[1:], "=")
			if !isSecret(name) {
				return pair
			}
			return pair[:1] + name + "=" + Redacted
		})
		s = passwordSet.ReplaceAllString(s, `$1"`+Redacted+`"`)
	}
	if strings.Contains(s, "<Parameter") {
		s = parameter.ReplaceAllStringFunc(s, func(tag string) string {
			if name := nameSet.FindStringSubmatch(tag); name == nil || !isSecret(name[1]) {
				return tag
			}
			return valueSet.ReplaceAllString(tag, `$1"`+Redacted+`"`)
		})
	}
	return s
}
