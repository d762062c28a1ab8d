package app

import (
	"context"
	"io"
)

// Input is standard input for as long as ctx lasts: a read that nothing comes for ends with ctx.
//
// Not every system can call a read of a pipe back, so that one is left behind then; the command ends, and the process with it.
// What is read that way is lost to a later reader, so a program that somebody talks to reads Stdin itself.
func (e Env) Input(ctx context.Context) io.Reader {
	return readFunc(func(p []byte) (int, error) {
		type answer struct {
			n   int
			err error
		}
		own := make([]byte, len(p)) // p is the caller's again as soon as we give up
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
