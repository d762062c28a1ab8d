package leg

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// liveTranscription is a <Transcription>: it transcribes what is said on the line in real time
// (https://www.twilio.com/docs/voice/twiml/transcription).
type liveTranscription struct {
	noun    settings
	sid     string
	track   string
	hook    event.Hook
	partial bool
	told    int // number of events sent
}

// transcribe starts a transcription.
func (m *Machine) transcribe(noun settings) {
	if engine := noun.or("transcriptionEngine", "google"); engine != "google" && engine != "deepgram" {
		// The call continues without callbacks, as Twilio was seen to do.
		m.warn(event.Warn{Code: "32650", Level: level("32650"), Message: "the transcriptionEngine " + strconv.Quote(engine) + " is unknown: nothing is transcribed; write google or deepgram", Pos: noun.el.AttrPos("transcriptionEngine")})
		return
	}
	t := &liveTranscription{
		noun: noun, sid: m.sid("GT"), track: noun.or("track", "both_tracks"), partial: noun.is("partialResults", false),
		hook: event.Hook{URL: noun.or("statusCallbackUrl", ""), Method: noun.or("statusCallbackMethod", "")},
	}
	m.sessions = append(m.sessions, &session{noun: noun.el.Name, name: noun.or("name", t.sid), stop: t.stop, hear: t.hear})
	m.do(t.session(false))
	t.tell(m, "transcription-started", t.setup())
}

// setup returns the parameters of the first event.
func (t *liveTranscription) setup() url.Values {
	provider := map[string]string{}
	for _, name := range []string{"profanityFilter", "speechModel", "enableAutomaticPunctuation", "hints"} {
		standard := map[string]string{"profanityFilter": "true", "speechModel": "telephony", "enableAutomaticPunctuation": "true"}[name]
		if value := t.noun.or(name, standard); value != "" {
			provider[name] = value
		}
	}
	return url.Values{
		"TranscriptionEngine": {t.noun.or("transcriptionEngine", "google")}, "ProviderConfiguration": {encoded(provider)},
		"LanguageCode": {t.noun.or("languageCode", "en-US")}, "PartialResults": {strconv.FormatBool(t.partial)}, "Track": {t.track},
	}
}

// hear transcribes words. Choice: synthetic speech and other parties on the line are recognized
// without errors.
func (t *liveTranscription) hear(m *Machine, heard sound) bool {
	if t.track != "both_tracks" && t.track != heard.track {
		return false
	}
	if t.partial && heard.track == inbound {
		for _, text := range partials(heard.Spoke) {
			t.content(m, heard.track, map[string]any{"transcript": text}, url.Values{"Final": {"false"}, "Stability": {"0.9"}})
		}
	}
	t.content(m, heard.track, map[string]any{"transcript": heard.Text, "confidence": heard.Confidence}, url.Values{"Final": {"true"}})
	return true
}

func (t *liveTranscription) content(m *Machine, track string, data map[string]any, params url.Values) {
	params.Set("TranscriptionData", encoded(data))
	params.Set("Track", track)
	params.Set("LanguageCode", t.noun.or("languageCode", "en-US"))
	t.tell(m, "transcription-content", params)
}

func (t *liveTranscription) stop(m *Machine) {
	m.do(t.session(true))
	t.tell(m, "transcription-stopped", url.Values{})
}

func (t *liveTranscription) session(over bool) event.Session {
	return event.Session{Noun: "Transcription", Name: t.noun.or("name", ""), Over: over, Pos: t.noun.el.Pos}
}

func (t *liveTranscription) tell(m *Machine, step string, params url.Values) {
	t.told++
	params.Set("TranscriptionEvent", step)
	params.Set("TranscriptionSid", t.sid)
	params.Set("AccountSid", m.call.AccountSid)
	params.Set("CallSid", m.call.Sid)
	params.Set("SequenceId", strconv.Itoa(t.told))
	params.Set("Timestamp", m.instant())
	m.notify(event.PurposeTranscription, t.hook, params)
}

// encoded returns a value as JSON, which cannot fail for these types.
func encoded(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(data)
}

const (
	// transcriptionTime is how long a transcription takes. Choice: Twilio promises no time.
	transcriptionTime = 10 * time.Second
	// Twilio transcribes recordings only between these lengths:
	// https://www.twilio.com/docs/errors/13617.
	tooShort, tooLong = 2 * time.Second, 120 * time.Second
)

// transcription is the requested transcription of a recording
// (https://www.twilio.com/docs/voice/twiml/record#transcribe). A nil one was not requested.
type transcription struct {
	set  settings
	hook event.Hook
}

// order transcribes a recording. The application gets the result later, or when the call ends, if
// that comes first.
func (t *transcription) order(m *Machine, r *recording, said []string) {
	switch {
	case t == nil:
		return
	case r.length <= tooShort || r.length >= tooLong:
		m.warn(event.Warn{
			Code: "13617", Level: alert.Warning, Pos: t.set.el.Pos,
			Message: fmt.Sprintf("the recording of %s is not transcribed: it must be longer than 2 s and shorter than 120 s", r.length),
		})
		return
	}
	sid := m.sid("TR")
	m.afterOrAtEnd(transcriptionTime, func(m *Machine) { t.send(m, sid, r, strings.Join(said, " ")) })
}

// send sends the text. The transcription of a recording without speech has failed.
func (t *transcription) send(m *Machine, sid string, r *recording, text string) {
	params := url.Values{}
	call := m.params(nil)
	for _, name := range []string{"AccountSid", "CallSid", "From", "To", "CallStatus", "ApiVersion", "Direction", "ForwardedFrom"} {
		if values, ok := call[name]; ok {
			params[name] = values
		}
	}
	params.Set("TranscriptionSid", sid)
	params.Set("TranscriptionUrl", "https://api.twilio.com/2010-04-01/Accounts/"+m.call.AccountSid+"/Transcriptions/"+sid)
	params.Set("TranscriptionText", text)
	params.Set("TranscriptionStatus", "completed")
	if text == "" {
		params.Set("TranscriptionStatus", "failed")
	}
	params.Set("RecordingSid", r.Sid)
	params.Set("RecordingUrl", m.Media(r.Sid))
	m.notify(event.PurposeTranscription, t.hook, params)
}
