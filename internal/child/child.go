// Package child runs COMMAND, the program after --, and ends it with everything that it has started.
package child

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"time"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/fault"
)

// childPatience is how long a COMMAND has to end after it was asked to.
const childPatience = 10 * time.Second

// Command is a running COMMAND with all its processes. It receives the signals that only twvoice gets. Make one with
// [Start], and end it with [Command.Wait] or [Command.Stop].
type Command struct {
	cmd   *exec.Cmd
	tree  tree
	ended chan struct{} // closed when it has ended
	err   error         // result of Wait
}

// Start starts a command with the streams and the folder of env, and with additional environment variables.
func Start(env app.Env, argv, more []string) (*Command, error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = env.Stdin, env.Stdout, env.Stderr
	cmd.Dir = env.Dir
	cmd.Env = append(append([]string{}, env.Environ...), more...)
	c := &Command{cmd: cmd, ended: make(chan struct{})}
	prepareTree(cmd, env.In.Is)
	pass := make(chan os.Signal, 4)
	if signals := forwarded(env.In.Is); len(signals) > 0 { // no arguments would mean all signals
		signal.Notify(pass, signals...)
	}
	if err := cmd.Start(); err != nil {
		signal.Stop(pass)
		return nil, fault.With(fmt.Errorf("run %s: %w", argv[0], err), fault.Failed, "")
	}
	c.tree = newTree(cmd.Process, env.In.Is)
	go func() {
		c.err = cmd.Wait()
		c.tree.close()
		close(c.ended)
	}()
	go c.tell(pass)
	return c, nil
}

// tell passes signals on until COMMAND ends. Signals that repeat one request are passed on once: many programs treat a
// second one as an order to stop immediately.
func (c *Command) tell(signals chan os.Signal) {
	defer signal.Stop(signals)
	var wishes Signals
	for {
		select {
		case <-c.ended:
			return
		case sig := <-signals:
			if wishes.New(time.Now()) {
				c.tree.signal(sig)
			}
		}
	}
}

// Ended returns a channel that is closed when COMMAND has ended.
func (c *Command) Ended() <-chan struct{} { return c.ended }

// Wait waits until COMMAND ends and returns [Command.Outcome]. When ctx ends, a command on a terminal has received the
// Ctrl-C itself. If it does not end, Wait sends it a signal after two seconds, and finally kills it.
func (c *Command) Wait(ctx context.Context) error {
	select {
	case <-c.ended:
		return c.Outcome()
	case <-ctx.Done():
	}
	defer time.AfterFunc(2*time.Second, c.tree.terminate).Stop()
	defer time.AfterFunc(childPatience, c.tree.kill).Stop()
	<-c.ended
	return c.Outcome()
}

// Stop asks COMMAND to end, and finally kills it. It returns when COMMAND has ended.
func (c *Command) Stop() {
	select {
	case <-c.ended:
		return
	default:
	}
	c.tree.terminate()
	defer time.AfterFunc(childPatience, c.tree.kill).Stop()
	<-c.ended
}

// Status returns how it ended, once it has: "exit status 1", "signal: killed".
func (c *Command) Status() string {
	if c.cmd.ProcessState == nil {
		return "not known"
	}
	return c.cmd.ProcessState.String()
}

// Outcome returns the error for its exit code, once it has ended. The error has no message, because COMMAND has printed
// its own.
func (c *Command) Outcome() error {
	if c.err == nil {
		return nil
	}
	exit, ok := errors.AsType[*exec.ExitError](c.err)
	if !ok {
		return fault.With(fmt.Errorf("run %s: %w", c.cmd.Args[0], c.err), fault.Failed, "")
	}
	return fault.Quiet(fault.Exit(exitCode(exit.ProcessState)))
}
