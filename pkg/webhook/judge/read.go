package judge

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// take evaluates an answer with a 2xx status by its type. Choice: audio that Twilio does not play
// is 12300 instead of a document, and an empty answer is handled by its type.
func (got *Reading) take(a Answer) {
	media, params := Media(a.Header)
	switch {
	case playable(media):
		got.Sound = media
	case a.Want == Audio && strings.HasPrefix(media, "audio/"):
		got.Problem = problem("13420", "%s is %s, which Twilio does not play: serve it as audio/mpeg, audio/wav, audio/basic, …", a.Source, a.named(got.Body))
	case a.Want == Audio:
		got.Problem = problem("13420", "%s is %s, not audio: serve it as audio/mpeg, audio/wav, audio/basic, …", a.Source, a.named(got.Body))
	case media == "text/xml" || media == "application/xml" || media == "text/html" || media == "text/plain":
		got.parse(a, media, params["charset"])
	default:
		got.Problem = problem("12300", "%s answered with %s: TwiML is text/xml", a.Source, a.named(got.Body))
	}
}

// parse parses TwiML. Plain text that is not TwiML is read aloud.
func (got *Reading) parse(a Answer, media, charset string) {
	switch {
	case len(got.Body) > twiml.MaxSize || a.Cut:
		got.Problem = problem("11750", "%s answered with more than 64 kB of TwiML", a.Source)
		return
	case len(got.Body) == 0 && a.Chunked:
		got.Problem = problem("11770", "%s announced a response body but sent none: send at least <Response/>", a.Source)
		return
	}
	doc, err := twiml.ParseCharset(got.Body, charset)
	if err == nil {
		got.Document = doc
		return
	}
	c, known := a.cause(got.Body)
	text, unread := twiml.DecodeText(got.Body, charset)
	if text = strings.TrimSpace(text); media == "text/plain" && text != "" && unread == nil && !known {
		got.Text = text
		return
	}
	got.Problem = problem("12100", "%s", err)
	if list, ok := errors.AsType[twiml.ErrorList](err); ok && len(list) > 0 {
		got.Problem = &Problem{Code: list[0].Code, Message: list[0].Message, Pos: list[0].Pos}
	}
	switch {
	case unread == nil && webPage(text):
		got.Problem.Message, got.Problem.Pos = a.Source+" answered an HTML page, not TwiML", twiml.Pos{}
	case known:
		got.Problem.Message, got.Problem.Pos = a.Source+" did not answer with TwiML", twiml.Pos{}
	default:
		return
	}
	switch { // the reason
	case known:
		got.Problem.Message, got.Problem.Fix = got.Problem.Message+": "+c.Reason, c.Fix
	case len(a.Hops) > 1:
		first := a.Hops[0]
		got.Problem.Message += ": " + fmt.Sprintf("%s redirected there (%d)", webhook.Redacted(first.URL), first.Status)
	}
}

// Text returns an answer as a reader sees it: the decoded body in UTF-8, by the charset of its
// Content-Type, its byte order mark or its XML declaration. If the charset is missing or unknown,
// invalid characters are replaced.
func Text(h http.Header, body []byte) string {
	_, params := Media(h)
	if text, err := twiml.DecodeText(body, params["charset"]); err == nil {
		return text
	}
	return strings.ToValidUTF8(string(body), "\uFFFD")
}

// webPage reports whether a text is a web page: a browser would show it.
func webPage(text string) bool {
	head := strings.ToLower(text[:min(len(text), 1024)])
	for strings.HasPrefix(head, "<!--") || strings.HasPrefix(head, "<?") { // comments and a declaration may come first
		_, rest, ok := strings.Cut(head, ">")
		if !ok {
			return false
		}
		head = strings.TrimSpace(rest)
	}
	for _, begins := range []string{"<!doctype html", "<html", "<head", "<body"} {
		if strings.HasPrefix(head, begins) {
			return true
		}
	}
	return false
}

// playable reports whether Twilio plays a type of audio: those of
// https://www.twilio.com/docs/voice/twiml/play, and other names for them.
func playable(media string) bool {
	kind, audio := strings.CutPrefix(media, "audio/")
	switch kind {
	case "mpeg", "wav", "wave", "x-wav", "aiff", "x-aifc", "x-aiff", "x-gsm", "gsm", "ulaw", "basic", "mp3", "vnd.wave":
		return audio
	}
	return false
}

// Media returns the media type of an answer with its parameters, in lower case, "" if it is missing
// or invalid.
func Media(h http.Header) (media string, params map[string]string) {
	media, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) { // the type before an invalid parameter still counts
		return "", nil
	}
	return media, params
}

// named returns the type of an answer for an error message.
func (a Answer) named(body []byte) string {
	if header := a.Header.Get("Content-Type"); header != "" {
		return header
	}
	if len(body) == 0 {
		return "an empty body and no Content-Type"
	}
	return "no Content-Type"
}
