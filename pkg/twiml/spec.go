package twiml

import (
	"cmp"
	"iter"
	"slices"
)

// Spec is what Twilio knows about an element: one row of the table that lint rules and the call engine work from. The rows
// are shared and must not be changed.
//
// The facts are those of https://www.twilio.com/docs/voice/twiml and of Twilio's helper libraries, where the two agree. The
// table is wider where they do not: it knows what either of them knows, for a warning about something that works costs more
// than one that is missing.
type Spec struct {
	Name     string
	Attrs    []AttrSpec
	Open     bool     // it takes attributes whose names are not known
	Children []string // names of the elements that may stand in it
	Text     TextRule
	Docs     string // where Twilio describes it, "" where it does not
	Status   Status
}

// TextRule says whether an element may have text of its own. White space between elements is not text.
type TextRule int

const (
	NoText       TextRule = iota
	OptionalText          // text is one way to say it: <Dial>+1…</Dial> or <Dial><Number>…
	RequiredText          // without text there is nothing to do
)

// Status says how far an element or attribute can be relied on.
type Status int

const (
	Documented   Status = iota
	Undocumented        // the helper libraries know it, Twilio's pages do not
	Deprecated          // it still works or has been switched off, and Twilio advises against it
)

// Kind is what a document answers: a call or a message.
type Kind int

const (
	Voice Kind = iota
	Messaging
)

// Kind tells what the document answers by its verbs. One that has a <Message> and beside it nothing but <Message> and
// <Redirect> answers a message, every other answers a call.
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

// Root is the row of <Response>, whose children are the verbs of kind.
func Root(kind Kind) *Spec {
	if kind == Messaging {
		return &specMessagingResponse
	}
	return &specVoiceResponse
}

// Lookup finds the row of an element by its name, which is case-sensitive. <Response> is that of a call; see [Root].
// An element that differs by where it stands is found with [Spec.Child].
func Lookup(name string) (*Spec, bool) {
	i, ok := slices.BinarySearchFunc(table, name, func(s *Spec, name string) int { return cmp.Compare(s.Name, name) })
	if !ok {
		return nil, false
	}
	return table[i], true
}

// Specs walks the table in the order of the names.
func Specs() iter.Seq[*Spec] { return slices.Values(table) }

// Attr finds an attribute by its name, which is case-sensitive.
func (s *Spec) Attr(name string) (*AttrSpec, bool) {
	for i := range s.Attrs {
		if a := &s.Attrs[i]; a.Name == name || a.Alias != "" && a.Alias == name {
			return a, true
		}
	}
	return nil, false
}

// Allows says whether an element called child may stand in s.
func (s *Spec) Allows(child string) bool { return slices.Contains(s.Children, child) }

// Child finds the row of an element that stands in s, if it may stand there.
func (s *Spec) Child(name string) (*Spec, bool) {
	if !s.Allows(name) {
		return nil, false
	}
	if s.Name == "Refer" && name == "Sip" {
		return &specReferSip, true
	}
	return Lookup(name)
}

// table is in the order of the names; a test checks it.
var table = []*Spec{
	&specAiSession, &specApplication, &specApplicationSid, &specAssistant, &specAutopilot,
	&specBody, &specClient, &specConference, &specConfig, &specConnect, &specConversation, &specConversationRelay, &specConversationRelaySession,
	&specDial, &specEcho, &specEnqueue, &specFailover, &specGather, &specHangup, &specHeader, &specHeaders, &specIdentity, &specLanguage, &specLeave,
	&specMedia, &specMediaFilter, &specMessage, &specNumber, &specParameter, &specPause, &specPay, &specPlay, &specPrompt, &specQueue,
	&specRecord, &specRecording, &specRedirect, &specRefer, &specReject, &specVoiceResponse, &specRoom,
	&specSay, &specSim, &specSip, &specSiprec, &specSms, &specStart, &specStop, &specStream, &specTask, &specTranscription, &specUri, &specVirtualAgent, &specWhatsApp,
	&specBreak, &specEmphasis, &specLang, &specP, &specPhoneme, &specProsody, &specS, &specSayAs, &specSub, &specW,
}
