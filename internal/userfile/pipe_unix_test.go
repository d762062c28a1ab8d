//go:build unix

package userfile_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/twvoice/twvoice/internal/userfile"
)

func TestReadOfAPipeWaitsForItsWriter(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	wrote := make(chan error, 1)
	go func() {
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err == nil {
			_, err = file.WriteString("hello")
			err = errors.Join(err, file.Close())
		}
		wrote <- err
	}()
	got, err := userfile.Read(t.Context(), path, 10)
	if string(got) != "hello" || err != nil {
		t.Errorf("got %q %v", got, err)
	}
	if err := <-wrote; err != nil {
		t.Error(err)
	}
	if _, err := userfile.ReadRegular(path, 10); err == nil {
		t.Error("a pipe is no regular file")
	}
}

func TestReadOfAPipeEndsWithItsContext(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, written := range []bool{false, true} { // a pipe without a writer; and one with a silent writer
		if written {
			file, err := os.OpenFile(path, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
		}
		ctx, stop := context.WithCancel(t.Context())
		failed := make(chan error, 1)
		go func() {
			_, err := userfile.Read(ctx, path, 10)
			failed <- err
		}()
		stop()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
	if _, err := userfile.Read(t.Context(), "/dev/zero", 10); err == nil {
		t.Error("a device is no file")
	}
}

func TestWriteIntoAPipeWaitsForItsReader(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	wrote := make(chan error, 1)
	go func() { wrote <- userfile.Write(t.Context(), path, []byte("hello")) }()
	got, err := os.ReadFile(path)
	if string(got) != "hello" || err != nil {
		t.Errorf("got %q %v", got, err)
	}
	if err := <-wrote; err != nil {
		t.Error(err)
	}
}

// A pipe without a reader; and one whose reader takes nothing. A regular file is written all the same.
func TestWriteIntoAPipeEndsWithItsContext(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, opened := range []bool{false, true} {
		if opened {
			file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
		}
		ctx, stop := context.WithCancel(t.Context())
		failed := make(chan error, 1)
		go func() { failed <- userfile.Write(ctx, path, make([]byte, 1<<20)) }()
		stop()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			t.Errorf("opened %v: got %v, want the context's error", opened, err)
		}
		if err := userfile.Write(ctx, filepath.Join(t.TempDir(), "report"), []byte("hello")); err != nil {
			t.Error(err)
		}
	}
}
