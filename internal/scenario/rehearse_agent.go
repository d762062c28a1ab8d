package scenario

import (
	"context"
	"net/http"

	"github.com/coder/websocket"

	"github.com/twvoice/twvoice/pkg/conversationrelay"
)

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
