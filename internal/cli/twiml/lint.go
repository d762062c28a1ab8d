package twiml

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// LintOptions are the arguments and flags.
type LintOptions struct {
	Targets []string // files, folders, URLs, -
	For     string
	Strict  bool
}

// NewLint returns the command `twvoice twiml lint`.
func NewLint(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, LintOptions) error) *cobra.Command {
	o := LintOptions{}
	cmd := &cobra.Command{
		Use:   "lint FILE|DIR|URL|-…",
		Short: "Report TwiML problems and how to fix them",
		Long: `Report TwiML problems and how to fix them.

A finding has the code and the level that Twilio's debugger would show. A finding without a code is a notice: Twilio runs
the document, but probably not as intended. {{Parameters}} in a file are filled with sample values, as serve fills them
with real ones. A URL is requested as for a call, unsigned.

Exit code 1: there are errors; with --strict, errors or warnings.`,
		Example: `  twvoice twiml lint greeting.xml
  twvoice twiml lint menus/ --strict
  curl -s https://example.com/voice | twvoice twiml lint - -o json --jq '.[].message'`,
		Args: cmdutil.Args("FILE, DIR, URL or -..."),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Targets = f.Env.Expand(args)
			return run(cmd.Context(), f, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.For, "for", "", "check the documents for this `purpose`: "+strings.Join(purposes(), ", ")+" (default voice, or messaging if the verbs are those of messages)")
	cmdutil.OneOf(flags, "for", purposes()...)
	flags.BoolVar(&o.Strict, "strict", false, "also exit with code 1 on warnings")
	return f.CompleteFields(cmd, findingView)
}

// Lint checks documents and prints the findings.
func Lint(ctx context.Context, f *cmdutil.Factory, o LintOptions) error {
	options, err := purpose(o.For)
	if err != nil {
		return err
	}
	show, err := newFindings(f)
	if err != nil {
		return err
	}
	served := selection{targets: o.Targets, extensions: []string{".xml"}, hidden: true} // the files that serve would use
	err = eachDocument(ctx, f, served, func(d document) error {
		return show.add(check(d, options))
	})
	if err := cmdutil.Finish(show.rows, err); err != nil {
		return err
	}
	show.sum(f)
	if show.errors > 0 || o.Strict && show.warnings > 0 {
		return fault.Quiet(fault.Problems)
	}
	return nil
}

// purposes returns the values of --for.
func purposes() []string {
	return []string{"voice", "messaging", "whisper", "queue-wait", "queue-whisper", "conference-wait", "rest"}
}

// purpose parses --for.
func purpose(typed string) (lint.Options, error) {
	switch typed {
	case "":
		return lint.Options{}, nil
	case "voice":
		return lint.Options{Kind: lint.Voice}, nil
	case "messaging":
		return lint.Options{Kind: lint.Messaging}, nil
	case "whisper":
		return lint.Options{Kind: lint.Voice, Place: lint.Whisper}, nil
	case "queue-wait":
		return lint.Options{Kind: lint.Voice, Place: lint.QueueWait}, nil
	case "queue-whisper":
		return lint.Options{Kind: lint.Voice, Place: lint.QueueWhisper}, nil
	case "conference-wait":
		return lint.Options{Kind: lint.Voice, Place: lint.ConferenceWait}, nil
	case "rest":
		return lint.Options{Kind: lint.Voice, NoBase: true}, nil
	}
	return lint.Options{}, fault.With(fmt.Errorf("--for %q is not a valid purpose", typed), fault.Usage, fault.Suggest(typed, purposes(), "--for ", "use one of "+strings.Join(purposes(), ", ")))
}
