package session

import (
	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/socketlog"
)

// followSocket returns the log of a WebSocket that passes through this server.
func (s *Session) followSocket(o socketlog.Opening) *socketlog.Log {
	hide := capture.NewSocketRedactor(s.secrets())
	o.URL = hide.URL(o.URL)
	o.Hide, o.HideText, o.Card = hide.Message, hide.Text, hide.Card
	return socketlog.New(o)
}

// recordSocket reports what happened on a WebSocket, and stores it at its end.
func (s *Session) recordSocket(e socketlog.Event) {
	if e.Record != nil {
		s.keeper.KeepSocket(*e.Record)
	}
	if s.inspector != nil {
		s.inspector.SeenSocket(e)
	}
	s.observe(Socket{e})
}
