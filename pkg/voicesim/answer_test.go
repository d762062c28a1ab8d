package voicesim

import (
	"cmp"
	"net/http"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Rows of /docs/voice/twiml#twilio-response: what Twilio makes of an answer.
func TestAnswersAreClassified(t *testing.T) {
	t.Parallel()
	const (
		document = "<Response><Say>Olá</Say></Response>"
		latin1   = "<Response><Say>Ol\xe1</Say></Response>"
	)
	long := func(size int) string {
		return "<Response><Say>" + strings.Repeat("a", size-len("<Response><Say></Say></Response>")) + "</Say></Response>"
	}
	tests := []struct {
		row, media, body string
		want             string // document, audio, text, or a code
	}{
		{"8: text/xml is TwiML", "text/xml", document, "document"},
		{"8: application/xml is TwiML", "application/xml", document, "document"},
		{"8: text/html is TwiML", "text/html", document, "document"},
		{"8: capitals do not matter", "Text/XML; Charset=UTF-8", document, "document"},
		{"8: nor does a parameter that cannot be read", "text/xml; charset", document, "document"},
		{"8: the charset of the type counts", "text/xml; charset=iso-8859-1", latin1, "document"},
		{"8: and that of the declaration", "text/xml", `<?xml version="1.0" encoding="ISO-8859-1"?>` + latin1, "document"},
		{"8: without either it is UTF-8", "text/xml", latin1, "12100"},
		{"8: a charset of text counts as well", "text/plain; charset=iso-8859-1", "Ol\xe1", "text"},
		{"8: audio is played", "audio/mpeg", "\xff\xfb", "audio"},
		{"8: in each of its forms", "audio/ulaw", "\xff", "audio"},
		{"8: but for those that Twilio does not play", "audio/ogg", "OggS", "12300"},
		{"8: text/plain that is TwiML is TwiML", "text/plain", document, "document"},
		{"8: other text is read aloud", "text/plain; charset=utf-8", "Hello there", "text"},
		{"8: no text at all is not", "text/plain", "", "12100"},
		{"8: other types are not taken", "application/json", `{"say":"hello"}`, "12300"},
		{"8: nor is none", "", document, "12300"},
		{"9: 64 kB is the most", "text/xml", long(64 << 10), "document"},
		{"9: a byte more is too much", "text/xml", long(64<<10 + 1), "11750"},
		{"7: an empty body is no document", "text/xml", "", "12100"},
		{"another root", "text/xml", "<response/>", "12102"},
		{"not well-formed", "text/xml", "<Response>", "12100"},
	}
	for _, tt := range tests {
		t.Run(tt.row, func(t *testing.T) {
			t.Parallel()
			app := &testApp{t: t, answer: func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", cmp.Or(tt.media, "none/none"))
				w.Write([]byte(tt.body))
			}}
			c := newRequester(Options{Transport: untyped{InMemory(app)}, Call: event.Call{URL: voiceURL}})
			if got := madeOf(fetchOnce(t, c, event.Fetch{URL: voiceURL})); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// untyped takes none/none out of answers: a handler's answer always has a type, since one is guessed.
type untyped struct{ http.RoundTripper }

func (u untyped) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := u.RoundTripper.RoundTrip(r)
	if err == nil && response.Header.Get("Content-Type") == "none/none" {
		response.Header.Del("Content-Type")
	}
	return response, err
}

// madeOf is what a call gets out of an answer.
func madeOf(got event.Fetched) string {
	switch {
	case got.Problem != nil:
		return got.Problem.Code
	case got.Document != nil:
		return "document"
	case got.Audio != nil:
		return "audio"
	case got.Text != "":
		return "text"
	}
	return "nothing"
}

func TestPlayTakesAudioOnly(t *testing.T) {
	t.Parallel()
	for media, want := range map[string]string{
		"audio/mpeg": "audio", "audio/wav": "audio", "audio/x-gsm": "audio", "audio/basic": "audio",
		"audio/ogg": "13420", "text/xml": "13420", "video/mp4": "13420", "": "13420",
	} {
		app := &testApp{t: t, answer: func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{media}
			w.Write([]byte(emptyTwiML))
		}}
		if got := madeOf(fetchOnce(t, app.client(), event.Fetch{URL: voiceURL, Method: "GET", Purpose: event.PurposePlay})); got != want {
			t.Errorf("%q: got %s, want %s", media, got, want)
		}
	}
}

func TestStatusOverridesBody(t *testing.T) {
	t.Parallel()
	tests := []struct {
		status  int
		message string
	}{
		{400, voiceURL + " answered 400 Bad Request"},
		{401, voiceURL + " answered 401 Unauthorized: write the user and password into the URL, as in http://user:password@app.example/voice"},
		{404, voiceURL + " answered 404 Not Found"},
		{429, voiceURL + " answered 429 Too Many Requests"},
		{500, voiceURL + " answered 500 Internal Server Error"},
		{502, voiceURL + " answered 502 Bad Gateway"},
	}
	for _, tt := range tests {
		app := &testApp{t: t, answer: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(tt.status)
			w.Write([]byte(emptyTwiML))
		}}
		got := fetchOnce(t, app.client(), event.Fetch{URL: voiceURL})
		if codeOf(got) != "11200" || got.Problem.Message != tt.message || got.Status != tt.status || len(app.got) != 1 {
			t.Errorf("%d: got %d requests, status %d, %+v", tt.status, len(app.got), got.Status, got.Problem)
		}
	}
}
