package webhook

import (
	"fmt"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// state is what answers calls to a number, and the open journal entries about it, without passwords in URLs. The JSON
// keys are a stable interface.
type state struct {
	PhoneNumber  string `json:"phone_number"`
	FriendlyName string `json:"friendly_name"`
	Sid          string `json:"sid"`
	AnsweredBy   string `json:"answered_by"` // the key of the setting that takes effect, or ""

	VoiceURL             string `json:"voice_url"`
	VoiceMethod          string `json:"voice_method"`
	VoiceFallbackURL     string `json:"voice_fallback_url"`
	VoiceFallbackMethod  string `json:"voice_fallback_method"`
	VoiceApplicationSid  string `json:"voice_application_sid"`
	TrunkSid             string `json:"trunk_sid"`
	StatusCallback       string `json:"status_callback"`
	StatusCallbackMethod string `json:"status_callback_method"`

	Loan    *loan    `json:"loan"`
	History []change `json:"history"` // newest first: the first is what restore undoes
}

// change is an open entry of the journal.
type change struct {
	Command string            `json:"command"`
	By      string            `json:"by"`
	At      string            `json:"at"`
	Before  map[string]string `json:"before"`
	After   map[string]string `json:"after"`
}

// loan is a change by a running serve, which will restore it.
type loan struct {
	change
	PID       int  `json:"pid"`
	Running   bool `json:"running"`
	Displaced bool `json:"displaced"` // another twvoice uses the number; the loan is restored when that has ended
}

func newState(n twilioapi.Number) state {
	s := state{
		PhoneNumber: n.PhoneNumber, FriendlyName: n.FriendlyName, Sid: n.SID,
		VoiceURL: cmdutil.RedactURL(n.VoiceURL), VoiceMethod: n.VoiceMethod,
		VoiceFallbackURL: cmdutil.RedactURL(n.VoiceFallbackURL), VoiceFallbackMethod: n.VoiceFallbackMethod,
		VoiceApplicationSid: n.VoiceApplicationSid, TrunkSid: n.TrunkSid,
		StatusCallback: cmdutil.RedactURL(n.StatusCallback), StatusCallbackMethod: n.StatusCallbackMethod,
		History: []change{},
	}
	switch {
	case n.TrunkSid != "":
		s.AnsweredBy = "trunk_sid"
	case n.VoiceApplicationSid != "":
		s.AnsweredBy = "voice_application_sid"
	case n.VoiceURL != "":
		s.AnsweredBy = "voice_url"
	}
	return s
}

func newChange(e lease.Entry) change {
	return change{
		Command: e.Command, By: e.By, At: e.At.UTC().Format(time.RFC3339),
		Before: cmdutil.Settings(e.Before), After: cmdutil.Settings(e.After),
	}
}

// view shows the state: what answers, then the settings, then the journal.
func (s state) view() term.View {
	columns := []term.Column{
		{Key: "phone_number", Title: "number"},
		{Key: "friendly_name", Title: "name"},
		{Key: "answered_by", Title: "answered by", Text: func(term.Record) string { return s.answer() }},
	}
	for _, key := range []string{
		"voice_url", "voice_method", "voice_fallback_url", "voice_fallback_method", "voice_application_sid", "trunk_sid",
		"status_callback", "status_callback_method",
	} {
		columns = append(columns, term.Column{
			Key: key, Title: strings.ReplaceAll(key, "_", " "),
		})
	}
	columns = append(columns,
		term.Column{Key: "loan", Title: "in use by", Text: func(term.Record) string { return s.loanText() }},
		term.Column{Key: "history", Title: "restore sets", Text: func(term.Record) string { return s.historyText() }},
	)
	return term.View{Columns: columns, Keys: []string{"sid"}, ID: func(r term.Record) string { return r.String("phone_number") }}
}

func (s state) answer() string {
	switch s.AnsweredBy {
	case "trunk_sid":
		return "the SIP trunk " + s.TrunkSid + ", which overrides application and URL"
	case "voice_application_sid":
		return "the TwiML application " + s.VoiceApplicationSid + ", which overrides the URL"
	case "voice_url":
		return "the voice URL"
	}
	return "nothing: calls to it fail"
}

func (s state) loanText() string {
	switch {
	case s.Loan == nil:
		return ""
	case s.Loan.Running:
		return fmt.Sprintf("%s (%s, pid %d, since %s)", s.Loan.By, s.Loan.Command, s.Loan.PID, localTime(s.Loan.At))
	}
	if s.Loan.Displaced {
		return fmt.Sprintf("taken over from %s (%s, since %s) by serve on another machine; when that has ended: twvoice webhook restore %s", s.Loan.By, s.Loan.Command, localTime(s.Loan.At), s.PhoneNumber)
	}
	return fmt.Sprintf("left behind by %s (%s, pid %d, since %s): twvoice webhook restore --all", s.Loan.By, s.Loan.Command, s.Loan.PID, localTime(s.Loan.At))
}

// localTime formats a time of the journal in local time with its zone. Programs get UTC.
func localTime(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	return t.Local().Format("2006-01-02 15:04:05 MST")
}

func (s state) historyText() string {
	if len(s.History) == 0 {
		return ""
	}
	last := s.History[0]
	text := fmt.Sprintf("%s (undoes %s by %s at %s)", cmdutil.Words(last.Before), last.Command, last.By, localTime(last.At))
	if more := len(s.History) - 1; more > 0 {
		text += fmt.Sprintf(", and %d older", more)
	}
	return text
}
