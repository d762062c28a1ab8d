package userfile

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"
)

// grace is how long the reader of a pipe may take after the context has ended.
const grace = 500 * time.Millisecond

// Write writes a file with mode 0644 before the umask, or overwrites an existing one. It waits until a pipe has a
// reader, and while the reader is slow, but only until ctx ends, whose error it returns then. A regular file is written
// even if ctx has ended: a partial report is useful.
func Write(ctx context.Context, path string, data []byte) error {
	if info, err := os.Stat(path); err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
		return retry(func() error { return os.WriteFile(path, data, 0o644) })
	}
	file, err := openReader(ctx, path)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = file.SetWriteDeadline(time.Now().Add(grace)) })
	defer stop()
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); errors.Is(err, os.ErrDeadlineExceeded) {
		return ctx.Err()
	}
	return err
}

// openReader opens a pipe for writing as soon as it has a reader.
func openReader(ctx context.Context, path string) (*os.File, error) {
	for {
		file, err := openWrite(path)
		if err == nil || !unread(err) {
			return file, err
		}
		if err := waitWriter(ctx); err != nil {
			return nil, err
		}
	}
}
