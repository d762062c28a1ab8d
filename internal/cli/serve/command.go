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

// command runs COMMAND until it ends; its exit code is ours. What ends the session ends it too.
func (s *session) command(ctx context.Context) error {
	cmd := exec.Command(s.o.Command[0], s.o.Command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = s.f.Env.Stdin, s.f.Env.Stdout, s.f.Env.Stderr
	cmd.Dir = s.f.Env.Dir
	cmd.Env = append(append([]string{}, s.f.Env.Environ...), s.environment()...)
	pass := make(chan os.Signal, 4)
	if signals := passedOn(); len(signals) > 0 { // none would mean all
		signal.Notify(pass, signals...)
		defer signal.Stop(pass)
	}
	if err := cmd.Start(); err != nil {
		return fault.With(fmt.Errorf("run %s: %w", s.o.Command[0], err), fault.Failed, "")
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	interrupted := ctx.Done()
	for {
		select {
		case err := <-done:
			return ended(s.o.Command[0], err)
		case sig := <-pass:
			_ = cmd.Process.Signal(sig) // it has ended if this fails
		case <-interrupted:
			// Ctrl-C on a terminal reaches the command by itself; one that stays deaf is told, and in the end not asked.
			interrupted = nil
			defer time.AfterFunc(2*time.Second, func() { terminate(cmd.Process) }).Stop()
			defer time.AfterFunc(patience, func() { _ = cmd.Process.Kill() }).Stop()
		case err := <-s.failed:
			terminate(cmd.Process)
			defer time.AfterFunc(patience, func() { _ = cmd.Process.Kill() }).Stop()
			<-done
			return err
		}
	}
}

// ended turns the end of COMMAND into the end of serve, without another word: the command has said what it had to say.
func ended(name string, err error) error {
	if err == nil {
		return nil
	}
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return fault.With(fmt.Errorf("run %s: %w", name, err), fault.Failed, "")
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
