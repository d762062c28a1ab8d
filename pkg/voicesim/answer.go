package voicesim

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// want is what an answer is good for.
type want int

const (
	wantTwiML   want = iota
	wantAudio        // for <Play>
	wantNothing      // the application is only told
)

// take reads an answer in the order in which Twilio does: status, type, size, well-formedness
// (https://www.twilio.com/docs/voice/twiml#twilio-response). Whoever wants nothing looks at the status only. Choice: a status is
// 11200; a newer page of Twilio's has 11217 for it.
func (got *Fetched) take(a answer, w want) {
	switch {
	case a.asked:
		got.problem("11200", "%s answered %s: write the user and password into the URL, as in %s", got.source(), a.line, got.withPassword())
		return
	case a.status == http.StatusUnauthorized:
		got.problem("11200", "%s answered %s: it does not take the user and password of the URL", got.source(), a.line)
		return
	case a.status >= http.StatusMultipleChoices:
		got.problem("11200", "%s answered %s", got.source(), a.line)
		return
	case w == wantNothing:
		return
	case a.garbled:
		got.problem("11206", "%s says that its answer is compressed by gzip, and it is not", got.source())
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
	if text := strings.TrimSpace(string(a.body)); media == "text/plain" && text != "" {
		got.Text = text
		return
	}
	got.Problem = &Problem{Code: "12100", Message: err.Error()}
	if list, ok := errors.AsType[twiml.ErrorList](err); ok && len(list) > 0 {
		got.Problem = &Problem{Code: list[0].Code, Message: list[0].Message, Pos: list[0].Pos}
	}
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

// withPassword shows where user and password stand in a URL.
func (got *Fetched) withPassword() string {
	scheme, rest, _ := strings.Cut(got.URL, "://")
	return scheme + "://user:password@" + rest
}

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
