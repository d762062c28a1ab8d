package twiml_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/twiml"
)

func TestRespondWritesVerbs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		verbs []twiml.Node
		want  string
	}{
		"nothing": {nil, `<Response/>`},
		"attributes in the order of their names, and text that is escaped": {
			[]twiml.Node{
				twiml.El("Gather", twiml.Attrs{"numDigits": "1", "action": "/menu?a=1&b=2"}, twiml.El("Say", nil, twiml.T("Tom & Jerry"))),
				twiml.El("Redirect", nil),
			},
			`<Response><Gather action="/menu?a=1&amp;b=2" numDigits="1"><Say>Tom &amp; Jerry</Say></Gather><Redirect/></Response>`,
		},
		"a socket, and what nobody knows": {
			[]twiml.Node{twiml.El("Connect", nil, twiml.El("Stream", twiml.Attrs{"url": "wss://example.com/x"})), twiml.El("New", twiml.Attrs{"url": "a b"})},
			`<Response><Connect><Stream url="wss://example.com/x"/></Connect><New url="a b"/></Response>`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := httptest.NewRecorder()
			if err := twiml.Respond(w, c.verbs...); err != nil {
				t.Fatal(err)
			}
			got, ok := strings.CutPrefix(w.Body.String(), `<?xml version="1.0" encoding="UTF-8"?>`)
			if !ok || got != c.want {
				t.Errorf("got %s, want %s", w.Body, c.want)
			}
			if got := w.Header().Get("Content-Type"); got != "text/xml; charset=utf-8" {
				t.Errorf("got Content-Type %q", got)
			}
			if _, err := twiml.Parse(w.Body.Bytes()); err != nil {
				t.Error(err)
			}
		})
	}
}

// What Twilio could not use is an error before a byte was written.
func TestRespondRejectsInvalidTwiML(t *testing.T) {
	t.Parallel()
	var noElement *twiml.Element
	var noText *twiml.Text
	for name, c := range map[string]struct {
		verb twiml.Node
		want string
	}{
		"no verb":                      {nil, "child 1 of <Response> is nil"},
		"no element":                   {noElement, "child 1 of <Response> is nil"},
		"no text":                      {twiml.El("Gather", nil, twiml.El("Say", nil, noText)), "child 1 of <Response><Gather><Say> is nil"},
		"text without a verb":          {twiml.T("Hello"), `the text "Hello" is not a verb: put it into <Say>`},
		"a name with a blank":          {twiml.El("Say it", nil), `an element named "Say it"`},
		"no name":                      {twiml.El("", nil), `an element named ""`},
		"an attribute with a quote":    {twiml.El("Say", twiml.Attrs{`voice"`: "x"}), `<Say> has the attribute "voice\""`},
		"an attribute twice":           {&twiml.Element{Name: "Say", Attrs: []twiml.Attr{{Name: "voice"}, {Name: "voice"}}}, "twice"},
		"an action with a blank":       {twiml.El("Gather", twiml.Attrs{"action": "/the menu"}), `<Gather>: action "/the menu" contains a space; write %20`},
		"a callback without http":      {twiml.El("Dial", nil, twiml.El("Number", twiml.Attrs{"url": "localhost:3000/x"}, twiml.T("+15105550100"))), "has no http:// or https://"},
		"a stream that is no socket":   {twiml.El("Connect", nil, twiml.El("Stream", twiml.Attrs{"url": "https://example.com/x"})), `url "https://example.com/x" is not an absolute URL`},
		"a file that is played":        {twiml.El("Play", nil, twiml.T("file:///x.mp3")), "begins with file://"},
		"a document that is too large": {twiml.El("Say", nil, twiml.T(strings.Repeat("a", twiml.MaxSize))), "the limit is 65536"},
		"a redirect to nowhere":        {twiml.El("Redirect", nil, twiml.T("https:///x")), "has no host"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := httptest.NewRecorder()
			err := twiml.Respond(w, c.verb)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want it to say %q", err, c.want)
			}
			if w.Body.Len() > 0 || len(w.Header()) > 0 {
				t.Errorf("written: %v %s", w.Header(), w.Body)
			}
		})
	}
}

// brokenWriter is a client that has gone.
type brokenWriter struct{ http.ResponseWriter }

var errGone = errors.New("gone")

func (brokenWriter) Write([]byte) (int, error) { return 0, errGone }

func TestRespondReturnsTheErrorOfTheWriter(t *testing.T) {
	t.Parallel()
	if err := twiml.Respond(brokenWriter{httptest.NewRecorder()}); !errors.Is(err, errGone) {
		t.Errorf("got %v", err)
	}
}
