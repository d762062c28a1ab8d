package term

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
)

// Asker puts questions to a person. It never asks by itself whether there is one: that is the caller's to know.
type Asker struct {
	In    io.Reader
	Out   io.Writer // the conversation: standard error
	Paint Paint
}

// A question is answered with keys.
type question interface {
	// press is told of a key, and says whether the question is answered.
	press(key) bool
	// show is what stands below the question meanwhile; the cursor stands so many columns before the end of its last line, or,
	// where that is less than 0, is not to be seen.
	show(Paint) (lines []string, back int)
	// answer is what stays to be read.
	answer() string
}

// Confirm asks a yes-or-no question; the answer that costs nothing is preselected.
func (a Asker) Confirm(ctx context.Context, text string) (bool, error) {
	q := &confirm{}
	err := a.ask(ctx, text, q)
	return q.yes, err
}

// Choice is one answer of [Asker.Select].
type Choice struct {
	Label string
	Value string
}

// Select asks to pick one of several.
func (a Asker) Select(ctx context.Context, text string, choices []Choice) (string, error) {
	q := newPick(choices)
	err := a.ask(ctx, text, q)
	return q.chosen().Value, err
}

// Line asks for a line of text.
func (a Asker) Line(ctx context.Context, text string) (string, error) {
	q := &line{}
	err := a.ask(ctx, text, q)
	return strings.TrimSpace(q.String()), err
}

// Secret asks for something that the screen must not show.
func (a Asker) Secret(ctx context.Context, text string) (string, error) {
	q := &line{secret: true}
	err := a.ask(ctx, text, q)
	return strings.TrimSpace(q.String()), err
}

// ask shows a question until it is answered.
func (a Asker) ask(ctx context.Context, text string, q question) error {
	keys, enough := make(chan key), make(chan struct{})
	board, err := openKeyboard(a.In, func(k key) {
		select {
		case keys <- k:
		case <-enough:
		}
	})
	if err != nil {
		return err
	}
	defer board.Close()
	defer close(enough)
	on := openScreen(a.Out)
	defer on.close()
	for {
		lines, back := q.show(a.Paint)
		if err := on.draw(append([]string{a.Paint.Bold(text)}, lines...), back); err != nil {
			return err
		}
		select {
		case k := <-keys:
			if k.name == "ctrl+c" || k.name == "ctrl+d" || k.name == gone {
				return on.leave([]string{text}, interrupted())
			}
			if q.press(k) {
				return on.leave([]string{text, a.Paint.Dim("> " + q.answer())}, nil)
			}
		case <-ctx.Done():
			return on.leave([]string{text}, interrupted())
		}
	}
}

func interrupted() error {
	return fault.With(errors.New("interrupted"), fault.Interrupted, "")
}
