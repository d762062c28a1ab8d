package cmdutil

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/term"
)

// Bind adds the flags that say where a replay goes.
func (a *Again) Bind(flags *pflag.FlagSet) {
	flags.StringVar(&a.To, "to", "", "send the request to this `URL`, of a host or of one document (default: the running serve)")
	flags.StringVar(&a.SignAs, "sign-as", "", "sign for this public `URL` (scheme and host), if it differs from the requested one")
}

// ReplayedView shows requests that were asked again.
func ReplayedView() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "id", Title: "id", Whole: true},
			{Key: "method", Title: "method"},
			{Key: "url", Title: "url"},
			{Key: "status", Title: "status"},
			{Key: "milliseconds", Title: "ms"},
			{Key: "same", Title: "same"},
		},
		Keys: []string{"params", "recorded_status", "answer", "changes", "note"},
		ID:   func(r term.Record) string { return r.String("id") },
	}
}

// ShowReplayed shows one request that was asked again: a line and what has changed for people, an object for programs.
func (f *Factory) ShowReplayed(r capture.Replayed) error {
	out := f.Output()
	if out.Machine() || len(out.Fields) > 0 {
		return out.Thing(ReplayedView(), r)
	}
	_, err := fmt.Fprint(out.To, ReplayedLines(out.Paint, r))
	return err
}

// ReplayedLines are a request that was asked again, for people.
func ReplayedLines(paint term.Paint, r capture.Replayed) string {
	var b strings.Builder
	verdict := paint.Green("same")
	if !r.Same {
		verdict = paint.Yellow("changed")
	}
	fmt.Fprintf(&b, "%s  %s %s → %d in %.1f ms  %s\n", paint.Bold(r.ID), r.Method, r.URL, r.Status, r.Milliseconds, verdict)
	if r.Note != "" {
		fmt.Fprintf(&b, "     %s\n", paint.Dim(r.Note))
	}
	for _, line := range r.Changes {
		shown := "     " + term.OneLine(line)
		switch {
		case strings.HasPrefix(line, "-"):
			shown = paint.Red(shown)
		case strings.HasPrefix(line, "+"):
			shown = paint.Green(shown)
		}
		b.WriteString(shown + "\n")
	}
	return b.String()
}

// WouldAsk prints what a replay would ask. It is the end of a dry run.
func WouldAsk(f *Factory, p *capture.Replayer, requests []capture.Request) error {
	for _, r := range requests {
		if _, err := fmt.Fprintf(f.Output().To, "%s %s again, at %s\n", r.Method, r.URL, RedactURL(p.To)); err != nil {
			return err
		}
	}
	return account.ErrDryRun
}
