//go:build !unix

package cli

import (
	"os"
	"syscall"
)

// endings returns the events that end a command normally. On Windows the runtime reports Ctrl-C and Ctrl-Break as
// os.Interrupt, and a closed console, a log-off and a shutdown as SIGTERM (https://pkg.go.dev/os/signal#hdr-Windows).
func endings() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM} }

// surviveBrokenPipes does nothing: without SIGPIPE, a write to a broken pipe returns an error.
func surviveBrokenPipes() (stop func()) { return func() {} }
