package record

import (
	"context"

	"github.com/twvoice/twvoice/internal/store"
)

// Participant is a call in a conference as stored and shown, in the order of Twilio's keys.
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

// ParticipantKind is the kind of the rows of [Participants].
const ParticipantKind = "emulator/participant"

// Participants returns the participants, in the scope of their account. The key is the SID of the
// call, which is in at most one conference at a time.
func Participants(on store.Handle) store.Collection[Participant] {
	return store.In[Participant](on, ParticipantKind)
}

// PutParticipant stores a participant.
func (t *Tables) PutParticipant(ctx context.Context, on store.Handle, p Participant) error {
	p.SetURI()
	return Participants(on).Put(ctx, p.AccountSid, p.CallSid, p)
}

// DeleteParticipant deletes a participant who has left.
func (t *Tables) DeleteParticipant(ctx context.Context, on store.Handle, p Participant) error {
	return Participants(on).Delete(ctx, p.AccountSid, p.CallSid)
}

// SetURI sets the URI of the participant.
func (p *Participant) SetURI() {
	p.URI = AccountsPath + "/" + p.AccountSid + "/Conferences/" + p.ConferenceSid + "/Participants/" + p.CallSid + ".json"
}
