package client_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"github.com/twvoice/twvoice/pkg/webhook"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// echo is an application that checks the signature of an upgrade, for its public URL, and then sends
// back what it gets.
func echo(public string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !webhook.Verify("token", r.Header.Get("X-Twilio-Signature"), public+r.URL.Path, nil) {
			http.Error(w, "signature", http.StatusForbidden)
			return
		}
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer conn.CloseNow()
		for {
			kind, data, err := conn.Read(r.Context())
			if err != nil {
				return
			}
			if conn.Write(r.Context(), kind, data) != nil {
				return
			}
		}
	})
}

func exchange(t *testing.T, s client.Socket) {
	t.Helper()
	if s.Conn == nil {
		t.Fatalf("the socket is not open: %+v", s)
	}
	defer s.Conn.CloseNow()
	if err := s.Conn.Write(t.Context(), websocket.MessageText, []byte("hello")); err != nil {
		t.Fatal(err)
	}
	if _, got, err := s.Conn.Read(t.Context()); err != nil || string(got) != "hello" {
		t.Errorf("got %q, %v", got, err)
	}
	if s.Status != http.StatusSwitchingProtocols {
		t.Errorf("status %d", s.Status)
	}
}

func TestSocketIsReachedWhereTheApplicationListens(t *testing.T) {
	t.Parallel()
	app := httptest.NewServer(echo("wss://agent.example.com"))
	t.Cleanup(app.Close)
	c := client.New(client.Options{App: app.URL + "/voice", SignAs: "https://agent.example.com", Token: "token"})
	s, err := c.OpenSocket(t.Context(), client.Upgrade{URL: "wss://agent.example.com/ws"})
	if err != nil {
		t.Fatal(err)
	}
	exchange(t, s)
	if want := "ws" + strings.TrimPrefix(app.URL, "http"); s.URL != want || len(s.Notes) != 1 {
		t.Errorf("reached at %q, want %q; notes %q", s.URL, want, s.Notes)
	}
}

func TestLoopbackSocketNeedsNoTLS(t *testing.T) {
	t.Parallel()
	other := httptest.NewUnstartedServer(nil)
	written := "wss://" + other.Listener.Addr().String()
	other.Config.Handler = echo(written)
	other.Start()
	t.Cleanup(other.Close)
	s, err := client.New(client.Options{App: "http://app.example/voice", Token: "token"}).OpenSocket(t.Context(), client.Upgrade{URL: written + "/ws"})
	if err != nil {
		t.Fatal(err)
	}
	exchange(t, s)
}

func TestSocketOfAHandlerInMemory(t *testing.T) {
	t.Parallel()
	c := client.New(client.Options{App: "https://app.example/voice", Token: "token", Transport: client.InMemory(echo("wss://app.example"))})
	s, err := c.OpenSocket(t.Context(), client.Upgrade{URL: "wss://app.example/ws"})
	if err != nil {
		t.Fatal(err)
	}
	exchange(t, s)
}

func TestSocketFailuresHaveTwiliosCodes(t *testing.T) {
	t.Parallel()
	app := httptest.NewServer(echo("wss://elsewhere.example"))
	t.Cleanup(app.Close)
	closed := httptest.NewServer(nil)
	closed.Close()
	ws := func(url string) string { return "wss" + strings.TrimPrefix(url, "http") }
	for name, test := range map[string]struct{ url, code, message string }{
		"a scheme other than wss":   {"ws://localhost/ws", "31922", "the scheme of ws://localhost/ws is not wss"},
		"a relative URL":            {"/ws", "31923", `"/ws" is not an absolute URL`},
		"a refused connection":      {ws(closed.URL) + "/ws", "31902", "refused the connection: nothing listens there"},
		"an answer other than 101":  {ws(app.URL) + "/ws", "31920", "answered 403 Forbidden instead of 101"},
		"a host that is not theirs": {"wss://other.example/ws", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := client.New(client.Options{App: app.URL, Token: "token"}).OpenSocket(t.Context(), client.Upgrade{URL: test.url})
			if err != nil || s.Conn != nil {
				t.Fatalf("%+v, %v", s, err)
			}
			if test.code == "" {
				if s.Elsewhere != "other.example" {
					t.Errorf("%+v", s)
				}
				return
			}
			if s.Failure == nil || s.Failure.Code != test.code || !strings.Contains(s.Failure.Message, test.message) {
				t.Errorf("got %+v, want %s %s", s.Failure, test.code, test.message)
			}
		})
	}
}

func TestCanceledUpgradeReturnsTheContextsError(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := client.New(client.Options{App: "https://app.example", Transport: client.InMemory(echo(""))}).OpenSocket(ctx, client.Upgrade{URL: "wss://app.example/ws"})
	if err != context.Canceled {
		t.Errorf("got %v", err)
	}
}
