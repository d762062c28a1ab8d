//go:build unix

package child

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

// tree is a COMMAND with all its processes: a separate process group, unless it shares a terminal with us. A separate
// group could not read from the terminal, and would not get Ctrl-C.
type tree struct {
	root  *os.Process
	group bool
}

// prepareTree configures a command, before it starts, to begin a tree.
func prepareTree(cmd *exec.Cmd, terminal bool) {
	if !terminal {
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	}
}

// newTree returns the tree of a running command.
func newTree(root *os.Process, terminal bool) tree { return tree{root, !terminal} }

// forwarded returns the signals to pass on to COMMAND: those that only twvoice receives.
func forwarded(terminal bool) []os.Signal {
	signals := []os.Signal{syscall.SIGTERM}
	if !terminal {
		signals = append(signals, os.Interrupt)
	}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	return signals
}

// signal ignores errors: an ended process needs no signal.
func (t tree) signal(sig os.Signal) {
	if number, ok := sig.(syscall.Signal); ok && t.group {
		_ = syscall.Kill(-t.root.Pid, number)
		return
	}
	_ = t.root.Signal(sig)
}

func (t tree) terminate() { t.signal(syscall.SIGTERM) }

func (t tree) kill() { t.signal(syscall.SIGKILL) }

// close does nothing: the tree holds no resources here.
func (t tree) close() {}

// exitCode returns the exit code as a shell reports it: 128 plus the signal for a process that a signal ended.
func exitCode(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}
