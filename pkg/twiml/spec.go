package twiml

import (
	"cmp"
	"iter"
	"slices"
)

// Spec describes an element, as Twilio knows it: one row of the table that lint rules and the call simulator use. Specs
// are shared and must not be changed.
//
// The facts come from https://www.twilio.com/docs/voice/twiml and Twilio's helper libraries. Where the two differ, the
// table contains both: a warning about something that works is worse than a missing one.
type Spec struct {
	Name     string
	Attrs    []AttrSpec
	Open     bool     // it accepts attributes of any name
	Children []string // names of the allowed child elements
	Text     TextRule
	Docs     string // Twilio's page about it, or ""
	Status   Status
}

// TextRule says whether an element can have text. White space between elements is not text.
type TextRule int

const (
	NoText       TextRule = iota
	OptionalText          // text is one of two forms: <Dial>+1…</Dial> or <Dial><Number>…
	RequiredText          // without text, Twilio has nothing to do
)

// Status says how reliable an element or attribute is.
type Status int

const (
	Documented   Status = iota
	Undocumented        // in the helper libraries, not in Twilio's documentation
	Deprecated          // Twilio advises against it; it may have been switched off
)

// Kind is what a document answers: a call or a message.
type Kind int

const (
	Voice Kind = iota
	Messaging
)

// Kind returns what the document answers, according to its verbs. A document answers a message if it has a <Message>,
// and otherwise only <Message> and <Redirect>. Every other document answers a call.
func (d *Document) Kind() Kind {
	if d == nil || d.Root == nil {
		return Voice
	}
	kind := Voice
	for e := range d.Root.Elements() {
		switch e.Name {
		case "Message":
			kind = Messaging
		case "Redirect":
		default:
			return Voice
		}
	}
	return kind
}

// Root returns the spec of <Response>, whose children are the verbs of kind.
func Root(kind Kind) *Spec {
	if kind == Messaging {
		return &specMessagingResponse
	}
	return &specVoiceResponse
}

// Lookup returns the spec of an element by its name, which is case-sensitive. <Response> is that of a call; see [Root].
// Use [Spec.Child] for elements that depend on their parent.
func Lookup(name string) (*Spec, bool) {
	i, ok := slices.BinarySearchFunc(table, name, func(s *Spec, name string) int { return cmp.Compare(s.Name, name) })
	if !ok {
		return nil, false
	}
	return table[i], true
}

// Specs yields all specs in the order of their names.
func Specs() iter.Seq[*Spec] { return slices.Values(table) }

// Attr returns the attribute of that name, which is case-sensitive.
func (s *Spec) Attr(name string) (*AttrSpec, bool) {
	for i := range s.Attrs {
		if a := &s.Attrs[i]; a.Name == name || a.Alias != "" && a.Alias == name {
			return a, true
		}
	}
	return nil, false
}

// Allows reports whether s can contain an element called child.
func (s *Spec) Allows(child string) bool { return slices.Contains(s.Children, child) }

// Child returns the spec of a child element, if s allows it.
func (s *Spec) Child(name string) (*Spec, bool) {
	if !s.Allows(name) {
		return nil, false
	}
	if s.Name == "Refer" && name == "Sip" {
		return &specReferSip, true
	}
	return Lookup(name)
}

// table is sorted by name; a test checks it.
var table = []*Spec{
	&specAiSession, &specApplication, &specApplicationSid, &specAssistant, &specAutopilot,
	&specBody, &specClient, &specConference, &specConfig, &specConnect, &specConversation, &specConversationRelay, &specConversationRelaySession,
	&specDial, &specEcho, &specEnqueue, &specFailover, &specGather, &specHangup, &specHeader, &specHeaders, &specIdentity, &specLanguage, &specLeave,
	&specMedia, &specMediaFilter, &specMessage, &specNumber, &specParameter, &specPause, &specPay, &specPlay, &specPrompt, &specQueue,
	&specRecord, &specRecording, &specRedirect, &specRefer, &specReject, &specVoiceResponse, &specRoom,
	&specSay, &specSim, &specSip, &specSiprec, &specSms, &specStart, &specStop, &specStream, &specTask, &specTranscription, &specUri, &specVirtualAgent, &specWhatsApp,
	&specBreak, &specEmphasis, &specLang, &specP, &specPhoneme, &specProsody, &specS, &specSayAs, &specSub, &specW,
}
