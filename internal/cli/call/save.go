package call

import (
	"context"
	"maps"

	"github.com/twvoice/twvoice/internal/cli/frame"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/scenario"
)

// saved makes the call and writes it down, also one that raised errors: the scenario expects them.
func (o *Options) saved(ctx context.Context, f *frame.Frame, c frame.Conversation) error {
	file := frame.ScenarioFile(o.Save)
	if err := file.Check(f); err != nil {
		return err
	}
	var notes scenario.Notebook
	c.Witness = &notes
	called := f.Converse(ctx, c)
	if called != nil && fault.ExitOf(called) != fault.Problems {
		return frame.Looked(called)
	}
	title := scenario.Title{Name: "Call to " + o.Target, To: file.SeenFrom(f, o.Target), From: o.From, Params: maps.Clone(c.Options.Call.Params)}
	if o.To != "" {
		title.Params.Set("To", o.To)
		title.Params.Set("Called", o.To)
	}
	if err := file.Write(f, notes.Scenario(title)); err != nil {
		return err
	}
	return frame.Looked(called)
}
