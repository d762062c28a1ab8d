//go:build !unix

package cli

import (
	"os"
	"syscall"
)

// endings are the events that end a command in good order. On Windows the runtime reports Ctrl-C and Ctrl-Break
// as os.Interrupt, and a closed console, a log-off and a shutdown as SIGTERM (https://pkg.go.dev/os/signal#hdr-Windows).
func endings() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM} }

// surviveBrokenPipes has nothing to do: without SIGPIPE a broken pipe is an error anyway.
func surviveBrokenPipes() (stop func()) { return func() {} }
