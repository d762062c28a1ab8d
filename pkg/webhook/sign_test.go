package webhook_test

import (
	"encoding/json"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/twilio/twilio-go/client"

	"github.com/twvoice/twvoice/pkg/webhook"
)

const token = "12345"

// caller is the form that the official libraries' own tests sign, with more parameters behind it.
func caller(more ...string) url.Values {
	params := url.Values{
		"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+14158675309"}, "Digits": {"1234"},
		"From": {"+14158675309"}, "To": {"+18005551212"},
	}
	for i := 0; i < len(more); i += 2 {
		params.Add(more[i], more[i+1])
	}
	return params
}

const (
	page     = "https://mycompany.com/myapp.php"
	pageQ    = page + "?foo=1&bar=2"
	jsonBody = `{"property": "value", "boolean": true}`
	jsonHash = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
)

// vectors were checked by the official libraries' tests, but for the last four, which we computed by the same rule.
func vectors() []vector {
	participant := caller("Reason", "Participant", "ReasonConferenceEnded", "test")
	return []vector{
		{"a form", pageQ, caller(), "RSOYDt4T1cUTdK1PDd93/VVr8B8="},
		{"the default port is signed when it is written", "https://mycompany.com:443/myapp.php?foo=1&bar=2", caller(), "kvajT1Ptam85bY51eRf/AJRuM3w="},
		{"so is that of http", "http://mycompany.com:80/myapp.php?foo=1&bar=2", caller(), "0ZXoZLH/DfblKGATFgpif+LLRf4="},
		{"and any other port", "http://mycompany.com:1234/myapp.php?foo=1&bar=2", caller(), "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="},
		{"user and password are signed", "https://user:pass@mycompany.com/myapp.php?foo=1&bar=2", caller(), "CukzLTc1tT5dXEDIHm/tKBanW10="},
		{"a user alone is signed", "https://user@mycompany.com/myapp.php?foo=1&bar=2", caller(), "2YRLlVAflCqxaNicjMpJcSTgzSs="},
		{"a user beside a port", "https://user:pass@mycompany.com:443/myapp.php?foo=1&bar=2", caller(), "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI="},
		{"the case of the host is kept", "https://MyCompany.com/myapp.php?foo=1&bar=2", caller(), "g9IN/x4Cft2g517EjYvEvM/W7LU="},
		{"a name sorts before a longer one", pageQ, participant, "vOEb5UThFn24KEfnOFLQY2AE5FY="},
		{"the same over http", "http://mycompany.com/myapp.php?foo=1&bar=2", participant, "n2xBNyzSW7rfYStDtOFiFMv7qNo="},
		{"repeated values are sorted and said once", pageQ, url.Values{"Sid": {"CA123"}, "SidAccount": {"AC123"}, "Digits": {"5678", "1234", "1234"}}, "IK+Dwps556ElfBT0I3Rgjkr1wJU="},
		{"values come in any order", pageQ, url.Values{"MessagingBinding.Address": {"+1415xxxxxxx", "+1325xxxxxxx"}}, "83O6e2vORAoJHUNzJjDWN1jz+BA="},
		{"a small form", pageQ, url.Values{"property": {"value"}, "boolean": {"true"}}, "NBdBDr/T/lgjI+tlgpXjKZQZs/k="},
		{"JSON, by its hash", pageQ + "&bodySHA256=" + jsonHash, nil, "a9nBmqA0ju/hNViExpshrM61xv4="},
		{"JSON, the hash alone in the query", page + "?bodySHA256=" + jsonHash, nil, "y77kIzt2vzLz71DgmJGsen2scGs="},
		{"nothing but a URL", pageQ, nil, "zYQTYrRWXE7LtzbG4PfP7/bkkGo="},
		{"no query", page, caller(), "1xaxFBvyzXYvWplzNOSs28HWO94="},
		{"an empty JSON object", "https://mycompany.com:443/myapp.php?foo=1&bar=2&bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", nil, "Ldidvp12m26NI7eqEvxnEpkd9Hc="},
		{"a query with an escape", pageQ + "&Body=It%27s+amazing", caller(), "TfZzewPq8wqrGlMfyAud8+/IvJ0="},
		{"values in UTF-8", "https://example.com/voice", url.Values{"CallSid": {"CA0123456789abcdef0123456789abcdef"}, "SpeechResult": {"Olá, ¿qué tal? 你好"}}, "ZIeZAHQ166R+xtx8swUg0Co1WiU="},
		{"GET", "https://example.com/voice?CallSid=CA0123456789abcdef0123456789abcdef&From=%2B14155550100", nil, "4JzPOA2T2/X4R9gM27pPoOZCgJk="},
		{"an empty value", "https://example.com/voice", url.Values{"A": {""}, "B": {"x"}}, "S+Y8KSVTrse/xD9OFNTDeKa6LYk="},
		{"a WebSocket", "wss://example.com/stream", nil, "KG4JbhDlv15BMlxSTOWKt9btbgg="},
	}
}

