package voicetest

import (
	"strings"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Update is a change of a call in progress, as POST /Calls/{Sid} of Twilio's REST API makes it. Set
// one of URL, Twiml and Status
// (https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource).
type Update struct {
	URL    string // another document; a path is relative to the application
	Method string // of the URL: GET, or POST, which is the default
	Twiml  string // another document as text
	Status string // completed, or canceled for a call that still rings: ends the call
}

// Update changes the call now, in the middle of what is running. It fails if Twilio would reject
// the change.
func (p *party) Update(u Update) {
	p.call.t.Helper()
	change := event.Updated{Method: strings.ToUpper(u.Method), Status: event.Status(u.Status)}
	set := 0
	for _, written := range []string{u.URL, u.Twiml, u.Status} {
		if written != "" {
			set++
		}
	}
	switch {
	case set != 1:
		p.call.t.Fatalf("voicetest: Update takes one of URL, Twiml and Status, not %d of them", set)
	case u.URL != "":
		change.URL = absolute(p.call.base, u.URL)
	case u.Twiml != "":
		change.Document = parsed(p.call.t, u.Twiml)
	case change.Status != event.Completed && change.Status != event.Canceled:
		p.call.t.Fatalf("voicetest: Update cannot set the status %q: use completed or canceled", u.Status)
	}
	defer p.begins()()
	if p.leg.over || p.call.over {
		p.call.fail("want to update the call of %s, but %s", p.name, p.gone())
	}
	p.leg.refused = ""
	if p.do(p.call.at, change); p.leg.refused != "" {
		p.call.fail("want to update the call of %s, but %s", p.name, p.leg.refused)
	}
}
