// Package messaging delivers text messages, requests the application of the recipient's number, and
// sends the replies.
package messaging

import (
	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
)

// Messenger delivers text messages to their recipients.
type Messenger struct {
	*record.Tables
	*outbox.Outbox
}
