package serve

import (
	"context"

	"github.com/twvoice/twvoice/internal/child"
)

// command runs COMMAND until it ends, or goes on with one that runs already; its exit code is ours. What ends the session
// ends it too.
func (s *session) command(ctx context.Context) error {
	if s.child == nil {
		if err := s.start(); err != nil {
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

// start starts COMMAND. Whatever becomes of the session, it does not outlive it.
func (s *session) start() error {
	child, err := child.Start(s.f.Env, s.o.Command, s.environment())
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

// environment tells COMMAND where it is reached, and as whom it may act.
func (s *session) environment() []string {
	env := []string{"TWVOICE_PUBLIC_URL=" + s.public(), "TWVOICE_LOCAL_URL=" + s.localURL}
	if len(s.chosen) > 0 {
		env = append(env, "TWVOICE_NUMBER="+s.chosen[0].PhoneNumber)
	}
	if s.account != nil {
		env = append(env, s.account.Environment(s.token)...)
	}
	return env
}
