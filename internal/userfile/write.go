package userfile

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"
)

// grace is how long the reader of a pipe may take to empty it after the context has ended.
const grace = 500 * time.Millisecond

// Write writes a file of the mode 0644 before the umask, or over one that is there. A pipe is written when it has a reader; until
// then, and while its reader takes nothing, it waits for no longer than ctx, whose error it returns then. A regular file is
// written also when ctx has ended: a report of what there is.
func Write(ctx context.Context, path string, data []byte) error {
	if info, err := os.Stat(path); err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
		return insist(func() error { return os.WriteFile(path, data, 0o644) })
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

// openReader opens a pipe for writing as soon as it is open for reading.
func openReader(ctx context.Context, path string) (*os.File, error) {
	for {
		file, err := openWrite(path)
		if err == nil || !unread(err) {
			return file, err
		}
		if err := pause(ctx); err != nil {
			return nil, err
		}
	}
}
