package forward_test

import (
	"testing"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/forward"
)

func TestTarget(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"3000":                          "http://localhost:3000",
		":3000":                         "http://localhost:3000",
		"127.0.0.1:80":                  "http://127.0.0.1:80",
		"localhost:3000/":               "http://localhost:3000",
		"https://localhost:8443/api/v1": "https://localhost:8443/api/v1",
		"http://app.test":               "http://app.test",
		"http://[::1]:3000":             "http://[::1]:3000",
		"http://app":                    "http://app",
		"app:3000":                      "http://app:3000",
		"abc":                           "", "abc/def": "",
		"": "", "0": "", "70000": "", "ftp://x": "", "http://": "", "http://u:p@localhost": "", "http://x/?a=1": "", "a b": "", "x:70000": "",
	} {
		got, err := forward.Target(typed)
		if want == "" {
			if fault.ExitOf(err) != fault.Usage || fault.HintOf(err) == "" {
				t.Errorf("%q: got %v %v, want a usage error with a hint", typed, got, err)
			}
			continue
		}
		if err != nil || got.String() != want {
			t.Errorf("%q: got %v %v, want %s", typed, got, err, want)
		}
	}
}

// D7: the path of --forward is that of the webhook.
func TestWebhookTakesThePathOffATarget(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string][2]string{
		"http://localhost:3000/voice": {"http://localhost:3000", "/voice"}, "http://localhost:3000/voice/": {"http://localhost:3000", "/voice/"},
		"3000": {"http://localhost:3000", ""}, "localhost:3000/": {"http://localhost:3000", ""}, "http://x.example/a%2Fb": {"http://x.example", "/a%2Fb"},
	} {
		target, path, err := forward.Webhook(typed)
		if err != nil || target.String() != want[0] || path != want[1] {
			t.Errorf("%s: got %v %q %v, want %q", typed, target, path, err, want)
		}
	}
	if _, _, err := forward.Webhook("abc"); err == nil {
		t.Error("abc is taken")
	}
}
