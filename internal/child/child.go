// Package child runs COMMAND, the program behind --, and ends it with all that it has started.
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

// childPatience is how long a COMMAND has to end that was asked to.
const childPatience = 10 * time.Second

// Command is a COMMAND that runs beside us with all that it starts, and gets the signals that reach only us. Make one with [Start], and end it with
// [Command.Wait] or [Command.Stop].
type Command struct {
	cmd   *exec.Cmd
	tree  tree
	ended chan struct{} // closed when it has
	err   error         // of its end
}

// Start starts a command with the streams and the folder of env, and with more in its environment.
func Start(env app.Env, argv, more []string) (*Command, error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = env.Stdin, env.Stdout, env.Stderr
	cmd.Dir = env.Dir
	cmd.Env = append(append([]string{}, env.Environ...), more...)
	c := &Command{cmd: cmd, ended: make(chan struct{})}
	plant(cmd, env.In.Is)
	pass := make(chan os.Signal, 4)
	if signals := forwarded(env.In.Is); len(signals) > 0 { // none would mean all
		signal.Notify(pass, signals...)
	}
	if err := cmd.Start(); err != nil {
		signal.Stop(pass)
		return nil, fault.With(fmt.Errorf("run %s: %w", argv[0], err), fault.Failed, "")
	}
	c.tree = grown(cmd.Process, env.In.Is)
	go func() {
		c.err = cmd.Wait()
		c.tree.close()
		close(c.ended)
	}()
	go c.tell(pass)
	return c, nil
}

// tell passes signals on until its end, those that are one wish once: many programs take a second one for an order to die.
func (c *Command) tell(signals chan os.Signal) {
	defer signal.Stop(signals)
	var wishes Wishes
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

// Ended is closed when it has ended.
func (c *Command) Ended() <-chan struct{} { return c.ended }

// Wait waits for its end, which is ours: see [Command.Outcome]. When ctx ends, a command on a terminal has got the Ctrl-C by itself;
// one that stays deaf is told after two seconds, and in the end not asked.
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

// Stop asks it to end, and in the end does not ask. It returns when it has ended.
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

// Status is how it ended, once it has: "exit status 1", "signal: killed".
func (c *Command) Status() string {
	if c.cmd.ProcessState == nil {
		return "not known"
	}
	return c.cmd.ProcessState.String()
}

// Outcome is its end as ours, once it has ended: its exit code is ours, without another word, for it has said what it had to say.
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
