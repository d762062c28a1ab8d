package term

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
)

// Asker asks a user questions. The caller must make sure that there is a user at a terminal.
type Asker struct {
	In    io.Reader
	Out   io.Writer // standard error
	Paint Paint
}

// question is a question that keys answer.
type question interface {
	// press handles a key and reports whether the question is answered.
	press(key) bool
	// show returns the lines below the question. The cursor stands back columns before the end of the last line; if back
	// is negative, it is hidden.
	show(Paint) (lines []string, back int)
	// answer returns the text that stays on the screen.
	answer() string
}

// Confirm asks a yes-or-no question. No is preselected.
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

// Select asks the user to pick one of several choices.
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

// Secret asks for a text and does not show it.
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
