package record

import (
	"context"
	"strconv"
	"time"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Recording is a recording of a call or a conference, as stored and shown, in the order of Twilio's
// keys.
//
// https://www.twilio.com/docs/voice/api/recording
type Recording struct {
	AccountSid        string            `json:"account_sid"`
	APIVersion        string            `json:"api_version"`
	CallSid           NullString        `json:"call_sid"`
	ConferenceSid     NullString        `json:"conference_sid"`
	DateCreated       string            `json:"date_created"`
	DateUpdated       string            `json:"date_updated"`
	StartTime         string            `json:"start_time"`
	Duration          NullString        `json:"duration"` // seconds; null before the end
	Sid               string            `json:"sid"`
	Price             *string           `json:"price"`
	PriceUnit         string            `json:"price_unit"`
	Status            string            `json:"status"`
	Channels          int               `json:"channels"`
	Source            string            `json:"source"`
	ErrorCode         *int              `json:"error_code"`
	URI               string            `json:"uri"`
	EncryptionDetails *struct{}         `json:"encryption_details"`
	SubresourceURIs   map[string]string `json:"subresource_uris"`
	MediaURL          string            `json:"media_url"`
}

// RecordingKind is the kind of the rows of [Recordings].
const RecordingKind = "emulator/recording"

// Recordings returns the recordings, in the scope of their account.
func Recordings(on store.Handle) store.Collection[Recording] {
	return store.In[Recording](on, RecordingKind)
}

// Statuses of a recording, in addition to those of calls.
const (
	processing = "processing"
	Completed  = "completed"
	Absent     = "absent" // nothing was heard
	Erased     = "deleted"
)

const apiHost = "https://api.twilio.com"

// RecordingParams is what is known about a recording when it begins, and its length once it has
// ended.
type RecordingParams struct {
	Account          string // AC…
	Call, Conference string // SIDs; "" for none
	Source           string // "RecordVerb", "DialVerb", "OutboundAPI", …
	Channels         int    // 1 or 2
	Status           string
	Started          time.Time
	Seconds          int // length of a completed recording
}

// NewRecording returns a recording that is not stored yet.
func (t *Tables) NewRecording(of RecordingParams) Recording {
	now := FormatTime(t.Now())
	c := Recording{
		AccountSid: of.Account, APIVersion: APIVersion, CallSid: NullString(of.Call), ConferenceSid: NullString(of.Conference),
		DateCreated: now, DateUpdated: now, StartTime: FormatTime(of.Started), Sid: webhook.NewSID("RE", t.Random),
		PriceUnit: "USD", Status: of.Status, Channels: of.Channels, Source: of.Source,
	}
	if of.Status == Completed {
		c.Duration = NullString(strconv.Itoa(of.Seconds))
	}
	c.SetSid(c.Sid)
	return c
}

// SetSid sets the SID, and the fields that contain it.
func (c *Recording) SetSid(sid string) {
	base := AccountsPath + "/" + c.AccountSid + "/Recordings/" + sid
	c.Sid, c.URI, c.MediaURL = sid, base+".json", apiHost+base
	c.SubresourceURIs = map[string]string{
		"add_on_results": base + "/AddOnResults.json", "transcriptions": base + "/Transcriptions.json",
	}
}

// PutRecording stores a new or changed recording.
func (t *Tables) PutRecording(ctx context.Context, on store.Handle, c Recording) error {
	return Recordings(on).Put(ctx, c.AccountSid, c.Sid, c)
}

// Seconds returns the length of a recording. ok is false if it has no sound.
func (c *Recording) Seconds() (n int, ok bool) {
	n, err := strconv.Atoi(string(c.Duration))
	return n, err == nil && c.Status == Completed
}
