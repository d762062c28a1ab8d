package edgetest

import (
	"errors"

	"golang.ngrok.com/muxado/v2"
)

// StopAgents stops every agent from the dashboard. It returns an error if an agent declines.
func (e *Edge) StopAgents() error { return e.order(streamStop) }

// RestartAgents restarts every agent.
func (e *Edge) RestartAgents() error { return e.order(streamRestart) }

// UpdateAgents updates every agent.
func (e *Edge) UpdateAgents() error { return e.order(streamUpdate) }

func (e *Edge) order(kind muxado.StreamType) error {
	for _, s := range e.current() {
		var answer struct{ Error string }
		if err := s.command(kind, struct{}{}, &answer); err != nil {
			continue // an agent that stops may be gone before its answer is read
		}
		if answer.Error != "" {
			return errors.New(answer.Error)
		}
	}
	return nil
}
