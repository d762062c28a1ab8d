// Package userfile reads and writes the files that a user names, or keeps where the program looks for them. What it returns has a size
// that the caller has set, and reading ends when its context does: a name may belong to a pipe that nobody writes into, to a
// device that never ends, or to 100 MB that an editor wrote by mistake. It knows text (byte order marks, UTF-16) and how
// deep YAML is nested, and does not parse anything.
package userfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// MaxSettings is the size that a file of settings may have, in bytes: a hundred times what anybody needs.
const MaxSettings = 1 << 20

// MaxTwiML is the size that a TwiML document may have, in bytes. Twilio takes 64 kB; what is larger is read to say so.
const MaxTwiML = 4 << 20

// Read returns the bytes of a regular file or a pipe, of which there may be most. It ends with the context's error as soon as
// ctx does. All other errors are a [fs.PathError]: of a file that is larger, of a folder, a device or a socket, and the system's.
func Read(ctx context.Context, path string, most int64) ([]byte, error) {
	return read(ctx, path, most, fs.ModeNamedPipe)
}

// ReadRegular is [Read] of a regular file alone: for files that the program looks for by itself, where nobody waits for a pipe.
func ReadRegular(path string, most int64) ([]byte, error) {
	return read(context.Background(), path, most, 0)
}

func read(ctx context.Context, path string, most int64, also fs.FileMode) ([]byte, error) {
	info, err := os.Stat(path) // before it is opened: to open a device may do something
	if err == nil {
		err = Readable(path, info, most, also)
	}
	if err != nil {
		return nil, err
	}
	file, err := open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	// A pipe that nobody has opened for writing yet is at its end. Another reader would wait for the writer, and so does this one.
	pipe := info.Mode()&fs.ModeNamedPipe != 0
	stop := context.AfterFunc(ctx, func() { _ = file.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	for {
		data, err := io.ReadAll(io.LimitReader(file, most+1))
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			return nil, err
		case int64(len(data)) > most:
			return nil, tooLarge(path, most)
		case len(data) > 0 || !pipe:
			return data, nil
		}
		if err := pause(ctx); err != nil {
			return nil, err
		}
	}
}

// pause is how often a pipe without a writer is looked at.
func pause(ctx context.Context) error {
	timer := time.NewTimer(20 * time.Millisecond)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Readable reports, as a [fs.PathError], why what info says of a file forbids to read it: it has more than most bytes, or is
// neither a regular file nor of the modes in also. The null device is an empty file.
func Readable(path string, info fs.FileInfo, most int64, also fs.FileMode) error {
	mode := info.Mode()
	switch {
	case mode.IsRegular():
		if info.Size() > most {
			return tooLarge(path, most)
		}
		return nil
	case mode&also != 0, path == os.DevNull:
		return nil
	case mode.IsDir():
		return wrong(path, errors.New("it is a folder, but a file is expected"))
	case mode&fs.ModeNamedPipe != 0:
		return wrong(path, errors.New("it is a pipe, but a file is expected"))
	}
	return wrong(path, errors.New("it is a device or a socket, but a file is expected"))
}

// ReadFrom reads a stream, such as standard input, of which there may be most bytes. Name is what errors call it.
func ReadFrom(r io.Reader, name string, most int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > most {
		return nil, tooLarge(name, most)
	}
	return data, nil
}

func tooLarge(path string, most int64) error {
	size := fmt.Sprintf("%d bytes", most)
	switch {
	case most >= 1<<20:
		size = fmt.Sprintf("%d MiB", most>>20)
	case most >= 1<<10:
		size = fmt.Sprintf("%d KiB", most>>10)
	}
	return wrong(path, fmt.Errorf("it is larger than the limit of %s", size))
}

func wrong(path string, err error) error { return &fs.PathError{Op: "read", Path: path, Err: err} }
