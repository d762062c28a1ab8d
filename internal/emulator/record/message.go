package record

import (
	"github.com/twvoice/twvoice/internal/store"
)

// Message is a text message as stored and shown, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/messaging/api/message-resource
type Message struct {
	Body                string            `json:"body"`
	NumSegments         string            `json:"num_segments"`
	Direction           string            `json:"direction"`
	From                NullString        `json:"from"`
	To                  string            `json:"to"`
	DateUpdated         string            `json:"date_updated"`
	Price               *string           `json:"price"` // always null: the emulator charges nothing
	ErrorMessage        NullString        `json:"error_message"`
	URI                 string            `json:"uri"`
	AccountSid          string            `json:"account_sid"`
	NumMedia            string            `json:"num_media"`
	Status              string            `json:"status"`
	MessagingServiceSid NullString        `json:"messaging_service_sid"`
	Sid                 string            `json:"sid"`
	DateSent            NullString        `json:"date_sent"`
	DateCreated         string            `json:"date_created"`
	ErrorCode           *int              `json:"error_code"`
	PriceUnit           string            `json:"price_unit"`
	APIVersion          string            `json:"api_version"`
	SubresourceURIs     map[string]string `json:"subresource_uris"`
}

// MessageKind is the kind of the rows of [Messages].
const MessageKind = "emulator/message"

// Messages returns the messages, in the scope of their account.
func Messages(on store.Handle) store.Collection[Message] { return store.In[Message](on, MessageKind) }

// Statuses of a message:
// https://www.twilio.com/docs/messaging/api/message-resource#message-status-values.
const (
	Queued      = "queued"
	Accepted    = "accepted" // by a messaging service
	Sent        = "sent"
	Delivered   = "delivered"
	Undelivered = "undelivered"
	Received    = "received"
	Canceled    = "canceled"
)

// Final reports whether the status of the message can no longer change.
func (m *Message) Final() bool {
	switch m.Status {
	case Delivered, Undelivered, Received, Canceled:
		return true
	}
	return false
}
