package dial

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// show prints the call on standard output: lines for a user while it runs, events for -o jsonl, the whole call at its
// end for other formats.
type show struct {
	f      *cmdutil.Factory
	out    term.Output
	lines  bool
	events bool
	mute   bool // print nothing more
}

func newShow(f *cmdutil.Factory) (*show, error) {
	out := f.Output()
	s := &show{
		f: f, out: out, lines: out.Terminal && !out.Machine() && len(out.Fields) == 0,
		events: out.Format == term.JSONL && !out.Quiet && len(out.Fields) == 0,
	}
	return s, f.CheckOutput(view())
}

func view() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "sid", Title: "call", Whole: true},
			{Key: "from", Title: "from"},
			{Key: "to", Title: "to"},
			{Key: "status", Title: "status"},
			{Key: "duration", Title: "duration"},
			{Key: "price", Title: "price"},
			{Key: "price_unit", Title: "currency"},
		},
		Keys: []string{
			"account_sid", "answered_by", "api_version", "caller_name", "date_created", "date_updated", "direction", "end_time", "forwarded_from",
			"from_formatted", "group_sid", "parent_call_sid", "phone_number_sid", "queue_time", "start_time", "subresource_uris", "to_formatted",
			"trunk_sid", "uri", "alerts",
		},
		ID: func(r term.Record) string { return r.String("sid") },
	}
}

// placed shows that the call was placed. It shows the SID immediately, so that it is known even if the command is
// killed.
func (s *show) placed(c twilioapi.Call) error {
	switch {
	case s.out.Quiet:
		return s.out.One(view(), c.Raw)
	case s.events:
		return s.out.Event("placed", c.Raw)
	case !s.lines:
		return nil
	}
	what := "call"
	if s.f.Local {
		what = "local call"
	}
	if err := s.print(s.out.Paint.Bold(term.OneLine(fmt.Sprintf("%s from %s to %s", what, c.From, c.To))) + "  " + s.out.Paint.Dim(c.SID)); err != nil {
		return err
	}
	return s.changed(c)
}

// left shows a call that is no longer followed.
func (s *show) left(c twilioapi.Call) error {
	if s.out.Quiet || s.events || s.lines {
		return nil
	}
	return s.whole(c.Raw)
}

// progress is one change of status. The JSON keys are a stable interface.
type progress struct {
	At      time.Time `json:"at"`
	CallSid string    `json:"call_sid"`
	Status  string    `json:"status"`
}

func (s *show) changed(c twilioapi.Call) error {
	switch {
	case s.mute || s.out.Quiet:
	case s.events:
		return s.out.Event("status", progress{s.f.Env.Now().UTC().Truncate(time.Millisecond), c.SID, c.Status})
	case s.lines:
		return s.print(s.clock() + c.Status)
	}
	return nil
}

// ended shows the whole call.
func (s *show) ended(c twilioapi.Call, troubles []problem) error {
	if s.out.Quiet {
		return nil
	}
	if s.lines {
		return s.print(s.outcome(c, troubles))
	}
	for _, t := range troubles {
		if !s.out.Machine() {
			s.f.Env.Notef("%s", term.OneLine(fmt.Sprintf("%-8s %s %s", t.Level, t.Code, t.Message)))
		}
	}
	raw, err := withTroubles(c.Raw, troubles)
	if err != nil {
		return err
	}
	if s.events {
		return s.out.Event("ended", raw)
	}
	return s.whole(raw)
}

// whole shows the complete call; as a table row if the output is not a terminal.
func (s *show) whole(raw json.RawMessage) error {
	if s.out.Machine() || s.out.Terminal {
		return s.out.One(view(), raw)
	}
	rows, err := s.out.List(view())
	if err != nil {
		return err
	}
	if err := rows.Add(raw); err != nil {
		return err
	}
	return rows.Close()
}

// outcome describes the end for a user.
func (s *show) outcome(c twilioapi.Call, troubles []problem) string {
	paint := s.out.Paint
	line := s.clock() + c.Status
	if c.Duration != "" && c.Duration != "0" {
		line += " after " + c.Duration + " s"
	}
	switch price := strings.TrimPrefix(c.Price, "-"); {
	case price != "":
		line += ", for " + price + " " + c.PriceUnit
	case c.Status == "completed" && !s.f.Local:
		line += "; Twilio sets the price later: twvoice logs --call " + c.SID
	}
	if c.AnsweredBy != "" {
		line += ", answered by " + strings.ReplaceAll(c.AnsweredBy, "_", " ")
	}
	for _, t := range troubles {
		text := term.OneLine(fmt.Sprintf("%-8s %s %s", t.Level, t.Code, t.Message))
		if t.Level == "error" {
			text = paint.Red(text)
		}
		line += "\n          " + text
		if t.Fix != "" {
			line += "\n          " + paint.Dim(t.Fix)
		}
	}
	return line
}

// clock returns the time of day, padded to the column of times.
func (s *show) clock() string {
	return s.out.Paint.Dim(s.f.Env.Now().Format(time.TimeOnly)) + "  "
}

func (s *show) print(line string) error {
	_, err := fmt.Fprintln(s.out.To, line)
	return err
}

// withTroubles returns a call as the API sent it, with our key for the alerts added at the end.
func withTroubles(call json.RawMessage, troubles []problem) (json.RawMessage, error) {
	tail, err := json.Marshal(struct {
		Alerts []problem `json:"alerts"`
	}{troubles})
	if err != nil {
		return nil, err
	}
	head := bytes.TrimSuffix(bytes.TrimSpace(call), []byte("}"))
	if len(head) > 1 {
		head = append(bytes.Clone(head), ',')
	}
	return append(head, tail[1:]...), nil
}
