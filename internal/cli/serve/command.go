package serve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
)

// command runs COMMAND until it ends, or goes on with one that runs already; its exit code is ours. What ends the session
// ends it too.
func (s *session) command(ctx context.Context) error {
	if s.child == nil {
		if err := s.start(); err != nil {
			return err
		}
	}
	c := s.child
	interrupted := ctx.Done()
	for {
		select {
		case <-c.ended:
			return c.outcome()
		case <-interrupted:
			// Ctrl-C on a terminal reaches the command by itself; one that stays deaf is told, and in the end not asked.
			interrupted = nil
			defer time.AfterFunc(2*time.Second, func() { terminate(c.cmd.Process) }).Stop()
			defer time.AfterFunc(patience, func() { _ = c.cmd.Process.Kill() }).Stop()
		case err := <-s.failed:
			c.stop()
			return err
		}
	}
}

// start starts COMMAND. Whatever becomes of the session, it does not outlive it.
func (s *session) start() error {
	cmd := exec.Command(s.o.Command[0], s.o.Command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = s.f.Env.Stdin, s.f.Env.Stdout, s.f.Env.Stderr
	cmd.Dir = s.f.Env.Dir
	cmd.Env = append(append([]string{}, s.f.Env.Environ...), s.environment()...)
	c := &child{cmd: cmd, ended: make(chan struct{})}
	pass := make(chan os.Signal, 4)
	if signals := passedOn(); len(signals) > 0 { // none would mean all
		signal.Notify(pass, signals...)
	}
	if err := cmd.Start(); err != nil {
		signal.Stop(pass)
		return fault.With(fmt.Errorf("run %s: %w", s.o.Command[0], err), fault.Failed, "")
	}
	go func() {
		c.err = cmd.Wait()
		close(c.ended)
	}()
	go c.tell(pass)
	s.child = c
	s.later("stop "+s.o.Command[0], func(context.Context) error {
		c.stop()
		return nil
	})
	return nil
}

// child is COMMAND while it runs, and how it ended.
type child struct {
	cmd   *exec.Cmd
	ended chan struct{} // closed when it has
	err   error         // of its end
}

// tell passes signals on until its end.
func (c *child) tell(signals chan os.Signal) {
	defer signal.Stop(signals)
	for {
		select {
		case <-c.ended:
			return
		case sig := <-signals:
			_ = c.cmd.Process.Signal(sig) // it has ended if this fails
		}
	}
}

// stop asks it to end, and in the end does not ask. It returns when it has ended.
func (c *child) stop() {
	select {
	case <-c.ended:
		return
	default:
	}
	terminate(c.cmd.Process)
	defer time.AfterFunc(patience, func() { _ = c.cmd.Process.Kill() }).Stop()
	<-c.ended
}

// outcome turns the end of COMMAND into the end of serve, without another word: the command has said what it had to say.
func (c *child) outcome() error {
	if c.err == nil {
		return nil
	}
	exit, ok := errors.AsType[*exec.ExitError](c.err)
	if !ok {
		return fault.With(fmt.Errorf("run %s: %w", c.cmd.Args[0], c.err), fault.Failed, "")
	}
	return fault.Quiet(fault.Exit(exitCode(exit.ProcessState)))
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
