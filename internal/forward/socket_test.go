package forward_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/forward"
	"github.com/twvoice/twvoice/internal/socketlog"
	"github.com/twvoice/twvoice/pkg/transcript"
)

const setup = `{"type":"setup","callSid":"CA1","from":"+14155550100","to":"+14155550111"}`

// agent answers each message of a WebSocket by a function; an error of it ends the WebSocket.
func agent(t testing.TB, answer func(conn *websocket.Conn, message string) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionContextTakeover, InsecureSkipVerify: true})
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.CloseNow()
		conn.SetReadLimit(-1)
		for {
			_, data, err := conn.Read(r.Context())
			if err != nil || answer(conn, string(data)) != nil {
				return
			}
		}
	})
}

// followed puts a front before an application, which follows its WebSockets, and returns the lines of all events when
// a WebSocket has been closed.
func followed(t testing.TB, app http.Handler) (*front, <-chan []string) {
	closed := make(chan []string, 10)
	var lines []string
	return before(t, app, func(o *forward.Options) {
		o.Sockets = socketlog.New
		o.Event = func(e socketlog.Event) { // one WebSocket at a time in these tests
			for _, part := range e.Parts {
				lines = append(lines, transcript.Text(part, transcript.Plain{}))
			}
			if e.State == socketlog.Closed {
				closed <- lines
			}
		}
	}), closed
}

// dial opens a WebSocket as a client that would compress.
func dial(t testing.TB, f *httptest.Server) *websocket.Conn {
	t.Helper()
	conn, answer, err := websocket.Dial(t.Context(), f.URL+"/ws", &websocket.DialOptions{CompressionMode: websocket.CompressionContextTakeover})
	if err != nil {
		t.Fatal(err)
	}
	if got := answer.Header.Get("Sec-WebSocket-Extensions"); got != "" {
		t.Errorf("the extension %s was agreed: its frames could not be shown", got)
	}
	t.Cleanup(func() { _ = conn.CloseNow() })
	conn.SetReadLimit(-1)
	return conn
}

func write(t testing.TB, conn *websocket.Conn, message string) {
	t.Helper()
	if err := conn.Write(t.Context(), websocket.MessageText, []byte(message)); err != nil {
		t.Fatal(err)
	}
}

func TestForwardFollowsSockets(t *testing.T) {
	t.Parallel()
	f, closed := followed(t, agent(t, func(conn *websocket.Conn, message string) error {
		if strings.Contains(message, "prompt") {
			return conn.Write(context.WithoutCancel(t.Context()), websocket.MessageText, []byte(`{"type":"text","token":"Hi","last":true}`))
		}
		return nil
	}))
	conn := dial(t, f.Server)
	e := <-f.seen // when it is open, not when it is closed
	if e.Status != 101 || !e.Notes.App.Asked || len(e.Outcome.Alerts) != 0 {
		t.Errorf("recorded %d %+v %+v", e.Status, e.Notes.App, e.Outcome)
	}
	write(t, conn, setup)
	write(t, conn, `{"type":"prompt","voicePrompt":"Hello","last":true}`)
	if _, data, err := conn.Read(t.Context()); err != nil || !strings.Contains(string(data), "Hi") {
		t.Fatalf("got %s %v", data, err)
	}
	_ = conn.Close(1000, "Closing websocket session")
	got := <-closed
	for i, want := range []string{"opens    ConversationRelay wss://abc.ngrok.app/ws → 101 in ", `says     "Hello"`, `agent    "Hi"  first word after `, "closes   closed by Twilio (code 1000, Closing websocket session)"} {
		if i >= len(got) || !strings.HasPrefix(got[i], want) {
			t.Fatalf("got %q, want %q at %d", got, want, i)
		}
	}
}

// Who ends a connection without a close frame is found out; an application that does has lost the call.
func TestForwardKnowsWhoDropsASocket(t *testing.T) {
	t.Parallel()
	for who, want := range map[string]string{
		"the app": "error    64105 the app closed the WebSocket without an end message (code 1006)", "Twilio": "closes   closed by Twilio (code 1006)",
	} {
		t.Run(who, func(t *testing.T) {
			t.Parallel()
			arrived := make(chan struct{})
			f, closed := followed(t, agent(t, func(conn *websocket.Conn, _ string) error {
				if who == "the app" {
					return conn.CloseNow()
				}
				close(arrived)
				return nil
			}))
			conn := dial(t, f.Server)
			write(t, conn, setup)
			if who == "Twilio" {
				<-arrived
			} else {
				_, _, _ = conn.Read(t.Context()) // Twilio sees it, and goes as well
			}
			_ = conn.CloseNow()
			if got := strings.Join(<-closed, "\n"); !strings.Contains(got, want) {
				t.Errorf("got %s\nwant %s", got, want)
			}
		})
	}
}

