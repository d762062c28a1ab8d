package session

import (
	"context"

	"github.com/twvoice/twvoice/internal/child"
)

// command runs COMMAND until it ends, or goes on with one that runs already; its exit code is ours. What ends the session
// stops it.
func (s *Session) command(ctx context.Context) error {
	if s.child == nil {
		if err := s.startCommand(); err != nil {
			return err
		}
	}
	done := make(chan error, 1)
	go func() { done <- s.child.Wait(ctx) }()
	select {
	case err := <-done:
		return err
	case err := <-s.failed:
		s.child.Stop()
		<-done
		return err
	}
}

// startCommand starts COMMAND, which does not outlive the session.
func (s *Session) startCommand() error {
	child, err := child.Start(s.o.Env, s.o.Command, s.environment())
	if err != nil {
		return err
	}
	s.child = child
	s.later("stop "+s.o.Command[0], func(context.Context) error {
		child.Stop()
		return nil
	})
	return nil
}

// environment returns the variables that tell COMMAND its URLs, its number and its credentials.
func (s *Session) environment() []string {
	env := []string{"TWVOICE_PUBLIC_URL=" + s.public(), "TWVOICE_LOCAL_URL=" + s.localURL}
	if len(s.chosen) > 0 {
		env = append(env, "TWVOICE_NUMBER="+s.chosen[0].PhoneNumber)
	}
	if s.account != nil {
		env = append(env, s.account.Environment(s.token)...)
	}
	return env
}
