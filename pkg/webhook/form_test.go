package webhook_test

import (
	"net/url"
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// What is sorted once must read as if each had sorted it.
func TestSignFormIsSignAndEncode(t *testing.T) {
	t.Parallel()
	const target = "https://mycompany.com/myapp.php?foo=1&bar=2"
	for name, params := range map[string]url.Values{
		"nothing":               nil,
		"an ordinary request":   webhook.Call{CallSid: "CA1", From: "+14158675309", To: "+18005551212", Status: "ringing"}.Params(),
		"empty values":          {"A": {""}, "B": {"x"}, "C": {}},
		"values that repeat":    {"MediaUrl": {"b", "a", "b"}, "Media": {"z"}},
		"letters of the world":  {"SpeechResult": {"Olá, ¿qué tal? 你好"}, "Ünïcode": {"a b&c=d+e"}},
		"capitals before small": {"b": {"1"}, "B": {"2"}, "a": {"3"}},
	} {
		body, signature := webhook.SignForm("12345", target+"#rc=2", params)
		if want := params.Encode(); body != want {
			t.Errorf("%s: the body is\n%s, want\n%s", name, body, want)
		}
		if want := webhook.Sign("12345", target, params); signature != want {
			t.Errorf("%s: the signature is %s, want %s", name, signature, want)
		}
	}
}

func BenchmarkSignForm(b *testing.B) {
	params := webhook.Call{CallSid: "CA1", From: "+14158675309", To: "+18005551212", Status: "ringing"}.Params()
	b.Run("once", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			webhook.SignForm("12345", "https://mycompany.com/myapp.php", params)
		}
	})
	b.Run("apart", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = params.Encode()
			webhook.Sign("12345", "https://mycompany.com/myapp.php", params)
		}
	})
}
