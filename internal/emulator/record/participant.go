package record

import (
	"context"

	"github.com/twvoice/twvoice/internal/store"
)

// Participant is a call in a conference, as it is kept and shown, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/voice/api/conference-participant-resource
type Participant struct {
	AccountSid             string     `json:"account_sid"`
	CallSid                string     `json:"call_sid"`
	Label                  NullString `json:"label"`
	CallSidToCoach         NullString `json:"call_sid_to_coach"`
	Coaching               bool       `json:"coaching"`
	ConferenceSid          string     `json:"conference_sid"`
	DateCreated            string     `json:"date_created"`
	DateUpdated            string     `json:"date_updated"`
	EndConferenceOnExit    bool       `json:"end_conference_on_exit"`
	Muted                  bool       `json:"muted"`
	Hold                   bool       `json:"hold"`
	StartConferenceOnEnter bool       `json:"start_conference_on_enter"`
	Status                 string     `json:"status"`
	QueueTime              string     `json:"queue_time"` // milliseconds
	URI                    string     `json:"uri"`
}

// ParticipantKind is the kind of the rows of participantsIn.
const ParticipantKind = "emulator/participant"

// Participants is participants, by the SID of their call, which is in one conference at a time, in the scope of their account.
func Participants(on store.Handle) store.Collection[Participant] {
	return store.In[Participant](on, ParticipantKind)
}

// PutParticipant and dropParticipant are for whoever runs conferences.
func (t *Tables) PutParticipant(ctx context.Context, on store.Handle, p Participant) error {
	p.SetURI()
	return Participants(on).Put(ctx, p.AccountSid, p.CallSid, p)
}

func (t *Tables) DeleteParticipant(ctx context.Context, on store.Handle, p Participant) error {
	return Participants(on).Delete(ctx, p.AccountSid, p.CallSid)
}

// SetURI says where it can be found.
func (p *Participant) SetURI() {
	p.URI = AccountsPath + "/" + p.AccountSid + "/Conferences/" + p.ConferenceSid + "/Participants/" + p.CallSid + ".json"
}
