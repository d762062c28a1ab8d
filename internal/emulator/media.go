package emulator

import (
	"context"
	"strings"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/textsim"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// medium is a file that came with a message, in the order of Twilio's keys. The file itself stays where it is.
//
// https://www.twilio.com/docs/messaging/api/media-resource
type medium struct {
	AccountSid  string `json:"account_sid"`
	ContentType string `json:"content_type"`
	DateCreated string `json:"date_created"`
	DateUpdated string `json:"date_updated"`
	ParentSid   string `json:"parent_sid"`
	Sid         string `json:"sid"`
	URI         string `json:"uri"`
}

func (e *Server) media() resource[medium] {
	return resource[medium]{
		db: e.db, kind: "emulator/media", key: "media_list",
		filter: func(r *request) (func(*medium) bool, error) {
			f := filter[medium]{query: r.query}
			f.date("DateCreated", func(m *medium) string { return m.DateCreated })
			return f.keep()
		},
		belongs: func(r *request, m *medium) bool { return m.ParentSid == r.arg("MessageSid") },
	}
}

// attach keeps the files of a new message.
func (e *Server) attach(ctx context.Context, tx *store.Tx, m message, files []string) error {
	for _, file := range files {
		f := medium{
			AccountSid: m.AccountSid, ContentType: textsim.MediaType(file), DateCreated: m.DateCreated, DateUpdated: m.DateCreated,
			ParentSid: m.Sid, Sid: webhook.NewSID("ME", e.random),
		}
		f.URI = strings.TrimSuffix(m.URI, ".json") + "/Media/" + f.Sid + ".json"
		if err := e.media().in(tx).Insert(ctx, f.AccountSid, f.Sid, f); err != nil {
			return err
		}
	}
	return nil
}
