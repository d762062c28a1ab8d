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
func (a *Replay) Bind(flags *pflag.FlagSet) {
	flags.StringVar(&a.To, "to", "", "send the request to this `URL`, of a host or of one document (default: the running serve)")
	flags.StringVar(&a.SignAs, "sign-as", "", "sign for this public `URL` (scheme and host), if it differs from the requested one")
}

// ReplayedView returns the view of replayed requests.
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

// ShowReplayed shows one replayed request: for users a line and the differences, for programs an object.
func (f *Factory) ShowReplayed(r capture.Replayed) error {
	out := f.Output()
	if out.Machine() || len(out.Fields) > 0 {
		return out.One(ReplayedView(), r)
	}
	_, err := fmt.Fprint(out.To, ReplayedLines(out.Paint, r))
	return err
}

// ReplayedLines formats a replayed request for users.
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

// WouldAsk prints the requests that a replay would send, for a dry run.
func WouldAsk(f *Factory, p *capture.Replayer, requests []capture.Request) error {
	for _, r := range requests {
		if _, err := fmt.Fprintf(f.Output().To, "%s %s again, at %s\n", r.Method, r.URL, RedactURL(p.To)); err != nil {
			return err
		}
	}
	return account.ErrDryRun
}
