package scenario

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"

	"github.com/twvoice/twvoice/internal/scenario/report"
	"github.com/twvoice/twvoice/pkg/conversationrelay"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// Rehearse runs a scenario written by a [Notebook] in memory; the transport in setup is the application. It returns why
// the scenario fails, in one line, or "". Variables for secret keys have the value 0.
func Rehearse(ctx context.Context, name string, source []byte, setup Setup) (string, error) {
	scenarios, err := Load(name, source, func(variable string) (string, bool) { return "0", strings.HasPrefix(variable, "KEY_") })
	if err != nil {
		return report.Harmless(err.Error()), nil
	}
	setup.Options.IdleTimeout = cmp.Or(setup.Options.IdleTimeout, rehearsalIdle)
	result, err := Run(ctx, &scenarios[0], setup, false)
	switch {
	case ctx.Err() != nil:
		return "", context.Cause(ctx)
	case err != nil:
		return report.Harmless(err.Error()), nil
	case result.Failure != nil:
		return result.Failure.Message(), nil
	}
	return "", nil
}

// rehearsalIdle is how long a rehearsal waits for an agent. What the agent has said is there immediately.
const rehearsalIdle = 2 * time.Second

// Kept is an answer of an application.
type Kept struct {
	Status int
	Header http.Header
	Body   []byte
}

// maxKept limits the body of an answer, in bytes. A longer one is cut; Twilio would reject it as TwiML.
const maxKept = 4 << 20

// Answers are the answers of one call, by path, in order. Each is returned once. They are made for [Rehearse]. The zero
// value is empty and ready to use. It is safe for concurrent use.
type Answers struct {
	mu   sync.Mutex
	left map[string][]Kept
	told map[string]bool

	sockets []Conversed
}

// Add adds an answer.
func (a *Answers) Add(path string, k Kept) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.left == nil {
		a.left = map[string][]Kept{}
	}
	a.left[path] = append(a.left[path], k)
}

// AddCallback adds the path of callbacks. They are all answered with status 204.
func (a *Answers) AddCallback(path string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.told == nil {
		a.told = map[string]bool{}
	}
	a.told[path] = true
}

// Unused returns the paths of the answers that were not used, in alphabetical order.
func (a *Answers) Unused() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var paths []string
	for path, left := range a.left {
		if len(left) > 0 {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// Record returns a transport that adds the answers of next to a.
func (a *Answers) Record(next http.RoundTripper) http.RoundTripper { return &recorder{a, next} }

type recorder struct {
	answers *Answers
	next    http.RoundTripper
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := r.next.RoundTrip(req)
	if err != nil || resp.StatusCode == http.StatusSwitchingProtocols {
		return resp, err
	}
	var body bytes.Buffer
	resp.Body = &recordedBody{io.TeeReader(io.LimitReader(resp.Body, maxKept), &body), resp.Body, func() {
		r.answers.Add(req.URL.Path, Kept{resp.StatusCode, resp.Header, body.Bytes()})
	}}
	return resp, nil
}

// recordedBody is a body that is stored when its reader closes it.
type recordedBody struct {
	io.Reader
	io.Closer
	closed func()
}

func (t *recordedBody) Close() error {
	t.closed()
	t.closed = func() {}
	return t.Closer.Close()
}

// RoundTrip returns the next stored answer. Without one, audio gets a placeholder and everything else gets 404.
func (a *Answers) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Header.Get("Upgrade") != "" {
		return voicesim.InMemory(http.HandlerFunc(a.agent)).RoundTrip(req)
	}
	if req.Body != nil {
		req.Body.Close()
	}
	k := a.next(req)
	return &http.Response{
		StatusCode: k.Status, Status: http.StatusText(k.Status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: k.Header, Body: io.NopCloser(bytes.NewReader(k.Body)), ContentLength: int64(len(k.Body)),
	}, nil
}

func (a *Answers) next(req *http.Request) Kept {
	a.mu.Lock()
	defer a.mu.Unlock()
	name := req.URL.Path
	switch left := a.left[name]; {
	case len(left) > 0:
		a.left[name] = left[1:]
		return left[0]
	case a.told[name]:
		return Kept{Status: http.StatusNoContent, Header: http.Header{}}
	case Sound(req):
		return Kept{Status: http.StatusOK, Header: http.Header{"Content-Type": {"audio/mpeg"}}}
	}
	return Kept{Status: http.StatusNotFound, Header: http.Header{"Content-Type": {"text/plain"}}, Body: []byte("not recorded")}
}

// Sound reports whether req looks like a request for the audio of a Play.
func Sound(req *http.Request) bool {
	return strings.HasPrefix(req.Header.Get("Accept"), "audio/") ||
		slices.Contains([]string{".mp3", ".wav", ".ulaw", ".aiff", ".gsm", ".au"}, strings.ToLower(path.Ext(req.URL.Path)))
}

// AddSocket adds what an agent has said on a WebSocket. Each is used once, in the order in which they were added.
func (a *Answers) AddSocket(c Conversed) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sockets = append(a.sockets, c)
}

// nextSocket returns the recorded WebSocket for a path.
func (a *Answers) nextSocket(path string) (Conversed, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i, c := range a.sockets {
		if c.Path == path {
			a.sockets = append(a.sockets[:i:i], a.sockets[i+1:]...)
			return c, true
		}
	}
	return Conversed{}, false
}

// agent answers the upgrade of a WebSocket, and repeats what the application sent on it.
func (a *Answers) agent(w http.ResponseWriter, r *http.Request) {
	recorded, ok := a.nextSocket(r.URL.Path)
	if !ok {
		http.Error(w, "not recorded", http.StatusNotFound)
		return
	}
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // Accept has answered
	}
	defer conn.CloseNow() //nolint:errcheck // closed already
	for _, m := range recorded.messages {
		switch {
		case m.app:
			err = conn.Write(r.Context(), websocket.MessageText, m.data)
		case asks(m.data):
			err = awaitInput(r.Context(), conn)
		}
		if err != nil {
			return
		}
	}
	if recorded.closed {
		return
	}
	for err == nil {
		_, _, err = conn.Read(r.Context())
	}
}

// awaitInput waits for the next input of the caller.
func awaitInput(ctx context.Context, conn *websocket.Conn) error {
	for {
		_, data, err := conn.Read(ctx)
		if err != nil || asks(data) {
			return err
		}
	}
}

// asks reports whether a message to the application is one that it answers: the beginning, or input of the caller.
func asks(data []byte) bool {
	m, _, err := conversationrelay.DecodeTwilio(data)
	if err != nil {
		return false
	}
	switch m := m.(type) {
	case conversationrelay.Setup, conversationrelay.DTMF:
		return true
	case conversationrelay.Prompt:
		return m.Last
	}
	return false
}
