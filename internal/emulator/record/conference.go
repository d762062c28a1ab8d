package record

import (
	"context"
	"errors"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Conference is a conference as stored and shown, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/voice/api/conference-resource
type Conference struct {
	AccountSid              string            `json:"account_sid"`
	DateCreated             string            `json:"date_created"`
	DateUpdated             string            `json:"date_updated"`
	APIVersion              string            `json:"api_version"`
	FriendlyName            string            `json:"friendly_name"`
	Region                  string            `json:"region"`
	Sid                     string            `json:"sid"`
	Status                  string            `json:"status"` // "init", "in-progress" or "completed"
	URI                     string            `json:"uri"`
	SubresourceURIs         map[string]string `json:"subresource_uris"`
	ReasonConferenceEnded   NullString        `json:"reason_conference_ended"`
	CallSidEndingConference NullString        `json:"call_sid_ending_conference"`
}

// ConferenceKind is the kind of the rows of [Conferences].
const ConferenceKind = "emulator/conference"

// Conferences returns the conferences, in the scope of their account.
func Conferences(on store.Handle) store.Collection[Conference] {
	return store.In[Conference](on, ConferenceKind)
}

// NewConference returns a conference that is not stored yet.
func (t *Tables) NewConference(accountSid, name string) Conference {
	now := FormatTime(t.Now())
	c := Conference{
		AccountSid: accountSid, DateCreated: now, DateUpdated: now, APIVersion: APIVersion, FriendlyName: name, Region: "us1",
		Sid: webhook.NewSID("CF", t.Random), Status: "init",
	}
	c.SetSid(c.Sid)
	return c
}

// SetSid sets the SID, and the fields that contain it.
func (c *Conference) SetSid(sid string) {
	base := AccountsPath + "/" + c.AccountSid + "/Conferences/" + sid
	c.Sid, c.URI = sid, base+".json"
	c.SubresourceURIs = map[string]string{"participants": base + "/Participants.json", "recordings": base + "/Recordings.json"}
}

// PutConference stores a conference. If it has completed, its participants are deleted.
func (t *Tables) PutConference(ctx context.Context, tx *store.Tx, c Conference) error {
	if c.Status == Completed {
		rows, err := Participants(tx).List(ctx, store.Query{Scope: c.AccountSid})
		if err != nil {
			return err
		}
		for _, row := range rows {
			if row.Value.ConferenceSid != c.Sid {
				continue
			}
			if err := Participants(tx).Delete(ctx, c.AccountSid, row.Key); err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
	}
	return Conferences(tx).Put(ctx, c.AccountSid, c.Sid, c)
}
