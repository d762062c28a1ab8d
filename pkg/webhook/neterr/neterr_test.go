package neterr

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"syscall"
	"testing"
)

// E1: the numbers of both kinds of systems are known, and those of Windows mean something else elsewhere.
func TestErrorsAreKnownInTheSpellingOfEachSystem(t *testing.T) {
	t.Parallel()
	type meaning struct{ refused, taken, unread, lost bool }
	for _, tt := range []struct {
		name, goos string
		err        error
		want       meaning
	}{
		{"no error", "windows", nil, meaning{}},
		{"connection refused", "linux", syscall.ECONNREFUSED, meaning{refused: true}},
		{"connection refused by Winsock", "windows", syscall.Errno(10061), meaning{refused: true}},
		{"connection refused by the network", "windows", syscall.Errno(1225), meaning{refused: true}},
		{"Winsock's number elsewhere", "linux", syscall.Errno(10061), meaning{}},
		{"address in use", "linux", syscall.EADDRINUSE, meaning{taken: true}},
		{"address in use by Winsock", "windows", syscall.Errno(10048), meaning{taken: true}},
		{"address that is kept for another program", "windows", syscall.Errno(10013), meaning{taken: true}},
		{"broken pipe", "linux", syscall.EPIPE, meaning{unread: true, lost: true}},
		{"ERROR_BROKEN_PIPE", "windows", syscall.Errno(109), meaning{unread: true, lost: true}},
		{"ERROR_NO_DATA", "windows", syscall.Errno(232), meaning{unread: true, lost: true}},
		{"ERROR_PIPE_NOT_CONNECTED", "windows", syscall.Errno(233), meaning{unread: true, lost: true}},
		{"109 of Linux is another error", "linux", syscall.Errno(109), meaning{}},
		{"connection reset", "linux", syscall.ECONNRESET, meaning{lost: true}},
		{"connection reset by Winsock", "windows", syscall.Errno(10054), meaning{lost: true}},
		{"connection aborted by Winsock", "windows", syscall.Errno(10053), meaning{lost: true}},
		{"end of file", "linux", io.EOF, meaning{lost: true}},
		{"no space", "linux", syscall.ENOSPC, meaning{}},
	} {
		err := tt.err
		if err != nil {
			err = fmt.Errorf("wrapped: %w", &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", err)})
		}
		got := meaning{refused(err, tt.goos), taken(err, tt.goos), unread(err, tt.goos), lost(err, tt.goos)}
		if got != tt.want {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// What this system itself returns is known.
func TestErrorsOfThisSystemAreKnown(t *testing.T) {
	t.Parallel()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := net.Listen("tcp", ln.Addr().String()); !Taken(err) {
		t.Errorf("%s: a port in use: %v is not known", runtime.GOOS, err)
	}
	ln.Close()
	if _, err := net.Dial("tcp", ln.Addr().String()); !Refused(err) {
		t.Errorf("%s: nothing listens: %v is not known", runtime.GOOS, err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	r.Close()
	if _, err := w.WriteString("hello"); !Unread(err) || !Lost(err) || errors.Is(err, os.ErrClosed) {
		t.Errorf("%s: nobody reads: %v is not known", runtime.GOOS, err)
	}
}
