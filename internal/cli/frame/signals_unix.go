//go:build unix

package frame

import (
	"os"
	"os/signal"
	"syscall"
)

// passedOn are the signals that COMMAND gets too: those that reach only us.
func passedOn() []os.Signal {
	if signal.Ignored(syscall.SIGHUP) {
		return []os.Signal{syscall.SIGTERM}
	}
	return []os.Signal{syscall.SIGTERM, syscall.SIGHUP}
}

func terminate(p *os.Process) { _ = p.Signal(syscall.SIGTERM) }

// exitCode is the code as a shell reports it: 128 and the signal for a process that a signal ended.
func exitCode(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}