// Messages of any size arrive as they were sent, in fragments or not.
func TestForwardKeepsMessagesOfSockets(t *testing.T) {
	t.Parallel()
	f, _ := followed(t, agent(t, func(conn *websocket.Conn, message string) error {
		return conn.Write(context.WithoutCancel(t.Context()), websocket.MessageText, []byte(message))
	}))
	conn := dial(t, f.Server)
	for _, message := range []string{setup, "", "{", strings.Repeat("x", 300_000), strings.Repeat(`{"é":1}`, 20_000)} {
		write(t, conn, message)
		if _, data, err := conn.Read(t.Context()); err != nil || string(data) != message {
			t.Errorf("got %d bytes and %v, want the %d bytes that were sent", len(data), err, len(message))
		}
	}
}

// A reader of the events that does not return delays no message; what passes in the meantime without room is counted.
func TestForwardNeverWaitsForReaders(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	var once sync.Once
	closed := make(chan *socketlog.Record, 1)
	f := before(t, agent(t, func(conn *websocket.Conn, message string) error {
		return conn.Write(context.WithoutCancel(t.Context()), websocket.MessageText, []byte(message))
	}), func(o *forward.Options) {
		o.Sockets = socketlog.New
		o.Event = func(e socketlog.Event) {
			once.Do(func() { <-release })
			if e.Record != nil {
				closed <- e.Record
			}
		}
	})
	conn := dial(t, f.Server)
	write(t, conn, setup)
	var got []string
	for i := range 3000 { // each is a message in both directions
		want := fmt.Sprintf(`{"type":"prompt","voicePrompt":"%d"}`, i)
		write(t, conn, want)
		_, data, err := conn.Read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(data))
	}
	if diff := cmp.Diff(setup, got[0]); diff != "" {
		t.Error(diff)
	}
	close(release)
	_ = conn.CloseNow()
	r := <-closed
	if total := len(r.Whole.Messages) + r.Cut + r.Lost; r.Lost == 0 || total < 6000 {
		t.Errorf("%d messages are stored, %d are not, %d were not read", len(r.Whole.Messages), r.Cut, r.Lost)
	}
}

// BenchmarkSocket is a message to an application and its answer through serve. x-direct is how many times as long it takes as
// on a connection without serve, which takes turns with it.
func BenchmarkSocket(b *testing.B) {
	app := agent(b, func(conn *websocket.Conn, message string) error {
		return conn.Write(context.Background(), websocket.MessageText, []byte(`{"type":"text","token":"Hi","last":true}`))
	})
	direct := httptest.NewServer(app)
	b.Cleanup(direct.Close)
	f, _ := followed(b, app)
	straight, _, err := websocket.Dial(b.Context(), direct.URL, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = straight.CloseNow() })
	conns := []*websocket.Conn{dial(b, f.Server), straight}
	for _, conn := range conns {
		exchange(b, conn, setup)
	}
	var took [2]time.Duration
	n := 0
	for b.Loop() {
		for i, conn := range conns {
			began := time.Now()
			for range 20 {
				exchange(b, conn, `{"type":"prompt","voicePrompt":"Which hours are you open?","lang":"en-US","last":true}`)
			}
			took[i] += time.Since(began)
		}
		n += 20
	}
	b.ReportMetric(float64(took[0].Microseconds())/float64(n), "µs/message")
	b.ReportMetric(float64((took[0]-took[1]).Microseconds())/float64(n), "µs-added")
	b.ReportMetric(took[0].Seconds()/took[1].Seconds(), "x-direct")
}

// exchange sends a message and reads the answer.
func exchange(b *testing.B, conn *websocket.Conn, message string) {
	b.Helper()
	write(b, conn, message)
	if _, _, err := conn.Read(b.Context()); err != nil {
		b.Fatal(err)
	}
}
