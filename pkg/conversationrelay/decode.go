package conversationrelay

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Unknown is a field that the protocol does not have. Choice: Twilio's pages do not say what happens
// to one; the message takes effect without it.
type Unknown struct {
	Kind   string // type of the message
	Field  string
	Offset int // position of its value in the message, in bytes from 1
}

// Decode reads a message of an application: a [Text], [Play], [SendDigits], [Language], [Config], [Hints] or [End]. The
// error is a [*MessageError]: Twilio reports 64107 for such a message and ignores it
// (https://www.twilio.com/docs/voice/conversationrelay/websocket-messages). With a valid message, it also returns the
// fields that the protocol does not have.
func Decode(data []byte) (Message, []Unknown, error) {
	return decode(data, []reader{
		{"config", readConfig}, {"end", readEnd}, {"hints", readHints}, {"language", readLanguage}, {"play", readPlay}, {"sendDigits", readSendDigits}, {"text", readText},
	})
}

// DecodeTwilio reads a message to an application: a [Setup], [Prompt], [DTMF], [Interrupt],
// [ErrorMessage] or [Info]. Fields that Twilio omitted are zero. The error is a [*MessageError].
func DecodeTwilio(data []byte) (Message, []Unknown, error) {
	return decode(data, []reader{
		{"dtmf", readDTMF}, {"error", readError}, {"info", readInfo}, {"interrupt", readInterrupt}, {"prompt", readPrompt}, {"setup", readSetup},
	})
}

// reader reads the messages of one type.
type reader struct {
	kind string
	read func(*fields) Message
}

func decode(data []byte, readers []reader) (Message, []Unknown, error) {
	f, wrong := readFields(data)
	if wrong != nil {
		return nil, nil, wrong
	}
	kind := f.text("type", true)
	if f.err != nil {
		return nil, nil, f.err
	}
	i := slices.IndexFunc(readers, func(r reader) bool { return r.kind == kind })
	if i < 0 {
		at, _ := f.get("type")
		var known []string
		for _, r := range readers {
			known = append(known, r.kind)
		}
		return nil, nil, &MessageError{Code: code, Field: "type", Offset: at.offset, Reason: fmt.Sprintf("%s is not a type of message", shown(at.value)), Fix: "use one of " + strings.Join(known, ", ")}
	}
	f.kind = kind
	m := readers[i].read(f)
	if f.err != nil {
		return nil, nil, f.err
	}
	return m, f.unread(), nil
}

func readText(f *fields) Message {
	return Text{
		Token: f.text("token", true), Last: isTrue(f.truth("last")), Lang: f.text("lang", false),
		Interruptible: f.input("interruptible"), Preemptible: f.truth("preemptible"),
	}
}

func readPlay(f *fields) Message {
	m := Play{Source: f.text("source", true), Loop: f.number("loop"), Interruptible: f.input("interruptible"), Preemptible: f.truth("preemptible")}
	if at, ok := f.get("source"); ok && f.err == nil {
		if u, err := url.Parse(m.Source); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			f.fail("source", at.offset, "write an absolute https URL", "%s is not an http or https URL", shown(at.value))
		}
	}
	return m
}

func readSendDigits(f *fields) Message {
	m := SendDigits{Digits: f.text("digits", true)}
	if i := strings.IndexFunc(m.Digits, func(key rune) bool { return !strings.ContainsRune("0123456789*#w", key) }); i >= 0 && f.err == nil {
		at, _ := f.get("digits")
		f.fail("digits", at.offset+1+i, "use 0-9, *, # and w for half a second", "%q is not a key", []rune(m.Digits[i:])[0])
	}
	return m
}

func readLanguage(f *fields) Message {
	m := Language{TTSLanguage: f.text("ttsLanguage", false), TranscriptionLanguage: f.text("transcriptionLanguage", false)}
	m.Settings = f.settings(languageSettings)
	if m.TTSLanguage == "" && m.TranscriptionLanguage == "" && len(m.Settings) == 0 && f.err == nil {
		f.missing("ttsLanguage")
	}
	return m
}

