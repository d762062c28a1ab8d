package voicesim

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

const (
	testToken  = "0123456789abcdef0123456789abcdef"
	voiceURL   = "http://app.example/voice"
	emptyTwiML = "<Response/>"
)

// testApp keeps what it is asked, and answers it.
type testApp struct {
	t      *testing.T
	answer http.HandlerFunc
	got    []string // method, host and path
}

func (a *testApp) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.got = append(a.got, r.Method+" "+r.Host+r.URL.Path)
	w.Header().Set("Content-Type", "text/xml")
	a.answer(w, r)
}

func (a *testApp) client() *requester {
	return newRequester(Options{Transport: InMemory(a), Token: testToken, Call: event.Call{URL: voiceURL}})
}

// fetchOnce makes one request as a call does.
func fetchOnce(t *testing.T, c *requester, f event.Fetch) event.Fetched {
	t.Helper()
	if f.Method == "" {
		f.Method = http.MethodPost
	}
	if f.Purpose == "" {
		f.Purpose = event.PurposeVoice
	}
	got, err := c.fetch(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// codeOf returns the code of an answer's problem, or "".
func codeOf(got event.Fetched) string {
	if got.Problem == nil {
		return ""
	}
	return got.Problem.Code
}

// Audio on another host is taken on trust, also where the application only sends there.
func TestAudioElsewhereIsNotFetched(t *testing.T) {
	t.Parallel()
	app := &testApp{t: t, answer: func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://cdn.example/hello.mp3", http.StatusTemporaryRedirect)
	}}
	got := fetchOnce(t, app.client(), event.Fetch{URL: "http://app.example/hello.mp3", Method: http.MethodGet, Purpose: event.PurposePlay})
	if got.Audio == nil || !got.Audio.Assumed || got.URL != "http://cdn.example/hello.mp3" || got.Problem != nil {
		t.Errorf("got %+v, want audio of http://cdn.example/hello.mp3 that nobody fetched", got)
	}
	if diff := gocmp.Diff([]string{"GET app.example/hello.mp3"}, app.got); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

// addressed tells the application where a request went: its Host is that of the public URL.
type addressed struct{ http.RoundTripper }

func (a addressed) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Test-To", r.URL.Host)
	return a.RoundTripper.RoundTrip(r)
}

// Calls that meet may have come to different hosts: each has its own, which is the one that signs as the public URL.
func TestEachCallHasItsOwnHost(t *testing.T) {
	t.Parallel()
	signed := map[string]bool{}
	var asked []string
	app := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		asked = append(asked, r.Header.Get("Test-To")+r.URL.Path)
		form := r.PostForm
		if r.Method == http.MethodGet {
			form = url.Values{}
		}
		signed[r.Header.Get("Test-To")] = webhook.Verify(testToken, r.Header.Get(webhook.SignatureHeader), "https://public.example"+r.URL.RequestURI(), form)
		w.Header().Set("Content-Type", "text/xml")
		if r.URL.Path == "/hello.mp3" {
			w.Header().Set("Content-Type", "audio/mpeg")
		}
		_, _ = w.Write([]byte(`<Response><Play>/hello.mp3</Play></Response>`))
	})
	_, err := Run(t.Context(), Options{
		Call: event.Call{URL: "http://one.example/voice", From: "+14155550100"}, Transport: addressed{InMemory(app)}, Token: testToken, SignAs: "https://public.example",
		Also: []Incoming{{Call: event.Call{URL: "http://two.example/voice", From: "+14155550122"}}},
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

func TestCompressedAnswerIsRead(t *testing.T) {
	t.Parallel()
	compressed := func(text string) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		io.WriteString(z, text)
		z.Close()
		return b.Bytes()
	}
	whole := compressed(emptyTwiML)
	tests := []struct {
		name string
		body []byte
		code string
	}{
		{"gzip", whole, ""},
		{"64 kB is the limit of what comes out", compressed("<Response><Say>" + strings.Repeat("a", twiml.MaxSize) + "</Say></Response>"), "11750"},
		{"no gzip at all", []byte(emptyTwiML), "11206"},
		{"cut off", whole[:len(whole)-9], "11206"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app := &testApp{t: t, answer: func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				w.Write(tt.body)
			}}
			got := fetchOnce(t, app.client(), event.Fetch{URL: voiceURL})
			if code := codeOf(got); code != tt.code {
				t.Errorf("got %q, want %q", code, tt.code)
			}
		})
	}
}
