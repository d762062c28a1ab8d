package emulator

import (
	"net/http"
	"strconv"

	"github.com/twvoice/twvoice/pkg/textsim"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// message is a text message as it is kept and shown, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/messaging/api/message-resource
type message struct {
	Body                string            `json:"body"`
	NumSegments         string            `json:"num_segments"`
	Direction           string            `json:"direction"`
	From                orNull            `json:"from"`
	To                  string            `json:"to"`
	DateUpdated         string            `json:"date_updated"`
	Price               *string           `json:"price"` // nothing costs anything here
	ErrorMessage        orNull            `json:"error_message"`
	URI                 string            `json:"uri"`
	AccountSid          string            `json:"account_sid"`
	NumMedia            string            `json:"num_media"`
	Status              string            `json:"status"`
	MessagingServiceSid orNull            `json:"messaging_service_sid"`
	Sid                 string            `json:"sid"`
	DateSent            orNull            `json:"date_sent"`
	DateCreated         string            `json:"date_created"`
	ErrorCode           *int              `json:"error_code"`
	PriceUnit           string            `json:"price_unit"`
	APIVersion          string            `json:"api_version"`
	SubresourceURIs     map[string]string `json:"subresource_uris"`
}

// What a message's status may be: https://www.twilio.com/docs/messaging/api/message-resource#message-status-values.
const (
	queued      = "queued"
	accepted    = "accepted" // by a messaging service
	sent        = "sent"
	delivered   = "delivered"
	undelivered = "undelivered"
	received    = "received"
	canceled    = "canceled"
)

// final reports whether nothing more will happen to the message.
func (m *message) final() bool {
	switch m.Status {
	case delivered, undelivered, received, canceled:
		return true
	}
	return false
}

func (e *Server) messages() resource[message] {
	return resource[message]{db: e.db, kind: "emulator/message", key: "messages", filter: func(r *request) (func(*message) bool, error) {
		f := filter[message]{query: r.query}
		f.phone("To", func(m *message) string { return m.To })
		f.phone("From", func(m *message) string { return string(m.From) })
		f.date("DateSent", func(m *message) string { return string(m.DateSent) })
		return f.keep()
	}}
}

func (e *Server) messageRoutes() []route {
	const path = accountsPath + "/{AccountSid}/Messages"
	s, m := e.messages(), e.media()
	return []route{
		{pattern: path, on: s.all(e.createMessage)},
		{pattern: path + "/{Sid}", on: s.one(s.update(e.changeMessage), s.remove(settled))},
		{pattern: path + "/{MessageSid}/Media", on: map[string]handle{http.MethodGet: s.under("MessageSid", m.list)}},
		{pattern: path + "/{MessageSid}/Media/{Sid}", on: map[string]handle{
			http.MethodGet: m.fetch, http.MethodDelete: m.remove(nil),
		}},
	}
}

// newMessage is a message that nobody has kept yet.
func (e *Server) newMessage(d draft) message {
	now := rfc2822(e.now())
	kind := "SM"
	if len(d.media) > 0 {
		kind = "MM"
	}
	m := message{
		Body: d.body, NumSegments: strconv.Itoa(textsim.Segments(d.body)), Direction: d.direction, From: orNull(d.from), To: d.to,
		DateUpdated: now, AccountSid: d.account.Sid, NumMedia: strconv.Itoa(len(d.media)), Status: queued,
		MessagingServiceSid: orNull(d.service), Sid: webhook.NewSID(kind, e.random), DateCreated: now,
		PriceUnit: "USD", APIVersion: apiVersion,
	}
	if d.service != "" {
		m.Status = accepted
	}
	base := accountsPath + "/" + m.AccountSid + "/Messages/" + m.Sid
	m.URI = base + ".json"
	m.SubresourceURIs = map[string]string{"media": base + "/Media.json"}
	return m
}
