//go:build unix

package cli

import (
	"os"
	"os/signal"
	"syscall"
)

// endings returns the signals that end a command normally. A SIGHUP that nohup made us ignore stays ignored.
func endings() []os.Signal {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	return signals
}

// surviveBrokenPipes makes a write to a closed pipe return an error instead of ending the process: numbers must be
// restored and purchases reported, even after `head` has closed its input. The signal is caught rather than ignored,
// because an ignored one would stay ignored in the commands that serve runs.
func surviveBrokenPipes() (stop func()) {
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, syscall.SIGPIPE)
	return func() { signal.Stop(caught) }
}
