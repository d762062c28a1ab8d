package twilioapi_test

import (
	"io"
	"net/http"
	"strings"

	"github.com/twvoice/twvoice/internal/twilioapi"
)

// A transport answers without a network, where the test is about hosts, bodies, or virtual time.
type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

// clientOver acts on Twilio itself, as the transport plays it.
func clientOver(t transport, change ...func(*twilioapi.Options)) *twilioapi.Client {
	o := twilioapi.Options{
		Credentials: twilioapi.Credentials{AccountSid: ac, AuthToken: token, Source: "profile work"},
		Transport:   t,
	}
	for _, change := range change {
		change(&o)
	}
	return twilioapi.New(o)
}

// anything is whatever was asked for, in one answer.
const anything = `{"sid":"` + pn1 + `","phone_number":"+15005550006","status":"active","iso_country":"US","incoming_phone_numbers":[]}`

func respond(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}

// watched counts how often it is closed.
type watched struct {
	io.Reader
	closed int
}

func (w *watched) Close() error {
	w.closed++
	return nil
}

// endless never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }
