package devserver_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/icholy/digest"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/httplog"
)

// behind is a server that asks ann for hunter2, and what its sink was given.
func behind(t *testing.T) (server *httptest.Server, clock *atomic.Int64, last func() httplog.Record) {
	t.Helper()
	clock = &atomic.Int64{}
	clock.Store(1_700_000_000)
	seen := make(chan httplog.Record, 10)
	next := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = io.WriteString(w, "in "+r.Header.Get("Authorization")+string(body))
	})
	door := &devserver.Password{
		Next: httplog.Plain(next), User: "ann", Password: "hunter2: é", Secret: "s",
		Now: func() time.Time { return time.Unix(clock.Load(), 0) },
	}
	server = httptest.NewServer(&httplog.Recorder{Next: door, Sink: func(e httplog.Record) { seen <- e }})
	t.Cleanup(server.Close)
	return server, clock, func() httplog.Record { return <-seen }
}

func TestBasic(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, user, password string
		status               int
		refusal              string
	}{
		{"nobody", "", "", 401, "no user and password"},
		{"the right one", "ann", "hunter2: é", 200, ""},
		{"another user", "bob", "hunter2: é", 401, "the user or password differs from those of the URL in Twilio's settings"},
		{"another password", "ann", "hunter2", 401, "the user or password differs from those of the URL in Twilio's settings"},
		{"the line between the two moved", "ann\nhunter2: é", "", 401, "the user or password differs from those of the URL in Twilio's settings"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server, _, last := behind(t)
			r, _ := http.NewRequest(http.MethodPost, server.URL+"/voice", strings.NewReader("a=1"))
			if tt.user != "" {
				r.SetBasicAuth(tt.user, tt.password)
			}
			answer, err := server.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			body, _ := io.ReadAll(answer.Body)
			if answer.StatusCode != tt.status || tt.status == 200 && string(body) != "in a=1" {
				t.Errorf("got %d %q, want %d and no password passed on", answer.StatusCode, body, tt.status)
			}
			offered := answer.Header.Values("WWW-Authenticate")
			if tt.status == 401 && (len(offered) != 2 || !strings.HasPrefix(offered[0], "Basic ") || !strings.HasPrefix(offered[1], "Digest ")) {
				t.Errorf("offered %q, want Basic and Digest", offered)
			}
			if got := last().Notes.Refusal; !strings.HasPrefix(got, tt.refusal) || tt.refusal == "" && got != "" || strings.Contains(got, "hunter2") {
				t.Errorf("noted %q, want %q", got, tt.refusal)
			}
		})
	}
}

func TestDigest(t *testing.T) {
	t.Parallel()
	ask := func(server *httptest.Server, user, password string) int {
		client := &http.Client{Transport: &digest.Transport{Username: user, Password: password, Transport: server.Client().Transport}}
		answer, err := client.Post(server.URL+"/voice?a=1", "text/plain", strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer.StatusCode
	}
	server, _, _ := behind(t)
	if got := ask(server, "ann", "hunter2: é"); got != 200 {
		t.Errorf("the right password: got %d", got)
	}
	if got := ask(server, "ann", "wrong"); got != 401 {
		t.Errorf("a wrong password: got %d", got)
	}
	if got := ask(server, "bob", "hunter2: é"); got != 401 {
		t.Errorf("another user: got %d", got)
	}
}

// A nonce that was overheard or invented gives no access.
func TestDigestNonceExpiresAndIsNotReused(t *testing.T) {
	t.Parallel()
	server, clock, _ := behind(t)
	send := func(path, authorization string) *http.Response {
		r, _ := http.NewRequest(http.MethodGet, server.URL+path, nil)
		if authorization != "" {
			r.Header.Set("Authorization", authorization)
		}
		answer, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer
	}
	challenge, err := digest.FindChallenge(send("/voice", "").Header)
	if err != nil {
		t.Fatal(err)
	}
	sign := func(c digest.Challenge) string {
		credentials, err := digest.Digest(&c, digest.Options{Method: "GET", URI: "/voice", Username: "ann", Password: "hunter2: é", Count: 1})
		if err != nil {
			t.Fatal(err)
		}
		return credentials.String()
	}
	right := sign(*challenge)
	forged := *challenge
	forged.Nonce = strings.Replace(forged.Nonce, ".", ".0", 1)
	for name, tt := range map[string]struct {
		path, authorization string
		want                int
	}{
		"as it was asked for": {"/voice", right, 200},
		"for another path":    {"/other", right, 401},
		"with a made-up one":  {"/voice", sign(forged), 401},
		"no digest at all":    {"/voice", "Digest nonsense", 401},
	} {
		if got := send(tt.path, tt.authorization).StatusCode; got != tt.want {
			t.Errorf("%s: got %d, want %d", name, got, tt.want)
		}
	}
	clock.Add(int64(devserver.NonceLife / time.Second))
	answer := send("/voice", right)
	if again, err := digest.FindChallenge(answer.Header); answer.StatusCode != 401 || err != nil || !again.Stale {
		t.Errorf("after five minutes: got %d %v, want 401 and a stale nonce", answer.StatusCode, answer.Header)
	}
}
