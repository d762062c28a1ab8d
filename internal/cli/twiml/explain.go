package twiml

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/alert"
)

// ExplainOptions are the arguments and flags.
type ExplainOptions struct{ Code string }

// explanation is the answer. The JSON keys are a stable interface.
type explanation struct {
	Code    string      `json:"code"`
	Level   alert.Level `json:"level"`
	Title   string      `json:"title"`
	Meaning string      `json:"meaning"`
	Fix     string      `json:"fix"`
	URL     string      `json:"url"`
}

// NewExplain returns the command `twvoice twiml explain`.
func NewExplain(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, ExplainOptions) error) *cobra.Command {
	return f.CompleteFields(&cobra.Command{
		Use:     "explain CODE",
		Short:   "Explain a Twilio error code and how to fix it",
		Example: "  twvoice twiml explain 12200\n  twvoice twiml explain 11200 -o json --jq .fix",
		Args:    cmdutil.Args("CODE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return run(cmd.Context(), f, ExplainOptions{Code: args[0]})
		},
	}, explanationView)
}

// Explain looks up the code. It needs no network.
func Explain(_ context.Context, f *cmdutil.Factory, o ExplainOptions) error {
	code, ok := alert.Lookup(o.Code)
	if !ok {
		return unknown(o.Code)
	}
	return f.Output().One(explanationView(), explanation{code.Number, code.Level, code.Title, code.Meaning, code.Fix, code.URL()})
}

func explanationView() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "code", Title: "Code"},
			{Key: "level", Title: "Level"},
			{Key: "title", Title: "Title"},
			{Key: "meaning", Title: "Meaning"},
			{Key: "fix", Title: "What to do"},
			{Key: "url", Title: "More"},
		},
		ID: func(r term.Record) string { return r.String("code") },
	}
}

// unknown returns an error for a code that is not in the table, with similar ones.
func unknown(typed string) error {
	if n, err := strconv.Atoi(typed); err != nil || n < 0 || len(typed) != 5 {
		return fault.With(fmt.Errorf("%q is not a Twilio error code: five digits", typed), fault.Usage, "twvoice twiml explain 12200")
	}
	missing := alert.Code{Number: typed}
	err := fmt.Errorf("unknown error code %s; Twilio may describe it at %s", typed, missing.URL())
	return fault.With(err, fault.Usage, "similar codes: "+strings.Join(neighbors(typed), ", "))
}

// neighbors returns the codes of the table just before and after one that it does not have.
func neighbors(typed string) []string {
	const side = 2
	var before, behind []string
	for code := range alert.All() {
		switch {
		case code.Number < typed:
			before = append(before, code.Number)
		case len(behind) < side:
			behind = append(behind, code.Number)
		}
	}
	return append(before[max(0, len(before)-side):], behind...)
}
