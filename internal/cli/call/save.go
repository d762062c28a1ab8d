package call

import (
	"context"
	"maps"
	"net/url"

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
	title := scenario.Title{Name: "Call to " + unsaid(o.Target), To: file.SeenFrom(f, o.Target), From: o.From, Params: maps.Clone(c.Options.Call.Params)}
	if o.To != "" {
		title.Params.Set("To", o.To)
		title.Params.Set("Called", o.To)
	}
	if err := file.Write(ctx, f, notes.Scenario(title)); err != nil {
		return err
	}
	return frame.Looked(called)
}

// unsaid is a target without the password in its URL: reports repeat the name. What the scenario calls keeps it, or it could not be run.
func unsaid(target string) string {
	if u, err := url.Parse(target); err == nil && u.User != nil {
		return u.Redacted()
	}
	return target
}
