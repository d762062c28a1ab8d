// Package messaging takes text messages from their sender to their recipient, asks the application behind the recipient's
// number, and sends what it replies.
package messaging

import (
	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
)

// Messenger takes text messages to those who get them.
type Messenger struct {
	*record.Tables
	*outbox.Outbox
}
