package requests

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/term"
)

// ShowOptions are the arguments and flags.
type ShowOptions struct {
	ID  string
	Raw bool
}

// NewShow returns the command `twvoice requests show`.
func NewShow(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, ShowOptions) error) *cobra.Command {
	o := ShowOptions{}
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "Show a request and its response: parameters, headers, and TwiML with its problems",
		Long: `Show a request and its response: parameters, headers, and TwiML with its problems.

The TwiML is formatted as by twiml fmt; --raw prints only the response, exactly as it was sent.`,
		Example: `  twvoice requests show r12
  twvoice requests show r12 --raw
  twvoice requests show r12 -o json --jq .params.Digits`,
		Args: cmdutil.Args("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.ID = args[0]
			return run(cmd.Context(), f, o)
		},
	}
	cmd.Flags().BoolVar(&o.Raw, "raw", false, "print only the response, exactly as it was sent")
	return f.CompleteFields(cmd, showView)
}

// Show shows a request.
func Show(ctx context.Context, f *cmdutil.Factory, o ShowOptions) error {
	out := f.Output()
	if err := f.CheckOutput(showView()); err != nil {
		return err
	}
	archive, err := f.Archive(ctx)
	if err != nil {
		return err
	}
	defer archive.Close()
	r, err := archive.Request(ctx, o.ID)
	switch {
	case err != nil:
	case o.Raw:
		err = raw(out.To, r)
	case out.Machine() || len(out.Fields) > 0:
		err = out.One(showView(), r)
	default:
		err = page{out: out}.show(r)
	}
	return cmdutil.IgnoreUnread(err)
}

// raw writes the answer as it was sent.
func raw(to io.Writer, r capture.Request) error {
	sent := r.Sent
	if sent == nil {
		sent = []byte(r.Answer)
	}
	_, err := to.Write(sent)
	return err
}

func showView() term.View {
	view := listView()
	for _, key := range append(view.Keys, "params", "headers", "body", "answer_headers", "answer", "answer_sent", "hears", "body_cut", "answer_cut", "redacted", "alerts") {
		view.Columns = append(view.Columns, term.Column{Key: key, Title: key})
	}
	view.Keys = nil
	return view
}
