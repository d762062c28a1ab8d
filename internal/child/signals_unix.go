//go:build unix

package child

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

// tree is a COMMAND and all that it has started: a separate process group, unless it shares a terminal with us. A separate group
// could not read from the terminal, and would not get Ctrl-C.
type tree struct {
	root  *os.Process
	group bool
}

// plant has a command that is not started yet begin a tree.
func plant(cmd *exec.Cmd, terminal bool) {
	if !terminal {
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	}
}

// grown is the tree of a command that runs.
func grown(root *os.Process, terminal bool) tree { return tree{root, !terminal} }

// forwarded are the signals that COMMAND gets too: those that reach only us.
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

// signal reports nothing: what has ended needs none.
func (t tree) signal(sig os.Signal) {
	if number, ok := sig.(syscall.Signal); ok && t.group {
		_ = syscall.Kill(-t.root.Pid, number)
		return
	}
	_ = t.root.Signal(sig)
}

func (t tree) terminate() { t.signal(syscall.SIGTERM) }

func (t tree) kill() { t.signal(syscall.SIGKILL) }

// close is for what the system keeps of a tree, which is nothing here.
func (t tree) close() {}

// exitCode is the code as a shell reports it: 128 and the signal for a process that a signal ended.
func exitCode(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}
