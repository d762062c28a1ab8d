package voicesim_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	"github.com/twvoice/twvoice/pkg/conversationrelay"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// parrot is an application whose agent answers immediately, and ends the session when it hears bye.
func parrot() http.Handler {
	app := http.NewServeMux()
	app.HandleFunc("/voice", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprintf(w, `<Response><Connect><ConversationRelay url="wss://%s/agent" welcomeGreeting="Hi."/></Connect></Response>`, r.Host)
	})
	app.HandleFunc("/agent", func(w http.ResponseWriter, r *http.Request) {
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer conn.CloseNow() //nolint:errcheck // closed already
		for {
			_, data, err := conn.Read(r.Context())
			if err != nil {
				return
			}
			m, _, _ := conversationrelay.DecodeTwilio(data)
			answer := conversationrelay.Message(conversationrelay.Text{Token: "Yes.", Last: true})
			if prompt, ok := m.(conversationrelay.Prompt); !ok {
				continue
			} else if prompt.VoicePrompt == "bye" {
				answer = conversationrelay.End{}
			}
			if conn.Write(r.Context(), websocket.MessageText, conversationrelay.Encode(answer)) != nil {
				return
			}
		}
	})
	return app
}

const (
	sessions = 100 // at a time
	turns    = 50  // of each session
)

// BenchmarkRelayTurns holds conversations of 100 sessions at a time with an agent that answers immediately, and compares
// them with a bare WebSocket client that exchanges the same messages. x-bare is the number of turns per second divided by
// the client's: keep ≥ 0.6. The two take turns, so that the load of the machine affects both.
func BenchmarkRelayTurns(b *testing.B) {
	server := httptest.NewServer(parrot())
	defer server.Close()
	transport := client.NewTransport(client.TransportOptions{})
	defer transport.CloseIdleConnections()
	var simulated, bare time.Duration
	for b.Loop() {
		simulated += sessionsTook(b, func() error { return relayCall(b, server.URL, transport) })
		bare += sessionsTook(b, func() error { return bareSession(b, server.URL) })
	}
	b.ReportMetric(float64(b.N)*sessions*turns/simulated.Seconds(), "turns/s")
	b.ReportMetric(bare.Seconds()/simulated.Seconds(), "x-bare")
}

// sessionsTook returns how long all sessions take, side by side.
func sessionsTook(b *testing.B, session func() error) time.Duration {
	b.Helper()
	began := time.Now()
	var all sync.WaitGroup
	for range sessions {
		all.Go(func() {
			if err := session(); err != nil {
				b.Error(err)
			}
		})
	}
	all.Wait()
	return time.Since(began)
}

// relayCall is a simulated call whose caller says something in every turn, and bye in the last one.
func relayCall(b *testing.B, app string, transport http.RoundTripper) error {
	b.Helper()
	lines := make([]voicesim.Line, turns)
	for i := range lines {
		lines[i].Say = "Is it so?"
	}
	lines[turns-1].Say = "bye"
	script, err := voicesim.NewScript(lines...)
	if err != nil {
		return err
	}
	result, err := voicesim.Run(b.Context(), voicesim.Options{
		Call: event.Call{From: "+14155550100", To: "+14155550111", URL: app + "/voice"}, Caller: script, Transport: transport,
	})
	if err == nil && result.EndedBy != event.App {
		return fmt.Errorf("the call was ended by %s", result.EndedBy)
	}
	return err
}

// bareSession exchanges the same messages without a call.
func bareSession(b *testing.B, app string) error {
	b.Helper()
	response, err := http.Post(app+"/voice", "application/x-www-form-urlencoded", strings.NewReader("CallSid=CA1"))
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, response.Body)
	response.Body.Close()
	conn, _, err := websocket.Dial(b.Context(), "ws"+strings.TrimPrefix(app, "http")+"/agent", nil)
	if err != nil {
		return err
	}
	defer conn.CloseNow() //nolint:errcheck // closed already
	if err := conn.Write(b.Context(), websocket.MessageText, conversationrelay.Encode(conversationrelay.Setup{SessionID: "VX1"})); err != nil {
		return err
	}
	for i := range turns {
		prompt := conversationrelay.Prompt{VoicePrompt: "Is it so?", Lang: "en-US", Last: true}
		if i == turns-1 {
			prompt.VoicePrompt = "bye"
		}
		if err := conn.Write(b.Context(), websocket.MessageText, conversationrelay.Encode(prompt)); err != nil {
			return err
		}
		var answer struct{ Type string }
		if err := wsjson.Read(b.Context(), conn, &answer); err != nil {
			return err
		}
	}
	return conn.Close(websocket.StatusNormalClosure, "")
}

// BenchmarkThousandSessions keeps a thousand sessions open, and then as many WebSockets of a bare client. bytes/session is
// the memory of a session without its WebSocket: keep < 64 kB.
func BenchmarkThousandSessions(b *testing.B) {
	transport := voicesim.InMemory(parrot())
	for b.Loop() {
		whole := memoryOf(b, func(ctx context.Context, open func()) {
			_, _ = voicesim.Run(ctx, voicesim.Options{ // it ends with ctx
				Call: event.Call{From: "+14155550100", To: "+14155550111", URL: "http://app.example/voice"}, Transport: transport,
				Observe: func(e event.Entry) {
					if _, ok := e.Event.(event.SocketOpened); ok {
						open()
					}
				},
			})
		})
		sockets := memoryOf(b, func(ctx context.Context, open func()) {
			s, err := client.New(client.Options{App: "http://app.example", Transport: transport}).OpenSocket(ctx, client.Upgrade{URL: "wss://app.example/agent"})
			if err != nil || s.Conn == nil {
				b.Errorf("%+v, %v", s.Failure, err)
				return
			}
			defer s.Conn.CloseNow() //nolint:errcheck // only its memory matters
			open()
			_, _, _ = s.Conn.Read(ctx)
		})
		b.ReportMetric(float64(whole-sockets)/1000, "bytes/session")
	}
}

// memoryOf returns how much memory a thousand open things take. Each calls open when it is, and ends with its context.
func memoryOf(b *testing.B, thing func(ctx context.Context, open func())) int64 {
	b.Helper()
	ctx, cancel := context.WithCancel(b.Context())
	before := heap()
	var all, waiting sync.WaitGroup
	for range 1000 {
		waiting.Add(1)
		all.Go(func() { thing(ctx, sync.OnceFunc(waiting.Done)) })
	}
	waiting.Wait()
	kept := heap() - before
	cancel()
	all.Wait()
	return int64(kept)
}
