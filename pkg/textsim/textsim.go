// Package textsim simulates an incoming text message: it sends the webhook to an application, as Twilio does, and returns
// the replies.
//
// It does not deliver anything: a reply is a value, and its recipient gets nothing. Calls are simulated by package
// voicesim, whose requests, signatures and evaluation of answers it shares.
//
// The behavior follows https://www.twilio.com/docs/messaging/guides/webhook-request and
// https://www.twilio.com/docs/messaging/twiml.
package textsim

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// Message is an incoming text message. It needs a URL; a missing Sid is drawn.
type Message struct {
	Sid        string // SM…, and MM… with media
	AccountSid string
	From, To   string
	Body       string
	Media      []string // URLs of pictures and other files

	URL, Method                 string // the number's SmsUrl
	FallbackURL, FallbackMethod string
	Params                      url.Values // added to every request, and override the standard parameters
}

// Options describe how a message is sent. The zero value signs with the empty token, and uses the
// network.
type Options struct {
	Message   Message
	Token     string
	SignAs    string             // as in [voicesim.Options]
	ConnectTo []client.ConnectTo // as in [voicesim.Options]
	Transport http.RoundTripper  // nil: http.DefaultTransport
	Random    io.Reader          // source of the SID; nil is the system's
	// Jar stores the cookies that the application set in answers to the same From and To, as Twilio
	// does (https://help.twilio.com/articles/223136287); nil uses a new jar for this message.
	// Choice: cookies live as long as the jar, not four hours, because no time passes here.
	Jar http.CookieJar
}

// Result is the result of a message. The zero Result is that of a message that was not sent.
type Result struct {
	Sid      string
	Replies  []Reply
	Requests []Request
	Alerts   []Alert
	Notes    []string // how answers were obtained, where that matters
}

// Reply is a message from the application.
type Reply struct {
	From, To, Body string
	Media          []string
	Pos            twiml.Pos // position of its verb, the zero Pos for plain text
}

// Request is one request and its result. If an answer redirects, the next request is a separate
// Request.
type Request struct {
	Method, URL string
	Params      url.Values
	Status      int // 0 if there was no answer
	Took        time.Duration
	Fallback    bool
	Lost        string // what the redirect before this request dropped, see [client.Hop]
}

// Alert is an entry that Twilio's debugger would show.
type Alert struct {
	Code    string
	Level   alert.Level
	Message string
	URL     string
	Pos     twiml.Pos
}

// Errors returns the number of alerts at error level.
func (r Result) Errors() (n int) {
	for _, a := range r.Alerts {
		if a.Level == alert.Error {
			n++
		}
	}
	return n
}

// maxPages limits the documents of one message (https://www.twilio.com/docs/api/errors/14106).
// Choice: the number is the emulator's; Twilio names none.
const maxPages = 50

// Send sends the message to the application, follows the documents that its answers lead to, and
// collects the replies. It makes one request after the other on the caller's goroutine; several
// calls may run concurrently. The error is ctx's own, or says that the message could not be sent;
// errors of the application are part of the result.
func Send(ctx context.Context, o Options) (Result, error) {
	if o.Message.URL == "" {
		return Result{}, errors.New("no URL for incoming messages is set")
	}
	if o.Message.Sid == "" {
		kind := "SM"
		if len(o.Message.Media) > 0 {
			kind = "MM"
		}
		o.Message.Sid = webhook.NewSID(kind, o.Random)
	}
	if o.Jar == nil {
		o.Jar, _ = cookiejar.New(nil) // it never fails, according to its documentation
	}
	s := sending{o: o, result: Result{Sid: o.Message.Sid}}
	m := o.Message
	if err := s.visit(ctx, page{url: m.URL, method: m.Method}); err != nil {
		return Result{}, err
	}
	return s.result, nil
}

// Form returns the parameters of the webhook.
func (m Message) Form() url.Values {
	v := url.Values{
		"MessageSid": {m.Sid}, "SmsSid": {m.Sid}, "SmsMessageSid": {m.Sid}, "AccountSid": {m.AccountSid},
		"From": {m.From}, "To": {m.To}, "Body": {m.Body}, "SmsStatus": {"received"}, "ApiVersion": {"2010-04-01"},
		"NumMedia": {strconv.Itoa(len(m.Media))}, "NumSegments": {strconv.Itoa(Segments(m.Body))},
	}
	for i, address := range m.Media {
		v.Set("MediaUrl"+strconv.Itoa(i), address)
		v.Set("MediaContentType"+strconv.Itoa(i), MediaType(address))
	}
	for end, number := range map[string]string{"From": m.From, "To": m.To} {
		place := e164.PlaceOf(number)
		v.Set(end+"City", place.City)
		v.Set(end+"State", place.State)
		v.Set(end+"Zip", place.Zip)
		v.Set(end+"Country", place.Country)
	}
	maps.Copy(v, m.Params)
	return v
}

// MediaType guesses the media type from the file extension, without a request for the file.
func MediaType(file string) string {
	file, _, _ = strings.Cut(file, "?")
	switch strings.ToLower(path.Ext(file)) {
	case ".png":
		return "image/png"
	case ".gif":
		return "image/gif"
	case ".mp3":
		return "audio/mpeg"
	case ".wav":
		return "audio/x-wav"
	case ".mp4":
		return "video/mp4"
	case ".pdf":
		return "application/pdf"
	case ".vcf":
		return "text/vcard"
	}
	return "image/jpeg"
}

// options returns the message as options for the requests of package voicesim: the account, and the
// application's host.
func (s *sending) options() voicesim.Options {
	m := s.o.Message
	return voicesim.Options{
		Call:  event.Call{Sid: m.Sid, AccountSid: m.AccountSid, From: m.From, To: m.To, URL: m.URL},
		Token: s.o.Token, SignAs: s.o.SignAs, ConnectTo: s.o.ConnectTo, Transport: s.o.Transport, Random: s.o.Random, Jar: s.o.Jar,
	}
}
