package emulator

import (
	"context"
	"strconv"
	"time"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// recording is what was recorded of a call or a conference, as it is kept and shown, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/voice/api/recording
type recording struct {
	AccountSid        string            `json:"account_sid"`
	APIVersion        string            `json:"api_version"`
	CallSid           orNull            `json:"call_sid"`
	ConferenceSid     orNull            `json:"conference_sid"`
	DateCreated       string            `json:"date_created"`
	DateUpdated       string            `json:"date_updated"`
	StartTime         string            `json:"start_time"`
	Duration          orNull            `json:"duration"` // seconds; null before the end
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

// What a recording's status may be, beside those of calls.
const (
	processing = "processing"
	completed  = "completed"
	absent     = "absent" // nothing was to be heard
	erased     = "deleted"
)

const apiHost = "https://api.twilio.com"

// A take is what is known when a recording begins, and its length when it ended.
type take struct {
	account          string // AC…
	call, conference string // SIDs; "" for none
	source           string // "RecordVerb", "DialVerb", "OutboundAPI", …
	channels         int    // 1 or 2
	status           string
	started          time.Time
	seconds          int // of what is completed
}

// newRecording is a recording that nobody has kept yet.
func (e *Server) newRecording(t take) recording {
	now := rfc2822(e.now())
	c := recording{
		AccountSid: t.account, APIVersion: apiVersion, CallSid: orNull(t.call), ConferenceSid: orNull(t.conference),
		DateCreated: now, DateUpdated: now, StartTime: rfc2822(t.started), Sid: webhook.NewSID("RE", e.random),
		PriceUnit: "USD", Status: t.status, Channels: t.channels, Source: t.source,
	}
	if t.status == completed {
		c.Duration = orNull(strconv.Itoa(t.seconds))
	}
	c.rename(c.Sid)
	return c
}

// rename gives it the SID that the engine has drawn, and all that follows from it.
func (c *recording) rename(sid string) {
	base := accountsPath + "/" + c.AccountSid + "/Recordings/" + sid
	c.Sid, c.URI, c.MediaURL = sid, base+".json", apiHost+base
	c.SubresourceURIs = map[string]string{
		"add_on_results": base + "/AddOnResults.json", "transcriptions": base + "/Transcriptions.json",
	}
}

// keepRecording is for whoever records: it keeps a new recording, or one that went on.
func (e *Server) keepRecording(ctx context.Context, on store.Handle, c recording) error {
	return e.recordings().in(on).Put(ctx, c.AccountSid, c.Sid, c)
}

// seconds is the length of a recording, and whether there is anything to be heard.
func (c *recording) seconds() (n int, ok bool) {
	n, err := strconv.Atoi(string(c.Duration))
	return n, err == nil && c.Status == completed
}
