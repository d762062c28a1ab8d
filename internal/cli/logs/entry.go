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

// entry is one line of the log; the keys are part of the contract. Its text is made harmless: strangers write it.
type entry struct {
	At      time.Time       `json:"at"`
	Kind    string          `json:"kind"` // "call" or "alert"
	Level   string          `json:"level"`
	Status  string          `json:"status"` // of a call
	SID     string          `json:"sid"`
	CallSid string          `json:"call_sid"`
	Code    string          `json:"code"`
	Text    string          `json:"text"`
	Request string          `json:"request"` // that caused the alert: r12, "" where none is known
	Meaning string          `json:"meaning"` // of the code
	Fix     string          `json:"fix"`     // what to do about it
	URL     string          `json:"url"`     // that was asked
	Call    json.RawMessage `json:"call,omitempty"`
	Alert   json.RawMessage `json:"alert,omitempty"` // either as the API sent it
}

const (
	kindCall  = "call"
	kindAlert = "alert"
)

// ofCall is a call as it began, or as it is now.
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

// levelOf is how bad the end of a call is, in the debugger's words.
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

// sorted puts entries into the order in which they happened. Twilio counts whole seconds: within one a call stands before its
// alerts, and what has no order otherwise has that of the API, which read brings along.
func sorted(all []entry) []entry {
	slices.SortStableFunc(all, func(a, b entry) int {
		return cmp.Or(a.At.Compare(b.At), -cmp.Compare(a.Kind, b.Kind))
	})
	return all
}
