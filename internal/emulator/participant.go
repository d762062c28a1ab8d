package emulator

import (
	"context"

	"github.com/twvoice/twvoice/internal/store"
)

// participant is a call in a conference, as it is kept and shown, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/voice/api/conference-participant-resource
type participant struct {
	AccountSid             string `json:"account_sid"`
	CallSid                string `json:"call_sid"`
	Label                  orNull `json:"label"`
	CallSidToCoach         orNull `json:"call_sid_to_coach"`
	Coaching               bool   `json:"coaching"`
	ConferenceSid          string `json:"conference_sid"`
	DateCreated            string `json:"date_created"`
	DateUpdated            string `json:"date_updated"`
	EndConferenceOnExit    bool   `json:"end_conference_on_exit"`
	Muted                  bool   `json:"muted"`
	Hold                   bool   `json:"hold"`
	StartConferenceOnEnter bool   `json:"start_conference_on_enter"`
	Status                 string `json:"status"`
	QueueTime              string `json:"queue_time"` // milliseconds
	URI                    string `json:"uri"`
}

// participants are kept by the SID of their call, which is in one conference at a time.
func (e *Server) participants() resource[participant] {
	return resource[participant]{
		db: e.db, kind: "emulator/participant", key: "participants",
		filter: func(r *request) (func(*participant) bool, error) {
			f := filter[participant]{query: r.query}
			f.flag("Muted", func(p *participant) bool { return p.Muted })
			f.flag("Hold", func(p *participant) bool { return p.Hold })
			f.flag("Coaching", func(p *participant) bool { return p.Coaching })
			return f.keep()
		},
		belongs: func(r *request, p *participant) bool { return p.ConferenceSid == r.arg("ConferenceSid") },
	}
}

// keepParticipant and dropParticipant are for whoever runs conferences.
func (e *Server) keepParticipant(ctx context.Context, on store.Handle, p participant) error {
	p.place()
	return e.participants().in(on).Put(ctx, p.AccountSid, p.CallSid, p)
}

func (e *Server) dropParticipant(ctx context.Context, on store.Handle, p participant) error {
	return e.participants().in(on).Delete(ctx, p.AccountSid, p.CallSid)
}

// place says where it can be found.
func (p *participant) place() {
	p.URI = accountsPath + "/" + p.AccountSid + "/Conferences/" + p.ConferenceSid + "/Participants/" + p.CallSid + ".json"
}
