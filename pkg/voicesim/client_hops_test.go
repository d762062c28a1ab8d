package voicesim

import (
	"errors"
	"net/http"
	"net/url"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// hops is an application that sends a request on, and fails as often as it is told.
type hops struct {
	to     map[string]string // where paths redirect
	broken map[string]int    // how often a path breaks its connection
	asked  []string
}

func (h *hops) RoundTrip(r *http.Request) (*http.Response, error) {
	h.asked = append(h.asked, r.URL.Host+r.URL.Path)
	if h.broken[r.URL.Path] > 0 {
		h.broken[r.URL.Path]--
		return nil, errors.New("the connection broke")
	}
	return InMemory(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if target, ok := h.to[r.URL.Path]; ok {
			http.Redirect(w, r, target, http.StatusTemporaryRedirect)
			return
		}
		w.Header().Set("Content-Type", "text/xml")
		_, _ = w.Write([]byte(emptyTwiML))
	})).RoundTrip(r)
}

// A redirect is no try that failed: it leaves all those that the connection overrides allow.
func TestOnlyTriesThatFailAreCounted(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, fragment string
		broken         map[string]int
		asked          []string
		problem        string
	}{
		{"the second hop is tried again", "#rp=all", map[string]int{"/next": 1}, []string{"/voice", "/next", "/next"}, ""},
		{"and gives up after as many", "#rp=all", map[string]int{"/next": 9}, []string{"/voice", "/next", "/next"}, "http://app.example/next: the connection broke, in 2 tries"},
		{"tries count over the chain", "#rp=all", map[string]int{"/voice": 1, "/next": 9}, []string{"/voice", "/voice", "/next"}, "http://app.example/next: the connection broke"},
		{"no try is left out", "#rc=3&rp=all", map[string]int{"/voice": 1, "/next": 2}, []string{"/voice", "/voice", "/next", "/next", "/next"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app := &hops{to: map[string]string{"/voice": "/next"}, broken: tt.broken}
			got := fetchOnce(t, newClient(Options{Transport: app, Call: Call{URL: voiceURL}}), Fetch{URL: voiceURL + tt.fragment})
			problem := ""
			if got.Problem != nil {
				problem = got.Problem.Message
			}
			for i, path := range tt.asked {
				tt.asked[i] = "app.example" + path
			}
			if diff := gocmp.Diff(tt.asked, app.asked); diff != "" || problem != tt.problem {
				t.Errorf("problem %q, want %q; asked (-want +got):\n%s", problem, tt.problem, diff)
			}
		})
	}
}

// Audio on another host is taken on trust, also where the application only sends there.
func TestAudioElsewhereIsNotFetched(t *testing.T) {
	t.Parallel()
	app := &hops{to: map[string]string{"/hello.mp3": "http://cdn.example/hello.mp3"}}
	c := newClient(Options{Transport: app, Call: Call{URL: voiceURL}})
	got := fetchOnce(t, c, Fetch{URL: "http://app.example/hello.mp3", Method: http.MethodGet, Purpose: PurposePlay})
	if got.Audio == nil || !got.Audio.Assumed || got.URL != "http://cdn.example/hello.mp3" || got.Problem != nil {
		t.Errorf("got %+v, want audio of http://cdn.example/hello.mp3 that nobody fetched", got)
	}
	if diff := gocmp.Diff([]string{"app.example/hello.mp3"}, app.asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

// Calls that meet may have come to different hosts: each has its own, which is the one that signs as the public URL.
func TestEachCallHasItsOwnHost(t *testing.T) {
	t.Parallel()
	signed := map[string]bool{}
	var asked []string
	app := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		asked = append(asked, r.Host+r.URL.Path)
		form := r.PostForm
		if r.Method == http.MethodGet {
			form = url.Values{}
		}
		signed[r.Host] = webhook.Verify(testToken, r.Header.Get(webhook.SignatureHeader), "https://public.example"+r.URL.RequestURI(), form)
		w.Header().Set("Content-Type", "text/xml")
		if r.URL.Path == "/hello.mp3" {
			w.Header().Set("Content-Type", "audio/mpeg")
		}
		_, _ = w.Write([]byte(`<Response><Play>/hello.mp3</Play></Response>`))
	})
	_, err := Run(t.Context(), Options{
		Call: Call{URL: "http://one.example/voice", From: "+14155550100"}, Transport: InMemory(app), Token: testToken, SignAs: "https://public.example",
		Also: []Incoming{{Call: Call{URL: "http://two.example/voice", From: "+14155550122"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(map[string]bool{"one.example": true, "two.example": true}, signed); diff != "" {
		t.Errorf("signed for the public URL (-want +got):\n%s", diff)
	}
	want := []string{"one.example/voice", "two.example/voice", "one.example/hello.mp3", "two.example/hello.mp3"}
	if diff := gocmp.Diff(want, asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}
