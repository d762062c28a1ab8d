package userfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestInsistTriesAgainForTwoSecondsOnWindows(t *testing.T) {
	t.Parallel()
	denied := &os.LinkError{Op: "rename", Err: syscall.Errno(5)}
	shared := &fs.PathError{Op: "open", Err: syscall.Errno(32)}
	for _, tt := range []struct {
		name, goos string
		err        error
		until      time.Duration // it fails for this long
		works      bool
		most       time.Duration
	}{
		{"a file that is open for a second", "windows", denied, time.Second, true, 1200 * time.Millisecond},
		{"a file that is shared for a second", "windows", shared, time.Second, true, 1200 * time.Millisecond},
		{"a file that nobody may write", "windows", denied, time.Hour, false, 2 * time.Second},
		{"another error", "windows", fs.ErrNotExist, time.Second, false, 0},
		{"another system", "linux", denied, time.Second, false, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				err := retryOn(tt.goos, func() error {
					if time.Since(began) < tt.until {
						return tt.err
					}
					return nil
				})
				took := time.Since(began)
				if (err == nil) != tt.works || !tt.works && !errors.Is(err, tt.err) || took > tt.most {
					t.Errorf("got %v after %v, want it to work: %v, within %v", err, took, tt.works, tt.most)
				}
			})
		})
	}
}
