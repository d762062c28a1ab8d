package tunnel_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/tunnel/edgetest"
)

func TestRefusalsEndTheOpeningWithTheirCode(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		code    string
		message string
		bind    bool
		exit    fault.Exit
		hint    string
	}{
		{"a malformed authtoken is a matter of credentials", "ERR_NGROK_105", "The authtoken you specified does not look like a proper ngrok tunnel authtoken.", false, fault.Credentials, "NGROK_AUTHTOKEN"},
		{"a revoked authtoken is a matter of credentials", "ERR_NGROK_107", "The authtoken you specified is properly formed, but it is invalid.", false, fault.Credentials, "NGROK_AUTHTOKEN"},
		{"a missing account is a matter of credentials", "ERR_NGROK_4018", "Usage of ngrok requires a verified account and authtoken.", false, fault.Credentials, "free"},
		{"the session limit names the agents to stop", "ERR_NGROK_108", "Your account is limited to 3 simultaneous ngrok agent sessions.", false, fault.Failed, "dashboard.ngrok.com/agents"},
		{"an old agent asks for an update", "ERR_NGROK_121", "Your agent version is too old.", false, fault.Failed, "update twvoice"},
		{"a domain in use asks for another", "ERR_NGROK_334", "The endpoint 'https://mine.ngrok.app' is already online.", true, fault.Failed, "--url"},
		{"an unknown code leads to its page", "ERR_NGROK_9999", "Something new.", true, fault.Failed, "https://ngrok.com/docs/errors/err_ngrok_9999/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			edge := edgetest.New(t)
			if tt.bind {
				edge.RefuseBind(tt.code, tt.message)
			} else {
				edge.Refuse(tt.code, tt.message)
			}
			_, err := tunnel.Open(t.Context(), options(edge))
			e, refused := errors.AsType[*tunnel.Error](err)
			if !refused {
				t.Fatalf("got %v, want a *tunnel.Error", err)
			}
			if e.Code != tt.code || e.Message != strings.TrimRight(tt.message, ".") {
				t.Errorf("got %s %q, want %s %q", e.Code, e.Message, tt.code, tt.message)
			}
			if fault.ExitOf(err) != tt.exit || !strings.Contains(fault.HintOf(err), tt.hint) {
				t.Errorf("got exit %d, hint %q; want exit %d, hint with %q", fault.ExitOf(err), fault.HintOf(err), tt.exit, tt.hint)
			}
			if origin, _ := fault.OriginOf(err); origin.Code != tt.code {
				t.Errorf("origin: got %+v, want code %s", origin, tt.code)
			}
			if n := len(edge.Auths()); n != 1 {
				t.Errorf("asked %d times, want once", n)
			}
		})
	}
}

// ngrok repeats the authtoken in the text of 105 and 107.
func TestAuthtokenIsNotShown(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	edge.Refuse("ERR_NGROK_107", "The authtoken "+edgetest.Token+" is invalid.")
	var log lockedBuffer
	o := options(edge)
	o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	_, err := tunnel.Open(t.Context(), o)
	if err == nil || strings.Contains(err.Error(), edgetest.Token) {
		t.Errorf("error: got %v, want one without the token", err)
	}
	if text := log.String(); strings.Contains(text, edgetest.Token) || !strings.Contains(text, "ERR_NGROK_107") {
		t.Errorf("log: got %s\nwant the refusal without the token", text)
	}
}

// lockedBuffer is a buffer for a logger of many goroutines.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func TestNoNetworkIsReportedWithWhatToDo(t *testing.T) {
	t.Parallel()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := ln.Addr().String()
	if err := ln.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = tunnel.Open(t.Context(), tunnel.Options{Authtoken: edgetest.Token, ConnectURL: address, ConnectTimeout: patience})
	if err == nil || !strings.Contains(err.Error(), "reach ngrok at "+address) || !strings.Contains(err.Error(), "refused") {
		t.Errorf("got %v, want a refused connection to %s", err, address)
	}
	if hint := fault.HintOf(err); fault.ExitOf(err) != fault.Failed || !strings.Contains(hint, "--public-url") {
		t.Errorf("got exit %d, hint %q; want 3 and the ways without ngrok", fault.ExitOf(err), hint)
	}
}

func TestUnknownCAIsReportedWithConnectCAs(t *testing.T) {
	t.Parallel()
	edge, other := edgetest.New(t), edgetest.New(t)
	o := options(edge)
	o.ConnectCAs = other.CAFile()
	_, err := tunnel.Open(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "certificate") || !strings.Contains(fault.HintOf(err), "connect_cas") {
		t.Errorf("got %v, hint %q; want a certificate and connect_cas", err, fault.HintOf(err))
	}
	if len(edge.Auths()) != 0 {
		t.Error("the authtoken went to a stranger")
	}
}

func TestSilentServiceTimesOut(t *testing.T) {
	t.Parallel()
	ln := silence(t)
	o := tunnel.Options{Authtoken: edgetest.Token, ConnectURL: ln.Addr().String(), ConnectTimeout: 1}
	_, err := tunnel.Open(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "no answer within 1ns") || fault.HintOf(err) == "" {
		t.Errorf("got %v, hint %q; want no answer within 1ns", err, fault.HintOf(err))
	}
}

func TestCanceledOpenReturnsImmediately(t *testing.T) {
	t.Parallel()
	ln := silence(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	impatient := errors.New("the user pressed Ctrl-C")
	go func() {
		conn, err := ln.Accept() // the agent is waiting for an answer now
		if err == nil {
			defer func() { _ = conn.Close() }()
		}
		cancel(impatient)
	}()
	o := tunnel.Options{Authtoken: edgetest.Token, ConnectURL: ln.Addr().String(), ConnectTimeout: patience}
	if _, err := tunnel.Open(ctx, o); !errors.Is(err, impatient) {
		t.Errorf("got %v, want the cause of the cancellation", err)
	}
}

func TestUnansweredOpenCanBeCanceled(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	edge.HoldBinds()
	ctx, cancel := context.WithCancelCause(t.Context())
	impatient := errors.New("the user pressed Ctrl-C")
	go func() {
		_ = edge.Await(ctx, func() bool { return len(edge.Binds()) == 1 })
		cancel(impatient)
	}()
	if _, err := tunnel.Open(ctx, options(edge)); !errors.Is(err, impatient) {
		t.Errorf("got %v, want the cause of the cancellation", err)
	}
}

// silence is a listener that lets connect and says nothing.
func silence(t *testing.T) net.Listener {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	return ln
}

func TestPagesOfNgrokAreErrors(t *testing.T) {
	t.Parallel()
	err := tunnel.FromResponse(http.Header{"Ngrok-Error-Code": {"ERR_NGROK_3200"}})
	if e, ok := errors.AsType[*tunnel.Error](err); !ok || e.Code != "ERR_NGROK_3200" || fault.HintOf(err) == "" {
		t.Errorf("got %v, hint %q; want ERR_NGROK_3200 and a hint", err, fault.HintOf(err))
	}
	if err := tunnel.FromResponse(http.Header{}); err != nil {
		t.Errorf("the application's own answer: got %v, want nil", err)
	}
}
