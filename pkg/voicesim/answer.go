package voicesim

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// answer is what came back with a good status, decoded.
type answer struct {
	header  http.Header
	chunked bool
	body    []byte // longer than twiml.MaxSize by one byte where it is too long
}

// want is what an answer is good for.
type want int

const (
	wantTwiML   want = iota
	wantAudio        // for <Play>
	wantNothing      // the application is only told
)

// take reads a good answer in the order in which Twilio does: type, size, well-formedness
// (https://www.twilio.com/docs/voice/twiml#twilio-response). Whoever wants nothing has looked at its status, and is done.
// Choice: audio that Twilio does not play is 12300 in the place of a document, and an empty answer what its type makes of it.
func (got *Fetched) take(a answer, w want) {
	if w == wantNothing {
		return
	}
	media, params := a.media()
	switch {
	case playable(media):
		got.Audio = &Audio{Type: media, Length: audioLength(media, a.body)}
	case w == wantAudio && strings.HasPrefix(media, "audio/"):
		got.problem("13420", "%s is %s, which Twilio does not play: serve it as audio/mpeg, audio/wav, audio/basic, …", got.source(), a.named())
	case w == wantAudio:
		got.problem("13420", "%s is %s, not audio: serve it as audio/mpeg, audio/wav, audio/basic, …", got.source(), a.named())
	case media == "text/xml" || media == "application/xml" || media == "text/html" || media == "text/plain":
		got.parse(a, media, params["charset"])
	default:
		got.problem("12300", "%s answered with %s: TwiML is text/xml", got.source(), a.named())
	}
}

// parse reads TwiML. Plain text that is none is read aloud.
func (got *Fetched) parse(a answer, media, charset string) {
	switch {
	case len(a.body) > twiml.MaxSize:
		got.problem("11750", "%s answered with more than 64 kB of TwiML", got.source())
		return
	case len(a.body) == 0 && a.chunked:
		got.problem("11770", "%s announced an answer and sent none: send at least <Response/>", got.source())
		return
	}
	doc, err := twiml.ParseCharset(a.body, charset)
	if err == nil {
		got.Document = doc
		return
	}
	text, unread := twiml.DecodeText(a.body, charset)
	if text = strings.TrimSpace(text); media == "text/plain" && text != "" && unread == nil {
		got.Text = text
		return
	}
	got.Problem = &Problem{Code: "12100", Message: err.Error()}
	if list, ok := errors.AsType[twiml.ErrorList](err); ok && len(list) > 0 {
		got.Problem = &Problem{Code: list[0].Code, Message: list[0].Message, Pos: list[0].Pos}
	}
	if unread == nil && webPage(text) {
		got.Problem.Message, got.Problem.Pos = got.page(text), twiml.Pos{}
	}
}

// webPage reports whether a text is a page of the web: a browser would show it.
func webPage(text string) bool {
	head := strings.ToLower(text[:min(len(text), 1024)])
	for strings.HasPrefix(head, "<!--") || strings.HasPrefix(head, "<?") { // comments and a declaration may come first
		_, rest, ok := strings.Cut(head, ">")
		if !ok {
			return false
		}
		head = strings.TrimSpace(rest)
	}
	return strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html") || strings.HasPrefix(head, "<head") || strings.HasPrefix(head, "<body")
}

// page says that the application answered a page of the web, and why that may be.
func (got *Fetched) page(text string) string {
	message := fmt.Sprintf("%s answered an HTML page, not TwiML", got.source())
	page := strings.ToLower(text)
	where := strings.ToLower(got.URL)
	switch {
	case strings.Contains(page, `type="password"`) || strings.Contains(page, "type='password'") || strings.Contains(where, "/login") || strings.Contains(where, "/signin") || strings.Contains(where, "/sign_in"):
		message += ": it looks like a login page; let webhooks in without a login"
	case len(got.Hops) > 1:
		message += fmt.Sprintf(": %s redirected there (%d)", redacted(got.Hops[0].URL), got.Hops[0].Status)
	}
	return message
}

// playable reports whether Twilio plays a type of audio: those of https://www.twilio.com/docs/voice/twiml/play, and those that
// are other names for them.
func playable(media string) bool {
	switch strings.TrimPrefix(media, "audio/") {
	case "mpeg", "wav", "wave", "x-wav", "aiff", "x-aifc", "x-aiff", "x-gsm", "gsm", "ulaw", "basic", "mp3", "vnd.wave":
		return strings.HasPrefix(media, "audio/")
	}
	return false
}

// media is the type of an answer, in lower case, "" where it has none that can be read.
func (a *answer) media() (media string, params map[string]string) {
	media, params, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) { // the type before a wrong parameter still counts
		return "", nil
	}
	return media, params
}

// named is the type of an answer in an error.
func (a *answer) named() string {
	if header := a.header.Get("Content-Type"); header != "" {
		return header
	}
	if len(a.body) == 0 {
		return "an empty body and no Content-Type"
	}
	return "no Content-Type"
}

func (got *Fetched) problem(code, format string, args ...any) {
	got.Problem = &Problem{Code: code, Message: fmt.Sprintf(format, args...)}
}

func (got *Fetched) source() string { return redacted(got.URL) }

// wanted is what the answer to a request is good for.
func wanted(f Fetch) want {
	switch {
	case f.Callback:
		return wantNothing
	case f.Purpose == PurposePlay:
		return wantAudio
	}
	return wantTwiML
}
