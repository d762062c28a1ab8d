package twiml

import (
	"bytes"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// FmtOptions are the arguments and flags.
type FmtOptions struct {
	Targets []string // files, folders or -; default -
	Write   bool
	Check   bool
}

// NewFmt returns the command `twvoice twiml fmt`.
func NewFmt(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, FmtOptions) error) *cobra.Command {
	o := FmtOptions{}
	cmd := &cobra.Command{
		Use:   "fmt [FILE|DIR|-]…",
		Short: "Format TwiML documents, as gofmt does for Go",
		Long: `Format TwiML documents, as gofmt does for Go.

The meaning of a document does not change: comments and {{Parameters}} stay, words of speech are not joined or split, and
the text of a message stays as it is. The result is UTF-8 with the line ends of the file. For a folder, every .xml and
.twiml file below it is formatted, except in hidden folders. Without a FILE, the document is read from standard input.

Exit code 1: a document is not well-formed and was not changed; with --check, a document is not formatted.`,
		Example: `  twvoice twiml fmt greeting.xml
  twvoice twiml fmt -w menus/
  twvoice twiml fmt --check menus/
  curl -s https://example.com/voice | twvoice twiml fmt -`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Targets = f.Env.Expand(args)
			return run(cmd.Context(), f, o)
		},
	}
	flags := cmd.Flags()
	flags.BoolVarP(&o.Write, "write", "w", false, "write the formatted files and print the names of those that changed")
	flags.BoolVar(&o.Check, "check", false, "print the names of unformatted files without changing them; exit code 1 if there are any")
	return f.CompleteFields(cmd, formattedView)
}

// Fmt formats documents and prints them, or the names of those that changed.
func Fmt(ctx context.Context, f *cmdutil.Factory, o FmtOptions) error {
	if len(o.Targets) == 0 {
		if f.Env.In.Is && !o.Write {
			return fault.With(fmt.Errorf("twiml fmt needs a FILE, a DIR, or - for standard input"), fault.Usage, "twvoice twiml fmt -w .")
		}
		o.Targets = []string{"-"}
	}
	if err := o.refuse(); err != nil {
		return err
	}
	show, err := newFormatted(f, o)
	if err != nil {
		return err
	}
	files := selection{targets: o.Targets, extensions: []string{".xml", ".twiml"}}
	err = eachDocument(ctx, f, files, func(d document) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return format(f, o, d, show)
	})
	err = cmdutil.Finish(show.rows, err)
	switch {
	case err != nil && o.Write:
		return err
	case err != nil:
		return cmdutil.IgnoreUnread(err)
	case show.broken > 0 || o.Check && show.changed > 0:
		return fault.Quiet(fault.Problems)
	}
	return nil
}

// refuse rejects contradicting options before anything is written.
func (o FmtOptions) refuse() error {
	if o.Write && o.Check {
		return fault.Usagef("-w and --check exclude each other: --check does not write files")
	}
	for _, typed := range o.Targets {
		switch {
		case typed == "-" && o.Write:
			return fault.With(fmt.Errorf("standard input cannot be written with -w"), fault.Usage, "twvoice twiml fmt -w FILE, or leave out -w")
		case isURL(typed):
			return fault.With(fmt.Errorf("%s is not a file: twiml fmt formats files", typed), fault.Usage, "curl -s "+typed+" | twvoice twiml fmt -")
		}
	}
	return nil
}

// format formats one document. An invalid one is reported and is not an error, because the others still have to be
// formatted.
func format(f *cmdutil.Factory, o FmtOptions, d document, show *formatted) error {
	laidOut, err := twiml.Format(d.source)
	if err != nil {
		return show.refused(d, err)
	}
	changed := !bytes.Equal(laidOut, d.source)
	if changed && o.Write && !f.DryRun {
		if err := rewrite(d.file, laidOut); err != nil {
			return unwritten(d.name, err)
		}
	}
	return show.add(d.name, laidOut, changed)
}
