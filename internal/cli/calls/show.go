package calls

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/transcript"
)

// ShowOptions are the arguments and flags.
type ShowOptions struct {
	Call string
	Save cmdutil.ScenarioFile // "" to save nothing
}

// NewShow returns the command `twvoice calls show`.
func NewShow(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, ShowOptions) error) *cobra.Command {
	o := ShowOptions{}
	var save string
	cmd := &cobra.Command{
		Use:   "show CALL",
		Short: "Show a call, request by request: what the caller did and heard",
		Long: `Show a call, request by request: what the caller did and heard.

--save writes the call as a scenario for twvoice test: what the caller pressed, said and heard, which phones were dialed
and what they pressed, and how the call ended. Keys that were not stored, such as those of a PIN, become a variable. The
scenario is run once against the recorded responses. What the recording does not contain is a comment in the file.`,
		Example: `  twvoice calls show CA5f2
  twvoice calls show CA5f2 -o json --jq '.requests[].url'
  twvoice calls show CA5f2 --save calls/sales.yaml`,
		Args: cmdutil.Args("CALL"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Call, o.Save = args[0], cmdutil.ScenarioFile(save)
			return run(cmd.Context(), f, o)
		},
	}
	cmd.Flags().StringVar(&save, "save", "", "save the call to this `file`, as a scenario")
	cmdutil.File(cmd.Flags(), "save", "yaml")
	return f.CompleteFields(cmd, listView)
}

// callDetails is a call as -o json shows it.
type callDetails struct {
	capture.Call
	Requests []capture.Request `json:"requests"` // replaces the number of requests
	Sockets  []capture.Socket  `json:"sockets"`
}

// Show shows a call.
func Show(ctx context.Context, f *cmdutil.Factory, o ShowOptions) error {
	out := f.Output()
	if err := f.CheckOutput(listView()); err != nil {
		return err
	}
	if o.Save != "" {
		if err := o.Save.Check(f); err != nil {
			return err
		}
	}
	archive, err := f.Archive(ctx)
	if err != nil {
		return err
	}
	defer archive.Close()
	call, requests, err := cmdutil.Call(ctx, archive, o.Call)
	if err != nil {
		return err
	}
	sockets, err := archive.Sockets(ctx, call)
	if err != nil {
		return err
	}
	if out.Machine() || len(out.Fields) > 0 {
		err = out.One(listView(), callDetails{call, requests, sockets})
	} else {
		_, err = fmt.Fprint(out.To, timeline(out.Paint, call, requests, sockets))
	}
	if err != nil || o.Save == "" {
		return cmdutil.IgnoreUnread(err)
	}
	return save(ctx, f, archive, o.Save, callDetails{call, requests, sockets})
}

// timeline formats a call for users. Control characters in received data are replaced.
func timeline(paint term.Paint, call capture.Call, requests []capture.Request, sockets []capture.Socket) string {
	var b strings.Builder
	what := "call"
	if call.Local {
		what = "local call"
	}
	fmt.Fprintf(&b, "%s  %s\n", paint.Bold(term.OneLine(fmt.Sprintf("%s from %s to %s", what, call.From, call.To))), paint.Dim(term.OneLine(call.CallSid)))
	spoken := spokenParts(call, requests, sockets)
	for _, r := range requests {
		spoken = writeParts(&b, paint, spoken, r.At.Sub(call.At).Seconds())
		writeRequest(&b, paint, call, r)
	}
	writeParts(&b, paint, spoken, math.Inf(1))
	switch {
	case call.Status == capture.LastSeen:
		fmt.Fprintf(&b, "last seen %s at %s; no one has reported its end\n", term.OneLine(cmp.Or(call.Told, "in-progress")), call.Until.Local().Format(time.DateTime))
	case call.Status != "":
		fmt.Fprintf(&b, "%s\n", term.OneLine(call.Status))
	}
	return b.String()
}

// spokenPart is something that happened on a WebSocket, with its place among the requests.
type spokenPart struct {
	transcript.Part
	at float64 // seconds since the call began
}

// spokenParts returns what happened on the WebSockets of a call, in order. Twilio closes a WebSocket before it requests
// the action, but serve can see both at the same time, and in the other order.
func spokenParts(call capture.Call, requests []capture.Request, sockets []capture.Socket) []spokenPart {
	const before = 0.001 // the times of WebSockets are in milliseconds
	var all []spokenPart
	for _, socket := range sockets {
		last := math.Inf(1)
		for _, r := range requests {
			if id := sessionOf(socket); id != "" && r.Params.Get("SessionId") == id && r.Purpose.Call() {
				last = min(last, r.At.Sub(call.At).Seconds()-before)
			}
		}
		for _, part := range socket.Parts() {
			all = append(all, spokenPart{part, min(part.When(), last)})
		}
	}
	slices.SortStableFunc(all, func(a, b spokenPart) int { return cmp.Compare(a.at, b.at) })
	return all
}

// sessionOf returns the SessionId of a WebSocket, which Twilio also sends to the action.
func sessionOf(socket capture.Socket) string {
	var setup struct{ SessionID string }
	for _, m := range socket.Messages {
		if json.Unmarshal(m.Message, &setup) == nil && setup.SessionID != "" {
			break
		}
	}
	return setup.SessionID
}

// writeParts writes what happened on WebSockets before a time, and returns the rest.
func writeParts(b *strings.Builder, paint term.Paint, parts []spokenPart, before float64) []spokenPart {
	for len(parts) > 0 && parts[0].at < before {
		fmt.Fprintf(b, "       %s\n", strings.ReplaceAll(transcript.Line(parts[0].Part, paint), "\n", "\n       "))
		parts = parts[1:]
	}
	return parts
}

// writeRequest writes a request, with what the caller did before it and heard after it.
func writeRequest(b *strings.Builder, paint term.Paint, call capture.Call, r capture.Request) {
	if does := r.Input(); does != "" {
		fmt.Fprintf(b, "                 %s\n", paint.Cyan(term.OneLine(does)))
	}
	path := r.URL
	if u, err := url.Parse(r.URL); err == nil {
		path = u.RequestURI()
	}
	fmt.Fprintf(b, "%-6s %6.1fs  %s\n", paint.Bold(r.ID), r.At.Sub(call.At).Seconds(),
		term.OneLine(fmt.Sprintf("%s %s → %d in %.1f ms (%s)", r.Method, path, r.Status, r.Milliseconds, r.Purpose)))
	if r.Redirect != nil {
		fmt.Fprintf(b, "                 → %s\n", term.OneLine(r.Redirect.String()))
	}
	if hears := r.Hears; hears != "" {
		fmt.Fprintf(b, "                 %s\n", term.OneLine(hears))
	}
	if !r.Signed && r.Reason != "" {
		fmt.Fprintf(b, "                 %s\n", paint.Yellow(term.OneLine("not signed by Twilio: "+r.Reason)))
	}
	for _, a := range r.Alerts {
		text := term.OneLine(fmt.Sprintf("%-8s %s %s", a.Level, a.Code, a.Message))
		if a.Level == alert.Error {
			text = paint.Red(text)
		}
		fmt.Fprintf(b, "                 %s\n", text)
		if a.Fix != "" {
			fmt.Fprintf(b, "                          %s\n", paint.Dim(term.OneLine(a.Fix)))
		}
	}
}
