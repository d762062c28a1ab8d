package client

import (
	"errors"
	"net/http"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// hops is an application that redirects requests, and fails a given number of times.
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

// A redirect is not a failed attempt: it leaves all retries that the connection overrides allow.
func TestOnlyTriesThatFailAreCounted(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, fragment string
		broken         map[string]int
		asked          []string
		problem        string
	}{
		{"the second hop is tried again", "#rp=all", map[string]int{"/next": 1}, []string{"/voice", "/next", "/next"}, ""},
		{"and gives up after as many", "#rp=all", map[string]int{"/next": 9}, []string{"/voice", "/next", "/next"}, "http://app.example/next: the connection broke, in 2 attempts"},
		{"tries count over the chain", "#rp=all", map[string]int{"/voice": 1, "/next": 9}, []string{"/voice", "/voice", "/next"}, "http://app.example/next: the connection broke"},
		{"no try is left out", "#rc=3&rp=all", map[string]int{"/voice": 1, "/next": 2}, []string{"/voice", "/voice", "/next", "/next", "/next"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app := &hops{to: map[string]string{"/voice": "/next"}, broken: tt.broken}
			got := fetchOnce(t, New(Options{Transport: app, App: voiceURL}), Request{URL: voiceURL + tt.fragment})
			problem := ""
			if got.Failure != nil {
				problem = got.Failure.Message
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