type vector struct {
	name, url string
	params    url.Values
	signature string
}

func TestSignAndVerifyVectors(t *testing.T) {
	t.Parallel()
	for _, v := range vectors() {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			if got := webhook.Sign(token, v.url, v.params); got != v.signature {
				t.Errorf("Sign: got %s, want %s", got, v.signature)
			}
			if got := webhook.Sign(token, v.url+"#rc=2&rp=all", v.params); got != v.signature {
				t.Errorf("Sign with connection overrides: got %s, want %s", got, v.signature)
			}
			if !webhook.Verify(token, v.signature, v.url, v.params) {
				t.Error("Verify: got false")
			}
			for i := range v.signature {
				wrong := []byte(v.signature)
				wrong[i] ^= 1
				if webhook.Verify(token, string(wrong), v.url, v.params) {
					t.Errorf("Verify: got true for %s, whose character %d is wrong", wrong, i)
				}
			}
		})
	}
}

func TestVerifyAcceptsTheSpellingsOfTheOfficialLibraries(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, signed, given string }{
		{"the default port of https is missing", "https://a.example:443/v?x=1", "https://a.example/v?x=1"},
		{"the default port of https is there", "https://a.example/v?x=1", "https://a.example:443/v?x=1"},
		{"the default port of http is missing", "http://a.example:80/v", "http://a.example/v"},
		{"any port is dropped", "https://a.example/v", "https://a.example:3000/v"},
		{"a port behind an IPv6 address", "http://[::1]/v", "http://[::1]:3000/v"},
		{"a port behind a password", "https://u:p@a.example/v", "https://u:p@a.example:8443/v"},
		{"a scheme in capitals", "HTTP://u:p@A.example:80/v", "HTTP://u:p@A.example/v"},
		{"an apostrophe in the query", "https://a.example/v?b=It%27s+x", "https://a.example/v?b=It's+x"},
		{"a plus that was a space", "https://a.example/v?b=a%20b&c=", "https://a.example/v?b=a+b&c"},
		{"repeated names that stood apart", "https://a.example/v?a=1&a=2&b=3", "https://a.example/v?a=1&b=3&a=2"},
		{"letters that are not ASCII", "https://a.example/Espa%C3%B1a?a%C3%B1o=1", "https://a.example/España?año=1"},
		{"a WebSocket without its slash", "wss://a.example/stream/", "wss://a.example/stream"},
		{"a WebSocket at the root", "wss://a.example/", "wss://a.example"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if !webhook.Verify(token, webhook.Sign(token, tt.signed, caller()), tt.given, caller()) {
				t.Errorf("got false for %s, signed as %s", tt.given, tt.signed)
			}
		})
	}
}

func TestVerifyRefuses(t *testing.T) {
	t.Parallel()
	good := webhook.Sign(token, pageQ, caller())
	for _, tt := range []struct {
		name, token, signature, url string
		params                      url.Values
	}{
		{"parameters sorted wrongly", token, "95+Bu0JVPi0r/SsESZCVf0dWAjw=", pageQ, caller("Reason", "Participant", "ReasonConferenceEnded", "test")},
		{"another host", token, good, "https://yourcompany.com/myapp.php?foo=1&bar=2", caller()},
		{"the host in another case", token, good, "https://MyCompany.com/myapp.php?foo=1&bar=2", caller()},
		{"another scheme", token, good, "http://mycompany.com/myapp.php?foo=1&bar=2", caller()},
		{"another parameter", token, good, pageQ, caller("Digits", "5")},
		{"no parameters", token, good, pageQ, nil},
		{"another token", "54321", good, pageQ, caller()},
		{"no token, not even when it signed", "", webhook.Sign("", pageQ, caller()), pageQ, caller()},
		{"no signature", token, "", pageQ, caller()},
		{"a signature with something behind it", token, good + "=", pageQ, caller()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if webhook.Verify(tt.token, tt.signature, tt.url, tt.params) {
				t.Error("got true")
			}
		})
	}
}

func TestSignBodyAndVerifyBody(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]string{
		pageQ + "#rc=1": pageQ + "&bodySHA256=" + jsonHash,
		page:            page + "?bodySHA256=" + jsonHash,
	} {
		signedURL, signature := webhook.SignBody(token, target, []byte(jsonBody))
		if signedURL != want {
			t.Errorf("SignBody(%s): got URL %s, want %s", target, signedURL, want)
		}
		if !webhook.VerifyBody(token, signature, signedURL, []byte(jsonBody)) {
			t.Errorf("VerifyBody(%s): got false", signedURL)
		}
		if webhook.VerifyBody(token, signature, signedURL, []byte(strings.ReplaceAll(jsonBody, " ", ""))) {
			t.Errorf("VerifyBody(%s): got true for another body", signedURL)
		}
	}
	if webhook.VerifyBody(token, webhook.Sign(token, pageQ, nil), pageQ, []byte(jsonBody)) {
		t.Error("VerifyBody: got true without bodySHA256")
	}
}

