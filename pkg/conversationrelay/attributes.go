package conversationrelay

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Attributes are the settings of a session: the attributes of <ConversationRelay> and of the
// elements in it (https://www.twilio.com/docs/voice/twiml/connect/conversationrelay#attributes).
// The zero value has no greeting, and input that interrupts nothing; [ParseAttributes] applies
// Twilio's defaults.
type Attributes struct {
	WelcomeGreeting              string
	WelcomeGreetingInterruptible Input

	TTSLanguage, TTSProvider, Voice                            string
	TranscriptionLanguage, TranscriptionProvider, SpeechModel  string
	Hints                                                      string
	Languages                                                  []LanguageSettings // in the order of the document
	Interruptible, ReportInput                                 Input              // ReportInput is reportInputDuringAgentSpeech
	Preemptible, DTMFDetection, IgnoreBackchannel              bool
	EchoPromptFiltering, PartialPrompts, PartialPromptOnHangup bool
	SpeechTimeout                                              time.Duration // silence that ends the caller's words; 0 is auto

	SpeakerEvents, TokensPlayed, ConfigUpdated, Debugging bool // subscriptions to Info
	Reconnect                                             bool // applicationReconnect
	Failover                                              bool // another provider is configured
}

// LanguageSettings are the settings of one language: the attributes of <Language>.
type LanguageSettings struct {
	Code                                                          string
	TTSProvider, Voice, TranscriptionProvider, SpeechModel, Hints string
}

// Element is a part of a document: its name, and its attributes as written.
type Element struct {
	Name string
	Attr func(name string) (value string, set bool)
}

// ParseAttributes reads <ConversationRelay> and the elements in it. Values that Twilio does not have
// count as absent, as rules of package lint report them. The error is a [*ConfigError] for values
// that contradict each other: Twilio opens the session and ends it.
func ParseAttributes(relay Element, children []Element) (Attributes, error) {
	get := func(names ...string) string {
		for _, name := range names {
			if value, _ := relay.Attr(name); value != "" {
				return value
			}
		}
		return ""
	}
	input := func(name string, unset Input) Input {
		if value, ok := parseInput(get(name)); ok {
			return value
		}
		return unset
	}
	yes := func(names ...string) bool { return get(names...) == "true" }
	language := cmp.Or(get("language"), "en-US")
	subscribed := strings.Fields(get("events") + " " + get("debug"))
	a := Attributes{
		WelcomeGreeting: get("welcomeGreeting"), WelcomeGreetingInterruptible: input("welcomeGreetingInterruptible", InputAny),
		TTSLanguage: cmp.Or(get("ttsLanguage"), language), TTSProvider: cmp.Or(get("ttsProvider"), "ElevenLabs"), Voice: get("voice"),
		TranscriptionLanguage: cmp.Or(get("transcriptionLanguage"), language), TranscriptionProvider: cmp.Or(get("transcriptionProvider"), "Deepgram"),
		SpeechModel: get("speechModel"), Hints: get("hints"),
		Interruptible: input("interruptible", InputAny), ReportInput: input("reportInputDuringAgentSpeech", InputNone),
		Preemptible: yes("preemptible"), DTMFDetection: yes("dtmfDetection"), IgnoreBackchannel: yes("ignoreBackchannel", "ignorebackchannel"),
		EchoPromptFiltering: yes("echoPromptFiltering"), PartialPrompts: yes("partialPrompts"), PartialPromptOnHangup: yes("partialPromptOnHangup"),
		SpeechTimeout: speechTimeout(get("speechTimeout", "speechtimeout")),
		SpeakerEvents: slices.Contains(subscribed, "speaker-events"), TokensPlayed: slices.Contains(subscribed, "tokens-played"),
		ConfigUpdated: slices.Contains(subscribed, "config-updated"), Debugging: slices.Contains(subscribed, "debugging"),
		Reconnect: yes("applicationReconnect"),
	}
	for _, child := range children {
		switch child.Name {
		case "Language":
			a.Languages = append(a.Languages, languageOf(child))
		case "Failover":
			a.Failover = true
		}
	}
	return a, a.check(relay)
}

func languageOf(el Element) LanguageSettings {
	value := func(name string) string { v, _ := el.Attr(name); return v }
	return LanguageSettings{
		Code: value("code"), TTSProvider: value("ttsProvider"), Voice: value("voice"), TranscriptionProvider: value("transcriptionProvider"),
		SpeechModel: value("speechModel"), Hints: value("hints"),
	}
}

