package edgetest

import (
	"errors"

	"golang.ngrok.com/muxado/v2"
)

// StopAgents presses Stop for every agent on the dashboard. An agent that declines is the error.
func (e *Edge) StopAgents() error { return e.order(streamStop) }

// RestartAgents presses Restart.
func (e *Edge) RestartAgents() error { return e.order(streamRestart) }

// UpdateAgents presses Update.
func (e *Edge) UpdateAgents() error { return e.order(streamUpdate) }

func (e *Edge) order(kind muxado.StreamType) error {
	for _, s := range e.current() {
		var answer struct{ Error string }
		if err := s.command(kind, struct{}{}, &answer); err != nil {
			continue // an agent that obeys may be gone before its answer is read
		}
		if answer.Error != "" {
			return errors.New(answer.Error)
		}
	}
	return nil
}
