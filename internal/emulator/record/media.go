package record

import (
	"github.com/twvoice/twvoice/internal/store"
)

// Medium is a file of a message, in the order of Twilio's keys. Only its URL is stored, not its
// content.
//
// https://www.twilio.com/docs/messaging/api/media-resource
type Medium struct {
	AccountSid  string `json:"account_sid"`
	ContentType string `json:"content_type"`
	DateCreated string `json:"date_created"`
	DateUpdated string `json:"date_updated"`
	ParentSid   string `json:"parent_sid"`
	Sid         string `json:"sid"`
	URI         string `json:"uri"`
}

// MediumKind is the kind of the rows of [Media].
const MediumKind = "emulator/media"

// Media returns the files of messages, in the scope of their account.
func Media(on store.Handle) store.Collection[Medium] { return store.In[Medium](on, MediumKind) }
