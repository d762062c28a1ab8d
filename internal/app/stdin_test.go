package app_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/twvoice/twvoice/internal/app"
)

func TestInputIsReadAsItIs(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("0123456789", 1000)
	got, err := io.ReadAll(app.Env{Stdin: strings.NewReader(text)}.Input(t.Context()))
	if err != nil || string(got) != text {
		t.Errorf("got %d bytes, %v; want %d", len(got), err, len(text))
	}
}

func TestInputThatDoesNotComeIsGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		silent, w := io.Pipe()
		defer w.Close() // the read that was left behind ends
		ctx, interrupt := context.WithCancel(t.Context())
		go func() {
			synctest.Wait()
			interrupt()
		}()
		if _, err := io.ReadAll(app.Env{Stdin: silent}.Input(ctx)); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that it was interrupted", err)
		}
	})
}
