//go:build unix

package cli

import (
	"os"
	"os/signal"
	"syscall"
)

// endings are the signals that end a command in good order. A hang-up that nohup told us to ignore stays ignored.
func endings() []os.Signal {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	return signals
}

// surviveBrokenPipes lets a write to a pipe that nobody reads be an error instead of the end of the process: numbers are to
// be given back, and purchases to be told of, also when `head` has seen enough. The signal is caught rather than ignored,
// because an ignored one would stay ignored in the commands that serve runs.
func surviveBrokenPipes() (stop func()) {
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, syscall.SIGPIPE)
	return func() { signal.Stop(caught) }
}