// TestCorpus runs the vectors that were collected from the official libraries. See the reference beside this repository.
func TestCorpus(t *testing.T) {
	t.Parallel()
	shared := os.Getenv("TWVOICE_SHARED")
	if shared == "" {
		t.Skip("TWVOICE_SHARED is not set: THE VECTORS OF corpus/signatures.json ARE NOT CHECKED")
	}
	data, err := os.ReadFile(filepath.Join(shared, "corpus", "signatures.json"))
	if err != nil {
		t.Fatal(err)
	}
	var corpus struct{ Vectors []corpusVector }
	if err := json.Unmarshal(data, &corpus); err != nil {
		t.Fatal(err)
	}
	if len(corpus.Vectors) < 50 {
		t.Fatalf("got %d vectors, want at least 50", len(corpus.Vectors))
	}
	for _, v := range corpus.Vectors {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			v.check(t)
		})
	}
}

type corpusVector struct {
	Name, Token, URL, Signature, Use string
	Params                           map[string]any
	Body                             *string
	Valid                            bool
}

func (v corpusVector) check(t *testing.T) {
	if v.Body != nil && v.Params == nil {
		if got := webhook.VerifyBody(v.Token, v.Signature, v.URL, []byte(*v.Body)); got != v.Valid {
			t.Errorf("VerifyBody: got %v, want %v", got, v.Valid)
		}
		return
	}
	params := url.Values{}
	for name, value := range v.Params {
		switch value := value.(type) {
		case string:
			params.Add(name, value)
		case []any:
			for _, one := range value {
				params.Add(name, one.(string))
			}
		case nil:
			params.Add(name, "") // nothing is signed of it but the name
		}
	}
	if got := webhook.Verify(v.Token, v.Signature, v.URL, params); got != v.Valid {
		t.Errorf("Verify: got %v, want %v", got, v.Valid)
	}
	if v.Valid && strings.HasPrefix(v.Use, "signer") {
		if got := webhook.Sign(v.Token, v.URL, params); got != v.Signature {
			t.Errorf("Sign: got %s, want %s", got, v.Signature)
		}
	}
}

// TestTwilioGoAccepts holds Sign against the official validator, which knows the first value of a parameter only.
func TestTwilioGoAccepts(t *testing.T) {
	t.Parallel()
	validator := client.NewRequestValidator(token)
	for _, v := range vectors() {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			first := map[string]string{}
			for name, values := range v.params {
				if len(values) > 1 {
					return
				}
				first[name] = values[0]
			}
			if !validator.Validate(v.url, first, webhook.Sign(token, v.url, v.params)) {
				t.Error("twilio-go refuses our signature")
			}
		})
	}
}

func FuzzVerify(f *testing.F) {
	for _, v := range vectors() {
		f.Add(token, v.url, v.params.Encode(), v.signature)
	}
	f.Add("t", "://@:?#", "a=1&a=&%zz", "")
	f.Fuzz(func(t *testing.T, token, target, form, signature string) {
		params, _ := url.ParseQuery(form)
		before := maps.Clone(params)
		webhook.Verify(token, signature, target, params)
		webhook.VerifyBody(token, signature, target, []byte(form))
		if token == "" {
			return
		}
		if !webhook.Verify(token, webhook.Sign(token, target, params), target, params) {
			t.Error("our own signature is refused")
		}
		if strings.Contains(target, "bodySHA256") {
			return
		}
		if signed, signature := webhook.SignBody(token, target, []byte(form)); !webhook.VerifyBody(token, signature, signed, []byte(form)) {
			t.Error("our own signature of a body is refused")
		}
		if diff := cmp.Diff(before, params); diff != "" {
			t.Errorf("the parameters were changed (-before +after):\n%s", diff)
		}
	})
}

func TestVerifyAllocatesLittle(t *testing.T) {
	params := voiceForm()
	signature := webhook.Sign(token, pageQ, params)
	if got := testing.AllocsPerRun(100, func() { webhook.Verify(token, signature, pageQ, params) }); got > 10 {
		t.Errorf("got %v allocations for %d parameters, want 10 at most", got, len(params))
	}
}

// voiceForm has 25 parameters, about as many as Twilio sends for a call.
func voiceForm() url.Values {
	names := strings.Fields("AccountSid ApiVersion CallSid CallStatus CallToken Called CalledCity CalledCountry CalledState CalledZip " +
		"Caller CallerCity CallerCountry CallerState CallerZip Direction From FromCity FromCountry FromState FromZip StirVerstat To ToCity ToCountry")
	params := url.Values{}
	for i, name := range slices.Backward(names) {
		params.Set(name, strings.Repeat("x", i))
	}
	return params
}
