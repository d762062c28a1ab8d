package term

import (
	"context"
	"errors"
	"io"
	"strings"

	"charm.land/huh/v2"

	"github.com/twvoice/twvoice/internal/fault"
)

// Asker puts questions to a person. It never asks by itself whether there is one: that is the caller's to know.
type Asker struct {
	In  io.Reader
	Out io.Writer // the conversation: standard error
}

// Confirm asks a yes-or-no question; the answer that costs nothing is preselected.
func (a Asker) Confirm(ctx context.Context, question string) (bool, error) {
	var yes bool
	field := huh.NewConfirm().Title(question).Affirmative("Yes").Negative("No").Value(&yes).WithTheme(huh.ThemeFunc(marked))
	return yes, a.run(ctx, field)
}

// marked puts the answer that Enter would give in brackets: where there are no colours, nothing else tells it from the other.
func marked(dark bool) *huh.Styles {
	styles := huh.ThemeCharm(dark)
	button := &styles.Focused.FocusedButton
	*button = button.Padding(0, 1).Transform(func(s string) string { return "[" + s + "]" })
	return styles
}

// Choice is one answer of [Asker.Select].
type Choice struct {
	Label string
	Value string
}

// Select asks to pick one of several.
func (a Asker) Select(ctx context.Context, question string, choices []Choice) (string, error) {
	var value string
	options := make([]huh.Option[string], 0, len(choices))
	for _, c := range choices {
		options = append(options, huh.NewOption(c.Label, c.Value))
	}
	err := a.run(ctx, huh.NewSelect[string]().Title(question).Options(options...).Value(&value))
	return value, err
}

// Line asks for a line of text.
func (a Asker) Line(ctx context.Context, question string) (string, error) {
	var value string
	err := a.run(ctx, huh.NewInput().Title(question).Value(&value))
	return strings.TrimSpace(value), err
}

// Secret asks for something that the screen must not show.
func (a Asker) Secret(ctx context.Context, question string) (string, error) {
	var value string
	err := a.run(ctx, huh.NewInput().Title(question).EchoMode(huh.EchoModePassword).Value(&value))
	return strings.TrimSpace(value), err
}

// careful are huh's own, except that a yes is never an accident: of the letters only y and n answer, so that a line which was
// meant for the shell gives nothing away, and Tab moves instead of answering.
func careful() *huh.KeyMap {
	all := huh.NewDefaultKeyMap()
	all.Confirm.Toggle.SetKeys("left", "right", "tab")
	all.Confirm.Next.SetKeys("enter")
	return all
}

func (a Asker) run(ctx context.Context, field huh.Field) error {
	err := huh.NewForm(huh.NewGroup(field)).WithKeyMap(careful()).WithInput(a.In).WithOutput(a.Out).RunWithContext(ctx)
	if errors.Is(err, huh.ErrUserAborted) || ctx.Err() != nil {
		return fault.With(errors.New("interrupted"), fault.Interrupted, "")
	}
	return err
}
