package voicesim

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// read judges an answer in the order in which Twilio does: status, type, size, well-formedness
// (https://www.twilio.com/docs/voice/twiml#twilio-response).
func (got *Fetched) read(response *http.Response, audio bool) {
	if response.StatusCode >= 300 {
		got.Problem = &Problem{Code: "11200", Message: fmt.Sprintf("%s answered %s", got.source(), response.Status)}
		return
	}
	header := response.Header.Get("Content-Type")
	media, params, err := mime.ParseMediaType(header)
	switch {
	case err == nil && strings.HasPrefix(media, "audio/"):
		got.hear(response, media)
	case audio:
		got.Problem = &Problem{Code: "13420", Message: fmt.Sprintf("%s is %s, not audio: serve it as audio/mpeg, audio/wav, audio/basic, …", got.source(), named(header))}
	case err == nil && (media == "text/xml" || media == "application/xml" || media == "text/html"):
		got.parse(response, params["charset"])
	case err == nil && media == "text/plain":
		got.parse(response, params["charset"])
	default:
		got.Problem = &Problem{Code: "12300", Message: fmt.Sprintf("%s answered with %s: TwiML is text/xml", got.source(), named(header))}
	}
	if got.Problem != nil && media == "text/plain" && got.Text != "" {
		got.Problem = nil // plain text that is no TwiML is read aloud
	}
}

func (got *Fetched) parse(response *http.Response, charset string) {
	body, err := io.ReadAll(io.LimitReader(response.Body, largestTwiML+1))
	switch {
	case err != nil:
		got.Problem = unreachable(err)
		return
	case len(body) > largestTwiML:
		got.Problem = &Problem{Code: "11750", Message: fmt.Sprintf("%s answered with more than 64 kB of TwiML", got.source())}
		return
	}
	doc, err := twiml.ParseCharset(body, charset)
	if err == nil {
		got.Document = doc
		return
	}
	if media, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type")); media == "text/plain" {
		got.Text = strings.TrimSpace(string(body))
	}
	got.Problem = &Problem{Code: "12100", Message: err.Error()}
	if list, ok := errors.AsType[twiml.ErrorList](err); ok && len(list) > 0 {
		got.Problem = &Problem{Code: list[0].Code, Message: list[0].Message, Pos: list[0].Pos}
	}
}

func (got *Fetched) hear(response *http.Response, media string) {
	body, err := io.ReadAll(io.LimitReader(response.Body, largestAudio))
	if err != nil {
		got.Problem = unreachable(err)
		return
	}
	got.Audio = &Audio{Type: media, Length: audioLength(media, body)}
}

func (got *Fetched) source() string { return redacted(got.URL) }

func named(contentType string) string {
	if contentType == "" {
		return "no Content-Type"
	}
	return contentType
}
