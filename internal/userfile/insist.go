package userfile

import (
	"errors"
	"io/fs"
	"runtime"
	"syscall"
	"time"
)

// On Windows, opening, renaming or removing a file fails while another process, such as a virus scanner, has it open.
// The go command waits as long (cmd/internal/robustio).
const (
	insistFor   = 2 * time.Second
	insistFirst = time.Millisecond // doubled each time, up to
	insistMost  = 100 * time.Millisecond
)

// Error numbers of Windows: https://learn.microsoft.com/en-us/windows/win32/debug/system-error-codes--0-499-
const (
	errorAccessDenied     syscall.Errno = 5
	errorSharingViolation syscall.Errno = 32
	errorLockViolation    syscall.Errno = 33
)

// retry retries while another process has the file open.
func retry(try func() error) error { return retryOn(runtime.GOOS, try) }

func retryOn(goos string, try func() error) error {
	began, wait := time.Now(), insistFirst
	for {
		err := try()
		if err == nil || !isTemporary(goos, err) || time.Since(began)+wait > insistFor {
			return err
		}
		time.Sleep(wait)
		wait = min(2*wait, insistMost)
	}
}

// isTemporary reports whether an error may be gone in a moment. (On other systems these numbers have other meanings.)
// Windows has the same error number for permanently denied access.
func isTemporary(goos string, err error) bool {
	return goos == "windows" &&
		(errors.Is(err, errorAccessDenied) || errors.Is(err, errorSharingViolation) || errors.Is(err, errorLockViolation)) &&
		!errors.Is(err, fs.ErrNotExist)
}
