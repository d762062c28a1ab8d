package webhook_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/webhook"
)

func defaults() webhook.Overrides {
	return webhook.Overrides{
		ConnectTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, TotalTime: 15 * time.Second,
		Retries: 1, RetryOn: []webhook.Failure{webhook.FailedConnect}, Edges: []string{"ashburn"},
	}
}

func TestOverridesOfAConnection(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, fragment string
		change         func(o *webhook.Overrides)
	}{
		{"no fragment is Twilio's defaults", "", func(*webhook.Overrides) {}},
		{"a fragment for people means nothing", "#menu", func(*webhook.Overrides) {}},
		{"so does a key that nobody knows", "#x=1&tt=2000", func(o *webhook.Overrides) { o.TotalTime = 2 * time.Second }},
		{"times are milliseconds", "#ct=1000&rt=5000&tt=15000", func(o *webhook.Overrides) {
			o.ConnectTimeout, o.ReadTimeout, o.TotalTime = time.Second, 5*time.Second, 15*time.Second
		}},
		{"the shortest times", "#ct=100&rt=100&tt=100", func(o *webhook.Overrides) {
			o.ConnectTimeout, o.ReadTimeout, o.TotalTime = 100*time.Millisecond, 100*time.Millisecond, 100*time.Millisecond
		}},
		{"the longest time to connect", "#ct=10000", func(o *webhook.Overrides) { o.ConnectTimeout = 10 * time.Second }},
		{"what is too short is the default", "#ct=99&rt=99&tt=99", func(*webhook.Overrides) {}},
		{"and what is too long", "#ct=10001&rt=15001&tt=15001&rc=6", func(*webhook.Overrides) {}},
		{"and what is no number", "#ct=soon&rc=-1", func(*webhook.Overrides) {}},
		{"no second try", "#rc=0", func(o *webhook.Overrides) { o.Retries = 0 }},
		{"five more", "#rc=5", func(o *webhook.Overrides) { o.Retries = 5 }},
		{"which failures are tried again", "#rp=5xx,rt", func(o *webhook.Overrides) {
			o.RetryOn = []webhook.Failure{webhook.Failed5xx, webhook.FailedRead}
		}},
		{"a comma may be encoded", "#rp=5xx%2Crt", func(o *webhook.Overrides) {
			o.RetryOn = []webhook.Failure{webhook.Failed5xx, webhook.FailedRead}
		}},
		{"all of them", "#rc=2&rp=all", func(o *webhook.Overrides) {
			o.Retries, o.RetryOn = 2, []webhook.Failure{webhook.Failed4xx, webhook.Failed5xx, webhook.FailedConnect, webhook.FailedRead}
		}},
		{"a handshake that does not name the host", "#sni=n", func(o *webhook.Overrides) { o.WithoutSNI = true }},
		{"one that does", "#sni=y", func(*webhook.Overrides) {}},
		{"edges, in turn", "#e=dublin,sao-paulo", func(o *webhook.Overrides) { o.Edges = []string{"dublin", "sao-paulo"} }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := defaults()
			tt.change(&want)
			got, err := webhook.ParseOverrides("https://app.example/voice?a=b" + tt.fragment)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWrongOverridesHaveTwiliosCode(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, fragment, code, message string }{
		{"a policy that does not exist", "#rp=3xx", "11243", "#rp=3xx in the URL: want 4xx, 5xx, ct, rt or all, separated by commas"},
		{"one of several", "#rp=4xx,never", "11243", ""},
		{"an edge that does not exist", "#e=dubln", "11240", ""},
		{"an edge that is for phones only", "#e=roaming", "11241", ""},
		{"an edge of Interconnect", "#e=ashburn-ix", "11242", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := webhook.ParseOverrides("https://app.example/voice" + tt.fragment)
			wrong, ok := errors.AsType[*webhook.OverrideError](err)
			if !ok || wrong.Code != tt.code {
				t.Fatalf("got %v, want code %s", err, tt.code)
			}
			if tt.message != "" && wrong.Error() != tt.message {
				t.Errorf("got %q, want %q", wrong, tt.message)
			}
		})
	}
}
