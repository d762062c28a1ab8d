// Package neterr recognizes the system's errors of connections and pipes. Windows uses its own
// numbers for them: Go's syscall.ECONNREFUSED, ECONNRESET, EPIPE and EADDRINUSE exist there as
// well, but no system call returns them.
//
// It does not handle timeouts, DNS and TLS, whose errors have types. All functions are safe for
// concurrent use.
package neterr

import (
	"errors"
	"io"
	"runtime"
	"slices"
	"syscall"
)

// Refused reports whether a connection failed because nothing listens at its address. It is false
// for nil.
func Refused(err error) bool { return refused(err, runtime.GOOS) }

// Taken reports whether an address to listen on is already in use. It is false for nil.
func Taken(err error) bool { return taken(err, runtime.GOOS) }

// Unread reports whether the reader of a pipe has closed it. It is false for nil.
func Unread(err error) bool { return unread(err, runtime.GOOS) }

// Lost reports whether the other side has closed a connection, or the connection broke. It is false
// for nil.
func Lost(err error) bool { return lost(err, runtime.GOOS) }

// Error numbers of Windows, which package syscall defines only there.
// https://learn.microsoft.com/en-us/windows/win32/winsock/windows-sockets-error-codes-2
// https://learn.microsoft.com/en-us/windows/win32/debug/system-error-codes--0-499-
const (
	wsaeAddrInUse     syscall.Errno = 10048
	wsaeConnAborted   syscall.Errno = 10053
	wsaeConnReset     syscall.Errno = 10054
	wsaeConnRefused   syscall.Errno = 10061
	errorBrokenPipe   syscall.Errno = 109
	errorNoData       syscall.Errno = 232 // the pipe is being closed
	errorPipeNotConn  syscall.Errno = 233
	errorNetNameGone  syscall.Errno = 64   // the connection was reset during the operation
	errorConnRefused  syscall.Errno = 1225 // of overlapped calls, which Go uses
	errorConnAborted  syscall.Errno = 1236
	wsaeAccessAddress syscall.Errno = 10013 // an address that another program uses exclusively, or that Windows has reserved
)

func refused(err error, goos string) bool {
	return is(err, goos, []syscall.Errno{syscall.ECONNREFUSED}, []syscall.Errno{wsaeConnRefused, errorConnRefused})
}

func taken(err error, goos string) bool {
	return is(err, goos, []syscall.Errno{syscall.EADDRINUSE}, []syscall.Errno{wsaeAddrInUse, wsaeAccessAddress})
}

func unread(err error, goos string) bool {
	return is(err, goos, []syscall.Errno{syscall.EPIPE}, []syscall.Errno{errorBrokenPipe, errorNoData, errorPipeNotConn})
}

func lost(err error, goos string) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || unread(err, goos) ||
		is(err, goos, []syscall.Errno{syscall.ECONNRESET, syscall.ECONNABORTED}, []syscall.Errno{wsaeConnReset, wsaeConnAborted, errorNetNameGone, errorConnAborted})
}

// is compares with Go's own numbers on every system, because tests use them, and with the numbers
// of Windows only there: on other systems they mean something else.
func is(err error, goos string, unix, windows []syscall.Errno) bool {
	match := func(number syscall.Errno) bool { return errors.Is(err, number) }
	return slices.ContainsFunc(unix, match) || goos == "windows" && slices.ContainsFunc(windows, match)
}
