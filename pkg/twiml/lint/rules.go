package lint

// Rule finds one kind of problem. A program adds rules through [Options.Rules]. A Rule must be safe for concurrent use
// and keep no state between calls.
type Rule interface {
	// Describe returns the name of the rule and what it finds.
	Describe() Description
	// Check checks one element and reports problems to [Pass.Report]. It is called for each element that Twilio reads,
	// an outer one before those in it.
	Check(*Pass, *Node)
}

// Description describes a rule.
type Description struct {
	Name  string   // lower-case letters and hyphens; part of each [Finding]
	Codes []string // possible codes of its findings; none for a rule of notices
	Own   bool     // an attribute's own code takes precedence
	Finds string   // what it finds, in one sentence
}

// Rules returns the rules of this package, in the order of docs/lint.md.
func Rules() []Rule {
	all := make([]Rule, len(rules))
	for i, r := range rules {
		all[i] = r
	}
	return all
}

// builtin is a rule of the table.
type builtin struct {
	Description
	look func(*Pass, *Node)
}

func (r builtin) Describe() Description  { return r.Description }
func (r builtin) Check(p *Pass, n *Node) { r.look(p, n) }

// rules is never changed. It is a variable because every document of every call is checked with it.
var rules = []builtin{
	// Names.
	{Description{"unknown-element", []string{"12200"}, false, "An unknown element, or one in the wrong case."}, unknownElement},
	{Description{"misplaced-element", []string{"12200", "13215", "13320", "14300"}, false, "An element that is not allowed in its parent."}, misplacedElement},
	{Description{"message-verb", []string{"12200", "14110"}, false, "A messaging verb in a call, or a voice verb in the response to a message."}, messageVerb},
	{Description{"unknown-attribute", []string{"12200"}, false, "An unknown attribute, or one in the wrong case."}, unknownAttribute},
	{Description{"missing-attribute", []string{"12200"}, true, "A missing required attribute."}, missingAttribute},
	{Description{"stray-text", []string{"12200"}, false, "Text in an element that takes no text."}, strayText},
	{Description{"size", []string{"11750"}, false, "A document above Twilio's size limit."}, size},
	{Description{"missing-noun", nil, false, "A Connect, Start, Stop or Refer without a noun."}, missingNoun},

	// Values.
	{Description{"attribute-value", []string{"12200"}, true, "An attribute with an invalid value, for which Twilio uses the default."}, attributeValue},
	{Description{"missing-text", []string{"12200", "13223", "13237", "13243", "13520", "14103", "14204", "14212"}, false, "An element without its required text."}, missingText},
	{Description{"phone-number", []string{"13223", "14101", "14102"}, false, "An invalid phone number."}, phoneNumber},
	{Description{"message-limits", []string{"14103", "21211", "21617", "21623"}, false, "A message that is not sent: no text or media, too long, too many files, or an invalid number."}, messageLimits},
	{Description{"caller-id", []string{"13214"}, false, "A callerId that is not a phone number, client or SIP address."}, callerID},
	{Description{"sip-uri", []string{"13243"}, false, "An invalid SIP address."}, sipURI},
	{Description{"url", []string{"11100"}, true, "A URL that cannot be requested: spaces, no host, or a scheme other than http and https."}, webURL},
	{Description{"relative-url", []string{"11100", "15004"}, false, "A relative URL in a document that has no URL."}, relativeURL},
	{Description{"pay-https", []string{"64016"}, false, "The action of a Pay without https."}, payHTTPS},
	{Description{"pay-terms", []string{"64003", "64014"}, false, "A Pay of more than a million, or from a bank account without the account holder's name."}, payTerms},
	{Description{"websocket-url", []string{"31922", "64102"}, false, "The url of a Stream or ConversationRelay that is not wss."}, websocketURL},
	{Description{"websocket-query", nil, false, "A Stream url with a query, which Twilio does not send, or a ConversationRelay url with one, which it does not document."}, websocketQuery},
	{Description{"length", []string{"13521", "14205", "14213", "16023"}, false, "Text and names that are too long."}, lengths},
	{Description{"participant-label", []string{"16023"}, false, "A participantLabel that contains a slash or looks like a CallSid."}, participantLabel},
	{Description{"hints", []string{"13330"}, false, "More than 500 hints, or one of more than 100 characters."}, hints},
	{Description{"voice", []string{"13321", "13511"}, false, "A voice that is not basic and has no provider name."}, voice},
	{Description{"ssml-voice", nil, false, "SSML with a basic voice, which ignores it."}, ssmlVoice},
	{Description{"speech-timeout", []string{"13335"}, false, "A speechTimeout of auto with a speechModel."}, speechTimeout},
	{Description{"transcribe", []string{"13615"}, false, "A recording that is too long to be transcribed, or a transcription callback without transcribe."}, transcribe},
	{Description{"task-json", []string{"14221"}, false, "A Task that is not a JSON object."}, taskJSON},
	{Description{"relay-settings", []string{"64101"}, false, "Settings of a ConversationRelay that contradict each other: provider, model and language."}, relaySettings},
	{Description{"relay-unused", nil, false, "Settings of a ConversationRelay that have no effect with its provider or model."}, relayUnused},
	{Description{"gather-input", nil, false, "Attributes of a Gather that have no effect with its input."}, gatherInput},
	{Description{"play-both", nil, false, "A Play with digits and a URL."}, playBoth},

	// Combinations.
	{Description{"dial-mix", []string{"13000"}, false, "A Conference or Queue with other nouns in one Dial."}, dialMix},
	{Description{"dial-nouns", nil, false, "More than ten nouns in one Dial."}, dialNouns},
	{Description{"restricted-document", []string{"12200", "13201", "13238"}, false, "A verb that is not allowed in a whisper or wait document."}, restricted},
	{Description{"unreachable", nil, false, "Verbs after one that does not return."}, unreachable},
	{Description{"late-reject", nil, false, "A Reject after a verb that answers the call."}, lateReject},
	{Description{"unanswered-gather", nil, false, "A Gather at the end: without input, the call ends silently."}, unansweredGather},
	{Description{"gather-loop", nil, false, "A Gather without action, which requests its own document again."}, gatherLoop},
	{Description{"record-loop", nil, false, "A Record without action, which records repeatedly."}, recordLoop},
	{Description{"redirect-loop", nil, false, "A Redirect without URL, which requests its own document again."}, redirectLoop},
	{Description{"relay-action", nil, false, "A ConversationRelay at the end without action: its session ends the call."}, relayAction},
	{Description{"start-ends", nil, false, "A Start at the end: the call ends before the caller hears anything."}, startEnds},
}