// speechTimeout returns the duration of a valid value, or 0.
func speechTimeout(value string) time.Duration {
	ms, err := strconv.Atoi(value)
	if err != nil || ms < 600 || ms > 5000 {
		return 0
	}
	return time.Duration(ms) * time.Millisecond
}

// ConfigError says which attribute makes Twilio end the session at its beginning
// (https://www.twilio.com/docs/api/errors/64101).
type ConfigError struct {
	Code      string // 64101
	Attribute string
	Reason    string
}

// Error returns the attribute and the reason.
func (e *ConfigError) Error() string { return e.Attribute + ": " + e.Reason }

// check returns a [*ConfigError] for values that contradict each other, or nil.
func (a Attributes) check(relay Element) error {
	wrong := func(attr, format string, args ...any) error {
		return &ConfigError{Code: "64101", Attribute: attr, Reason: fmt.Sprintf(format, args...)}
	}
	if value, set := relay.Attr("intelligenceService"); set && value == "" {
		return wrong("intelligenceService", "is empty; remove it, or name a service")
	}
	deepgram, google := strings.EqualFold(a.TranscriptionProvider, "Deepgram"), strings.EqualFold(a.TranscriptionProvider, "Google")
	switch {
	case a.TranscriptionLanguage == "multi" && (!deepgram || !slices.Contains([]string{"nova-2-general", "nova-3-general"}, cmp.Or(a.SpeechModel, "nova-3-general"))):
		return wrong("transcriptionLanguage", "multi needs the transcriptionProvider Deepgram and the speechModel nova-2-general or nova-3-general")
	case a.TTSLanguage == "multi" && !strings.EqualFold(a.TTSProvider, "ElevenLabs"):
		return wrong("ttsLanguage", "multi needs the ttsProvider ElevenLabs")
	case google && a.SpeechModel == "telephony" && strings.EqualFold(a.TranscriptionLanguage, "ja-JP"):
		return wrong("speechModel", "Google has no model telephony for ja-JP; use long")
	case google && strings.HasPrefix(a.SpeechModel, "nova-"), google && a.SpeechModel == "flux":
		return wrong("speechModel", "%s is a model of Deepgram, and the transcriptionProvider is Google", a.SpeechModel)
	case deepgram && slices.Contains([]string{"telephony", "long"}, a.SpeechModel):
		return wrong("speechModel", "%s is a model of Google, and the transcriptionProvider is Deepgram", a.SpeechModel)
	}
	return nil
}

// voiceFor returns the voice of a language: that of its <Language>, or the session's.
func (a Attributes) voiceFor(language string) string {
	for _, l := range a.Languages {
		if strings.EqualFold(l.Code, language) && l.Voice != "" {
			return l.Voice
		}
	}
	return a.Voice
}

// The settings that can change during a session
// (https://www.twilio.com/docs/voice/conversationrelay/dynamic-configuration).
var configSettings = []string{
	"dtmfDetection", "echoPromptFiltering", "eotThreshold", "ignoreBackchannel", "interruptSensitivity", "interruptible", "partialPrompts",
	"preemptible", "profanityFilter", "reportInputDuringAgentSpeech", "speechTimeout",
}

// The settings of a language that a message can declare.
var languageSettings = []string{
	"asrSmartFormat", "code", "hints", "speechModel", "transcriptionProvider", "ttsLanguageTextNormalization", "ttsProvider", "ttsTextNormalization", "voice",
}

// change applies a setting of a config message, and returns an error for a value that it does not
// have.
func (a *Attributes) change(name, value string) error {
	flags := map[string]*bool{
		"dtmfDetection": &a.DTMFDetection, "echoPromptFiltering": &a.EchoPromptFiltering, "ignoreBackchannel": &a.IgnoreBackchannel,
		"partialPrompts": &a.PartialPrompts, "preemptible": &a.Preemptible,
	}
	inputs := map[string]*Input{"interruptible": &a.Interruptible, "reportInputDuringAgentSpeech": &a.ReportInput}
	if flag, ok := flags[name]; ok {
		if value != "true" && value != "false" {
			return fmt.Errorf("%s is %q, not true or false", name, value)
		}
		*flag = value == "true"
	}
	if to, ok := inputs[name]; ok {
		input, valid := parseInput(value)
		if !valid {
			return fmt.Errorf("%s is %q, not one of none, dtmf, speech, any", name, value)
		}
		*to = input
	}
	if name == "speechTimeout" {
		timeout := speechTimeout(value)
		if value != "auto" && timeout == 0 {
			return fmt.Errorf("%s is %q, not auto or 600 to 5000", name, value)
		}
		a.SpeechTimeout = timeout
	}
	return nil
}
