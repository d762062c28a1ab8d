// Package userfile reads and writes the files that a user names, and files in known places. It limits the size, and
// reading ends with its context: a name may belong to a pipe without a writer, to an endless device, or to a file of 100
// MB. It checks the encoding of text (byte order marks, UTF-16) and the nesting of YAML, and does not parse anything.
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

// MaxSettings limits a file of settings, in bytes: a hundred times the usual size.
const MaxSettings = 1 << 20

// MaxTwiML limits a TwiML document, in bytes. Twilio accepts 64 kB; larger documents are read to report their size.
const MaxTwiML = 4 << 20

// Read returns the bytes of a regular file or a pipe, at most most. It ends with ctx's error as soon as ctx ends. All
// other errors are [fs.PathError]s: for a larger file, for a folder, a device or a socket, and the system's.
func Read(ctx context.Context, path string, most int64) ([]byte, error) {
	return read(ctx, path, most, fs.ModeNamedPipe)
}

// ReadRegular is [Read] for regular files only: for files in known places, which should not be pipes.
func ReadRegular(path string, most int64) ([]byte, error) {
	return read(context.Background(), path, most, 0)
}

func read(ctx context.Context, path string, most int64, also fs.FileMode) ([]byte, error) {
	info, err := os.Stat(path) // check first, because opening a device can have effects
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
	// A pipe without a writer reports its end immediately. Other programs would wait for a writer, and so does Read.
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
		if err := waitWriter(ctx); err != nil {
			return nil, err
		}
	}
}

// waitWriter waits between two reads of a pipe without a writer.
func waitWriter(ctx context.Context) error {
	timer := time.NewTimer(20 * time.Millisecond)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Readable returns a [fs.PathError] if a file with this info must not be read: it has more than most bytes, or is
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
		return readError(path, errors.New("it is a folder, but a file is expected"))
	case mode&fs.ModeNamedPipe != 0:
		return readError(path, errors.New("it is a pipe, but a file is expected"))
	}
	return readError(path, errors.New("it is a device or a socket, but a file is expected"))
}

// ReadFrom reads a stream, such as standard input, of at most most bytes. Errors call it name.
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
	return readError(path, fmt.Errorf("it is larger than the limit of %s", size))
}

func readError(path string, err error) error { return &fs.PathError{Op: "read", Path: path, Err: err} }
