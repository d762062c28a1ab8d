//go:build !unix

package frame

import "os"

// passedOn is nothing: a console tells every process in it by itself.
func passedOn() []os.Signal { return nil }

func terminate(p *os.Process) { _ = p.Kill() }

func exitCode(state *os.ProcessState) int { return state.ExitCode() }
