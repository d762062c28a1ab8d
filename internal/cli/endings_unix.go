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
