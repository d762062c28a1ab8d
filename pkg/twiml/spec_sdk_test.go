package twiml_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	sdk "github.com/twilio/twilio-go/twiml"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// TestGrammarMatchesTwilioGo reports every difference between the names in the table and those in the official library,
// but for those that we know and have a reason for.
func TestGrammarMatchesTwilioGo(t *testing.T) {
	t.Parallel()
	theirs := map[string]bool{}
	for _, e := range sdkElements() {
		name := sdkName(e.GetName())
		theirs[name] = true
		_, attrs := e.GetAttr()
		for attr := range attrs {
			theirs[name+"@"+sdkAttr(attr)] = true
		}
	}
	var differences []string
	for name := range theirs {
		element, attr, isAttr := strings.Cut(name, "@")
		s, ok := twiml.Lookup(element)
		if ok && isAttr {
			_, ok = s.Attr(attr)
		}
		if !ok {
			differences = append(differences, "-"+name)
		}
	}
	for s := range twiml.Specs() {
		if !theirs[s.Name] {
			differences = append(differences, "+"+s.Name)
			continue
		}
		for i := range s.Attrs {
			if a := &s.Attrs[i]; !theirs[s.Name+"@"+a.Name] && !theirs[s.Name+"@"+a.Alias] {
				differences = append(differences, "+"+s.Name+"@"+a.Name)
			}
		}
	}
	slices.Sort(differences)
	if diff := cmp.Diff(acceptedDifferences(), differences); diff != "" {
		t.Errorf("differences from twilio-go (-accepted +found; within, + is ours and - is theirs):\n%s", diff)
	}
}

// acceptedDifferences are names that only we know (+) or only twilio-go does (-), in order.
func acceptedDifferences() []string {
	return []string{
		"+Assistant", // removed in twilio-go 1.31, still in other helper libraries
		"+ConversationRelay@applicationReconnect", // this and the rest without a reason: Twilio-node 6.3.1, or pages of autumn 2026
		"+ConversationRelay@asrSmartFormat",
		"+ConversationRelay@conversationConfiguration",
		"+ConversationRelay@conversationId",
		"+ConversationRelay@customerName",
		"+ConversationRelay@eagerEotThreshold",
		"+ConversationRelay@echoPromptFiltering",
		"+ConversationRelay@elevenlabsLanguageTextNormalization",
		"+ConversationRelay@eotThreshold",
		"+ConversationRelay@includeInPrompt",
		"+ConversationRelay@partialPromptOnHangup",
		"+ConversationRelay@ttsLanguageTextNormalization",
		"+ConversationRelay@ttsTextNormalization",
		"+ConversationRelay@turnDetection",
		"+Dial@callReason", // documented, never in the library
		"+Failover",        // documented on 18 November 2026
		"+Language@asrSmartFormat",
		"+Language@hints",
		"+Language@ttsLanguageTextNormalization",
		"+Language@ttsTextNormalization",
		"+MediaFilter",
		"+Recording@name", // Twilio-node and the page of <Stop> have it
		"+Response",       // the library has a function for it, not a type
		"+Stream@audioFormat",
		"+Stream@sampleRate",
		"+Transcription@conversationConfiguration", // newer than the library
		"+Transcription@conversationId",
		"+Transcription@enableProviderData",
	}
}

// sdkName undoes the library's spelling of elements: it writes <SayAs> where the markup is <say-as>, and <SipRec>.
func sdkName(name string) string {
	switch name {
	case "SipRec":
		return "Siprec"
	case "SayAs":
		return "say-as"
	case "Break", "Emphasis", "Lang", "P", "Phoneme", "Prosody", "S", "Sub", "W":
		return strings.ToLower(name)
	}
	return name
}

// sdkAttr undoes the library's spelling of attributes: fields of Go that begin with a capital and cannot be called "for".
func sdkAttr(name string) string {
	switch name {
	case "For_":
		return "for"
	case "XmlLang":
		return "xml:lang"
	case "InterpretAs":
		return "interpret-as"
	}
	return strings.ToLower(name[:1]) + name[1:]
}

func sdkElements() []sdk.Element {
	return []sdk.Element{
		sdk.VoiceRefer{},
		sdk.VoiceReferSip{},
		sdk.VoiceStop{},
		sdk.VoiceTranscription{},
		sdk.VoiceParameter{},
		sdk.VoiceConfig{},
		sdk.VoiceSipRec{},
		sdk.VoiceStream{},
		sdk.VoiceStart{},
		sdk.VoiceRecording{},
		sdk.VoicePrompt{},
		sdk.VoicePause{},
		sdk.VoicePlay{},
		sdk.VoiceSay{},
		sdk.VoiceW{},
		sdk.VoiceSub{},
		sdk.VoiceSayAs{},
		sdk.VoiceProsody{},
		sdk.VoiceS{},
		sdk.VoicePhoneme{},
		sdk.VoiceLang{},
		sdk.VoiceP{},
		sdk.VoiceEmphasis{},
		sdk.VoiceBreak{},
		sdk.VoicePay{},
		sdk.VoiceSms{},
		sdk.VoiceReject{},
		sdk.VoiceRedirect{},
		sdk.VoiceRecord{},
		sdk.VoiceQueue{},
		sdk.VoiceLeave{},
		sdk.VoiceHangup{},
		sdk.VoiceGather{},
		sdk.VoiceEnqueue{},
		sdk.VoiceTask{},
		sdk.VoiceEcho{},
		sdk.VoiceDial{},
		sdk.VoiceWhatsApp{},
		sdk.VoiceApplication{},
		sdk.VoiceApplicationSid{},
		sdk.VoiceSip{},
		sdk.VoiceHeaders{},
		sdk.VoiceHeader{},
		sdk.VoiceUri{},
		sdk.VoiceSim{},
		sdk.VoiceNumber{},
		sdk.VoiceConference{},
		sdk.VoiceClient{},
		sdk.VoiceIdentity{},
		sdk.VoiceConnect{},
		sdk.VoiceConversationRelaySession{},
		sdk.VoiceAiSession{},
		sdk.VoiceConversationRelay{},
		sdk.VoiceLanguage{},
		sdk.VoiceConversation{},
		sdk.VoiceVirtualAgent{},
		sdk.VoiceAutopilot{},
		sdk.VoiceRoom{},
		sdk.MessagingRedirect{},
		sdk.MessagingMessage{},
		sdk.MessagingMedia{},
		sdk.MessagingBody{},
	}
}
