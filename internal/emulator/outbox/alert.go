package outbox

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
	codes "github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Incident is what an alert reports.
type Incident struct {
	Account  string // AC…
	Resource string // CA… or SM…; "" for none
	Code     string // five digits
	Text     string
	To       Hook // destination of the request
	Params   url.Values
	reply    Answer
}

// Raise stores an alert.
func (o *Outbox) Raise(ctx context.Context, on store.Handle, i Incident) error {
	now := o.Now().UTC().Format(time.RFC3339)
	known, _ := codes.Lookup(i.Code)
	known.Number = i.Code
	level := codes.Error
	if known.Level != "" {
		level = known.Level
	}
	a := record.Alert{
		AccountSid: i.Account, APIVersion: record.APIVersion, DateCreated: now, DateGenerated: now, DateUpdated: now,
		ErrorCode: i.Code, LogLevel: string(level), MoreInfo: known.URL(),
		RequestMethod: i.To.Method, RequestURL: i.To.URL, RequestVariables: i.Params.Encode(),
		ResourceSid: record.NullString(i.Resource), ResponseBody: string(i.reply.Body), ResponseHeaders: headerText(i.reply.Header),
		Sid: webhook.NewSID("NO", o.Random),
	}
	if a.RequestMethod == "" {
		a.RequestMethod = http.MethodPost
	}
	a.AlertText = url.Values{
		"Msg": {i.Text}, "ErrorCode": {i.Code}, "LogLevel": {strings.ToUpper(a.LogLevel)}, "url": {i.To.URL},
	}.Encode()
	a.URL = record.MonitorHost + record.AlertsPath + "/" + a.Sid
	return record.Alerts(on).Insert(ctx, i.Account, a.Sid, a)
}

// headerText returns a header encoded as a form, which is how alerts show it.
func headerText(h http.Header) string { return url.Values(h).Encode() }
