package conversationrelay

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// maxMalformed is how many consecutive messages of an application can be malformed: the last of them
// ends the session. Twilio was seen to do that.
const maxMalformed = 10

// Receive handles a message of the application. Twilio's pages show text frames only; Choice: the
// content of a binary frame is read in the same way, and reported.
func (s *Session) Receive(at time.Duration, data []byte, binary bool) []Action {
	return s.step(at, func() {
		if s.state != live { // after its end message, or on a WebSocket that was replaced
			return
		}
		s.active = s.now
		m, unknown, err := Decode(data)
		if binary && err == nil {
			err = &MessageError{Code: code, Kind: m.Type(), Offset: 1, Reason: "it is a binary frame", Fix: "send text frames: a string, not a Buffer or bytes"}
		}
		var wrong *MessageError
		if errors.As(err, &wrong) {
			s.reject(data, wrong)
			return
		}
		s.malformed = 0
		for _, u := range unknown {
			s.unknownField(u)
		}
		s.handle(m)
	})
}

func (s *Session) handle(m Message) {
	switch m := m.(type) {
	case Text:
		s.text(m)
	case Play:
		s.play(m)
	case SendDigits:
		s.sendDigits(m)
	case Language:
		s.language(m)
	case Config:
		s.config(m)
	case Hints:
		s.a.Hints = m.Hints
		s.configured(map[string]string{"hints": m.Hints})
	case End:
		s.end(m)
	}
}

// reject reports a message that cannot be used
// (https://www.twilio.com/docs/api/errors/64107).
func (s *Session) reject(data []byte, wrong *MessageError) {
	s.do(Report{Code: wrong.Code, Message: "the application sent a message that Twilio cannot use: " + wrong.Error(), Fix: wrong.Fix})
	s.send(ErrorMessage{Description: "Invalid message received: " + shown(data)})
	if s.malformed++; s.malformed < maxMalformed {
		return
	}
	s.do(Close{Code: 1007, Reason: "Too many consecutive malformed messages"})
	s.finish(Finished{Status: "failed", ErrorCode: "64105", ErrorMessage: fmt.Sprintf("%d consecutive messages were malformed", maxMalformed)})
}

// unknownField reports a field that the protocol does not have, once.
func (s *Session) unknownField(u Unknown) {
	name := u.Kind + "." + u.Field
	if s.unknown[name] {
		return
	}
	s.unknown[name] = true
	s.do(Report{Rule: "unknown-field", Message: fmt.Sprintf("a %s message has the field %q, which ConversationRelay does not have", u.Kind, u.Field), Fix: "check its spelling: names are case-sensitive"})
}

// language changes the languages, and declares settings for one.
func (s *Session) language(m Language) {
	changed := map[string]string{}
	if m.TTSLanguage != "" {
		s.a.TTSLanguage, changed["ttsLanguage"] = m.TTSLanguage, m.TTSLanguage
	}
	if m.TranscriptionLanguage != "" {
		s.a.TranscriptionLanguage, changed["transcriptionLanguage"] = m.TranscriptionLanguage, m.TranscriptionLanguage
	}
	if len(m.Settings) > 0 {
		of := m.Settings["code"]
		if of == "" {
			of = s.a.TTSLanguage
		}
		s.a.Languages = slices.DeleteFunc(slices.Clone(s.a.Languages), func(l LanguageSettings) bool { return strings.EqualFold(l.Code, of) })
		s.a.Languages = append(s.a.Languages, LanguageSettings{
			Code: of, TTSProvider: m.Settings["ttsProvider"], Voice: m.Settings["voice"], TranscriptionProvider: m.Settings["transcriptionProvider"],
			SpeechModel: m.Settings["speechModel"], Hints: m.Settings["hints"],
		})
		maps.Copy(changed, m.Settings)
		s.trusted("language")
	}
	s.configured(changed)
}

// config changes settings of the session.
func (s *Session) config(m Config) {
	for _, name := range slices.Sorted(maps.Keys(m.Settings)) {
		if err := s.a.change(name, m.Settings[name]); err != nil {
			s.reject([]byte(`{"type":"config",…}`), &MessageError{Code: code, Kind: "config", Field: name, Offset: 1, Reason: err.Error()})
			return
		}
	}
	s.trusted("config")
	s.configured(m.Settings)
}

// trusted notes that the form of a message is not documented.
func (s *Session) trusted(kind string) {
	if name := "form of " + kind; !s.unknown[name] {
		s.unknown[name] = true
		s.do(Note{Text: "the settings of a " + kind + " message are accepted on trust: Twilio's page does not show how they are sent"})
	}
}

// configured notifies the application of a change, if it subscribed to that. Choice: Twilio's page
// does not show the value; it is a JSON object of what changed.
func (s *Session) configured(changed map[string]string) {
	if len(changed) == 0 {
		return
	}
	value, _ := json.Marshal(changed)
	s.info("configUpdated", string(value), s.a.ConfigUpdated)
}

// ProviderError says that a provider of speech fails, with a code of Twilio's debugger. With
// <Failover>, another one takes over, once
// (https://www.twilio.com/docs/voice/conversationrelay/provider-failover).
func (s *Session) ProviderError(at time.Duration, code, message string) []Action {
	return s.step(at, func() {
		if s.state != live && s.state != lost {
			return
		}
		s.send(ErrorMessage{Description: message})
		if s.a.Failover && !s.failedTTS {
			s.failedTTS = true
			s.configured(map[string]string{"failover": "active"})
			return
		}
		s.do(Close{Code: 1000, Reason: closingReason})
		s.finish(Finished{Status: "failed", ErrorCode: code, ErrorMessage: message})
	})
}
