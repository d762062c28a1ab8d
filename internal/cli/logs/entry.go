package logs

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
	"github.com/twvoice/twvoice/pkg/alert"
)

// entry is one line of the log. The JSON keys are a stable interface. Control characters in its text are replaced,
// because the text is untrusted.
type entry struct {
	At      time.Time       `json:"at"`
	Kind    string          `json:"kind"` // "call" or "alert"
	Level   string          `json:"level"`
	Status  string          `json:"status"` // of a call
	SID     string          `json:"sid"`
	CallSid string          `json:"call_sid"`
	Code    string          `json:"code"`
	Text    string          `json:"text"`
	Request string          `json:"request"` // the request that caused the alert: r12, or ""
	Meaning string          `json:"meaning"` // of the code
	Fix     string          `json:"fix"`     // what to do about it
	URL     string          `json:"url"`     // of the request
	Call    json.RawMessage `json:"call,omitempty"`
	Alert   json.RawMessage `json:"alert,omitempty"` // either one as the API sent it
}

const (
	kindCall  = "call"
	kindAlert = "alert"
)

// ofCall returns the entry for a call as it began, or as it is now.
func ofCall(c twilioapi.Call, at time.Time) entry {
	text := c.From + " → " + c.To
	if c.ParentCallSid != "" {
		text += ", dialed by " + c.ParentCallSid
	}
	if c.Over() && c.Duration != "" && c.Duration != "0" {
		text += ", " + c.Duration + " s"
	}
	if price := strings.TrimPrefix(c.Price, "-"); price != "" {
		text += ", " + price + " " + c.PriceUnit
	}
	return entry{
		At: at, Kind: kindCall, Level: levelOf(c.Status), Status: term.OneLine(c.Status), SID: c.SID, CallSid: c.SID,
		Text: term.OneLine(text), Call: c.Raw,
	}
}

// levelOf returns the level for the final status of a call, in the debugger's words.
func levelOf(status string) string {
	switch status {
	case "failed":
		return "error"
	case "busy", "no-answer":
		return "warning"
	}
	return "notice"
}

func ofAlert(a twilioapi.Alert) entry {
	known, _ := alert.Lookup(a.ErrorCode)
	e := entry{
		At: a.At(), Kind: kindAlert, Level: term.OneLine(a.LogLevel), SID: a.SID, Code: term.OneLine(a.ErrorCode),
		Text: term.OneLine(cmp.Or(a.Message(), known.Title)), Meaning: known.Meaning, Fix: known.Fix, URL: term.OneLine(a.RequestURL), Alert: a.Raw,
	}
	if strings.HasPrefix(a.ResourceSid, "CA") {
		e.CallSid = a.ResourceSid
	}
	return e
}

// sorted sorts entries by time. Twilio's times have whole seconds: within one, a call comes before its alerts, and the
// rest keeps the order of the API.
func sorted(all []entry) []entry {
	slices.SortStableFunc(all, func(a, b entry) int {
		return cmp.Or(a.At.Compare(b.At), -cmp.Compare(a.Kind, b.Kind))
	})
	return all
}
