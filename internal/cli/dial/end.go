package dial

import (
	"context"
	"errors"
	"fmt"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
	"github.com/twvoice/twvoice/pkg/alert"
)

// problem is an alert of the call: the JSON keys of twvoice call, and the description of the code.
type problem struct {
	Code    string `json:"code"`
	Level   string `json:"level"`
	Message string `json:"message"`
	URL     string `json:"url"`
	Meaning string `json:"meaning"`
	Fix     string `json:"fix"`
}

// showEnd shows how the call ended, with the alerts of Twilio's debugger.
func (d *dialing) showEnd(ctx context.Context, call twilioapi.Call) error {
	troubles, err := d.alerts(ctx, call)
	if err != nil {
		d.f.Env.Notef("%s the alerts of the call cannot be read: %v", d.f.Paint().Yellow("warning:"), err)
	}
	if err := d.show.ended(call, troubles); err != nil {
		return d.notShownError(call, err)
	}
	bad := 0
	for _, t := range troubles {
		if t.Level == string(alert.Error) {
			bad++
		}
	}
	switch {
	case call.Status != "completed":
		return fault.With(fmt.Errorf("the call to %s ended %s: %s", call.To, call.Status, reason(call.Status)), fault.Problems, "twvoice logs --call "+call.SID)
	case bad > 0:
		return fault.With(errors.New("the call ended with "+count(bad, "error")), fault.Problems, "twvoice logs --call "+call.SID)
	}
	return nil
}

// reason explains a final status other than completed.
//
// https://www.twilio.com/docs/voice/api/call-resource#call-status-values
func reason(status string) string {
	switch status {
	case "busy":
		return "the callee was on the phone or declined the call"
	case "no-answer":
		return "the call was not answered in time"
	case "canceled":
		return "the call was canceled before it was answered"
	}
	return "the call could not be connected; check that the number exists and that this account may call its country"
}

// maxAlerts limits the alerts that are searched for those of one call.
const maxAlerts = 1000

// alerts returns the alerts of the call, oldest first. Twilio may report some of them later.
func (d *dialing) alerts(ctx context.Context, call twilioapi.Call) ([]problem, error) {
	all := []problem{}
	for a, err := range d.account.API.Alerts.List(ctx, twilioapi.AlertFilter{Since: call.Created(), Page: 50}, maxAlerts) {
		if err != nil {
			return all, err
		}
		if a.ResourceSid != call.SID {
			continue
		}
		known, _ := alert.Lookup(a.ErrorCode)
		t := problem{Code: a.ErrorCode, Level: a.LogLevel, Message: term.OneLine(a.Message()), URL: a.RequestURL, Meaning: known.Meaning, Fix: known.Fix}
		if t.Message == "" {
			t.Message = known.Title
		}
		all = append([]problem{t}, all...)
	}
	return all, nil
}
