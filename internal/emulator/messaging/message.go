package messaging

import (
	"context"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/textsim"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// newMessage returns a message that is not stored yet.
func (ms *Messenger) newMessage(d Draft) record.Message {
	now := record.FormatTime(ms.Now())
	kind := "SM"
	if len(d.Media) > 0 {
		kind = "MM"
	}
	m := record.Message{
		Body: d.Body, NumSegments: strconv.Itoa(textsim.Segments(d.Body)), Direction: d.Direction, From: record.NullString(d.From), To: d.To,
		DateUpdated: now, AccountSid: d.Account.Sid, NumMedia: strconv.Itoa(len(d.Media)), Status: record.Queued,
		MessagingServiceSid: record.NullString(d.Service), Sid: webhook.NewSID(kind, ms.Random), DateCreated: now,
		PriceUnit: "USD", APIVersion: record.APIVersion,
	}
	if d.Service != "" {
		m.Status = record.Accepted
	}
	base := record.AccountsPath + "/" + m.AccountSid + "/Messages/" + m.Sid
	m.URI = base + ".json"
	m.SubresourceURIs = map[string]string{"media": base + "/Media.json"}
	return m
}

// attach stores the files of a new message.
func (ms *Messenger) attach(ctx context.Context, tx *store.Tx, m record.Message, files []string) error {
	for _, file := range files {
		f := record.Medium{
			AccountSid: m.AccountSid, ContentType: textsim.MediaType(file), DateCreated: m.DateCreated, DateUpdated: m.DateCreated,
			ParentSid: m.Sid, Sid: webhook.NewSID("ME", ms.Random),
		}
		f.URI = strings.TrimSuffix(m.URI, ".json") + "/Media/" + f.Sid + ".json"
		if err := record.Media(tx).Insert(ctx, f.AccountSid, f.Sid, f); err != nil {
			return err
		}
	}
	return nil
}
