package voicesim

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
)

const (
	// typing is how long a transcription takes. Choice: Twilio promises none.
	typing = 10 * time.Second
	// Twilio transcribes nothing shorter or longer: https://www.twilio.com/docs/errors/13617.
	tooShort, tooLong = 2 * time.Second, 120 * time.Second
)

// transcription is what a recording says, in writing (https://www.twilio.com/docs/voice/twiml/record#transcribe).
// A nil one was not asked for.
type transcription struct {
	set  settings
	hook Hook
}

// order has a recording transcribed. Whoever asked hears of it later, or when the call ends, if that is sooner.
func (t *transcription) order(m *Machine, r *recording, said []string) {
	switch {
	case t == nil:
		return
	case r.length <= tooShort || r.length >= tooLong:
		m.warn(Warn{
			Code: "13617", Level: alert.Warning, Pos: t.set.el.Pos,
			Message: fmt.Sprintf("the recording of %s is not transcribed: it has to be longer than 2 s and shorter than 120 s", r.length),
		})
		return
	}
	sid := m.sid("TR")
	m.soon(typing, func(m *Machine) { t.send(m, sid, r, strings.Join(said, " ")) })
}

// send tells what was said. A recording in which nothing was said has failed.
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
	params.Set("RecordingUrl", m.media(r.Sid))
	m.notify(PurposeTranscription, t.hook, params)
}