func readConfig(f *fields) Message {
	m := Config{Settings: f.settings(configSettings)}
	for _, at := range f.all {
		if !at.read {
			f.fail(at.name, at.offset, "use one of "+strings.Join(configSettings, ", "), "is not a setting that can change during a session")
		}
	}
	return m
}

// settings returns the settings of a message. Choice: Twilio's page does not show how they are sent;
// they are accepted flat, and within config or settings.
func (f *fields) settings(names []string) map[string]string {
	found := map[string]string{}
	for _, holder := range []string{"config", "settings"} {
		at, ok := f.get(holder)
		if !ok {
			continue
		}
		inner, wrong := readFields(at.value)
		if wrong != nil {
			f.fail(holder, at.offset, "write an object of settings", "is %s, not an object", kindOf(at.value))
			continue
		}
		for _, setting := range inner.all {
			setting.offset += at.offset - 1
			if !slices.Contains(names, setting.name) {
				f.fail(holder+"."+setting.name, setting.offset, "use one of "+strings.Join(names, ", "), "is not a setting that can change during a session")
				continue
			}
			found[setting.name] = plain(setting.value)
		}
	}
	for _, name := range names {
		if at, ok := f.get(name); ok {
			found[name] = plain(at.value)
		}
	}
	return found
}

// plain returns the value of a setting as TwiML spells it.
func plain(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	return string(value)
}

func readHints(f *fields) Message {
	at, ok := f.get("hints")
	var list []string
	if ok && json.Unmarshal(at.value, &list) == nil { // Choice: a list is accepted too
		return Hints{Hints: strings.Join(list, ",")}
	}
	return Hints{Hints: f.text("hints", true)}
}

func readEnd(f *fields) Message {
	at, ok := f.get("handoffData")
	if !ok {
		return End{}
	}
	var data string
	if json.Unmarshal(at.value, &data) != nil {
		f.fail("handoffData", at.offset, "send it as a string: JSON.stringify(data), json.dumps(data)", "is %s, not a string", kindOf(at.value))
	}
	return End{HandoffData: &data}
}

func readSetup(f *fields) Message {
	m := Setup{
		SessionID: f.text("sessionId", true), AccountSid: f.text("accountSid", false), ParentCallSid: f.text("parentCallSid", false),
		CallSid: f.text("callSid", false), From: f.text("from", false), To: f.text("to", false), ForwardedFrom: f.text("forwardedFrom", false),
		CallerName: f.text("callerName", false), Direction: f.text("direction", false), CallType: f.text("callType", false), CallStatus: f.text("callStatus", false),
	}
	if at, ok := f.get("customParameters"); ok && json.Unmarshal(at.value, &m.CustomParameters) != nil {
		f.fail("customParameters", at.offset, "", "is not an object of strings")
	}
	return m
}

func readPrompt(f *fields) Message {
	f.get("agentSpeaking") // of Twilio's own schema, without a meaning here
	m := Prompt{VoicePrompt: f.text("voicePrompt", true), Lang: f.text("lang", false), Last: true}
	if last := f.truth("last"); last != nil {
		m.Last = *last
	}
	return m
}

func readDTMF(f *fields) Message { return DTMF{Digit: f.text("digit", true)} }

func readInterrupt(f *fields) Message {
	m := Interrupt{UtteranceUntilInterrupt: f.text("utteranceUntilInterrupt", false)}
	if at, ok := f.get("durationUntilInterruptMs"); ok {
		if json.Unmarshal([]byte(strings.Trim(string(at.value), `"`)), &m.DurationUntilInterruptMs) != nil { // copies of Twilio's page show a string
			f.fail("durationUntilInterruptMs", at.offset, "", "is %s, not a number", shown(at.value))
		}
	}
	return m
}

func readError(f *fields) Message { return ErrorMessage{Description: f.text("description", false)} }

func readInfo(f *fields) Message {
	m := Info{Name: f.text("name", true), Value: f.text("value", false)}
	if at, ok := f.get("ts"); ok && json.Unmarshal(at.value, &m.TS) != nil {
		f.fail("ts", at.offset, "", "is %s, not a number", shown(at.value))
	}
	return m
}

func isTrue(b *bool) bool { return b != nil && *b }
