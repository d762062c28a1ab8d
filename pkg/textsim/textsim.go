// Package textsim is a text message without a phone: it tells an application of a message that came in, as Twilio does, and says
// what the application answers.
//
// It refuses to deliver anything: a reply is a value, and whom it is for hears nothing of it. Calls are package voicesim's, whose
// requests, signatures and judgement of answers it shares.
//
// The behaviour follows https://www.twilio.com/docs/messaging/guides/webhook-request and
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

// Message is a text message that comes in. It needs a URL; its Sid is drawn where it is missing.
type Message struct {
	Sid        string // SM…, and MM… with media
	AccountSid string
	From, To   string
	Body       string
	Media      []string // URLs of pictures and the like

	URL, Method                 string // the number's SmsUrl
	FallbackURL, FallbackMethod string
	Params                      url.Values // added to every request, and win over the standard parameters
}

// Options say how a message is sent. The zero value signs with the empty token, over the network.
type Options struct {
	Message   Message
	Token     string
	SignAs    string             // as in [voicesim.Options]
	ConnectTo []client.ConnectTo // as in [voicesim.Options]
	Transport http.RoundTripper  // nil: http.DefaultTransport
	Random    io.Reader          // gives the SID; nil is the system's
	// Jar has the cookies that the application set in answers to the same From and To, as Twilio keeps them
	// (https://help.twilio.com/articles/223136287); nil: those of this message alone. Choice: they live as long as the jar, not four hours,
	// for no time passes here.
	Jar http.CookieJar
}

// Result is what came of a message. The zero Result is that of one which nobody was told of.
type Result struct {
	Sid      string
	Replies  []Reply
	Requests []Request
	Alerts   []Alert
	Notes    []string // what a reader should know about how answers were got
}

// Reply is a message that the application answers with.
type Reply struct {
	From, To, Body string
	Media          []string
	Pos            twiml.Pos // of its verb, the zero Pos for plain text
}

// Request is one that was made, and what came of it. Where an answer redirects, the next one is a request of its own.
type Request struct {
	Method, URL string
	Params      url.Values
	Status      int // 0 where there was no answer
	Took        time.Duration
	Fallback    bool
	Lost        string // what the redirect that led here dropped, see [client.Hop]
}

// Alert is what Twilio's debugger would show.
type Alert struct {
	Code    string
	Level   alert.Level
	Message string
	URL     string
	Pos     twiml.Pos
}

// Errors counts the alerts of error level.
func (r Result) Errors() (n int) {
	for _, a := range r.Alerts {
		if a.Level == alert.Error {
			n++
		}
	}
	return n
}

// maxPages is how many documents one message may lead through (https://www.twilio.com/docs/api/errors/14106). Choice: the number is
// that of the emulator; Twilio names none.
const maxPages = 50

// Send tells the application of a message, follows where its answer leads, and collects the replies. It makes one request after the
// other on the goroutine of the caller; several messages may be sent at once. The error is ctx's own, or says that the message could
// not be sent; what the application does wrong is part of the result.
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
		o.Jar, _ = cookiejar.New(nil) // it never fails, says its documentation
	}
	s := sending{o: o, result: Result{Sid: o.Message.Sid}}
	m := o.Message
	if err := s.visit(ctx, page{url: m.URL, method: m.Method}); err != nil {
		return Result{}, err
	}
	return s.result, nil
}

// Form is what an application is told of a message that comes in.
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

// MediaType guesses by the ending: nobody is asked for the file.
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

// options is the message as the requests of package voicesim know it: an account, and whose host the application's is.
func (s *sending) options() voicesim.Options {
	m := s.o.Message
	return voicesim.Options{
		Call:  event.Call{Sid: m.Sid, AccountSid: m.AccountSid, From: m.From, To: m.To, URL: m.URL},
		Token: s.o.Token, SignAs: s.o.SignAs, ConnectTo: s.o.ConnectTo, Transport: s.o.Transport, Random: s.o.Random, Jar: s.o.Jar,
	}
}
