package webhook_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook"
)

const token = "12345"

// caller is the form that the official libraries' own tests sign, followed by more parameters.
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
