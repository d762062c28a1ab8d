package app

import (
	"context"
	"io"
)

// Input returns standard input until ctx ends: a blocked read ends with ctx.
//
// Not every system can cancel a read of a pipe. There, the read stays behind until the process ends, and its data is
// lost for later readers. An interactive program should therefore use Stdin itself.
func (e Env) Input(ctx context.Context) io.Reader {
	return readFunc(func(p []byte) (int, error) {
		type answer struct {
			n   int
			err error
		}
		own := make([]byte, len(p)) // a copy, because the caller may reuse p after we return
		answered := make(chan answer, 1)
		go func() {
			n, err := e.Stdin.Read(own)
			answered <- answer{n, err}
		}()
		select {
		case a := <-answered:
			return copy(p, own[:a.n]), a.err
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	})
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }
