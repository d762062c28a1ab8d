package lint

// Rule finds one kind of mistake. A program has rules of its own by [Options.Rules]. A Rule keeps nothing between calls: documents
// are checked by several goroutines at once.
type Rule interface {
	// Describe says what the rule is called and what it finds.
	Describe() Description
	// Check looks at one element, and reports what is wrong with it to [Pass.Report]. It is called for each element that Twilio
	// reads, an outer one before those in it.
	Check(*Pass, *Node)
}

// Description is what a rule says of itself.
type Description struct {
	Name  string   // small letters and dashes; it stands in each [Finding]
	Codes []string // that its findings may have; none for a rule of notices
	Own   bool     // an attribute's own code outranks them
	Finds string   // what, in one sentence
}

// Rules are the rules of this package, in the order of docs/lint.md.
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

// rules is never written to. It is a variable because every document of every call is held against it.
var rules = []builtin{
	// The words of the document.
	{Description{"unknown-element", []string{"12200"}, false, "An element that TwiML does not have, or one in the wrong case."}, unknownElement},
	{Description{"misplaced-element", []string{"12200", "13215", "13320", "14300"}, false, "An element that may not stand in the one around it."}, misplacedElement},
	{Description{"message-verb", []string{"12200", "14110"}, false, "A verb of messages in a call, or of calls in an answer to a message."}, messageVerb},
	{Description{"unknown-attribute", []string{"12200"}, false, "An attribute that the element does not have, or one in the wrong case."}, unknownAttribute},
	{Description{"missing-attribute", []string{"12200"}, true, "An attribute that must be there."}, missingAttribute},
	{Description{"stray-text", []string{"12200"}, false, "Text in an element that has none."}, strayText},
	{Description{"size", []string{"11750"}, false, "A document that is larger than Twilio takes."}, size},
	{Description{"missing-noun", nil, false, "A Connect, Start, Stop or Refer with nothing in it."}, missingNoun},

	// Their values.
	{Description{"attribute-value", []string{"12200"}, true, "An attribute with a value that Twilio does not take, and uses its default instead."}, attributeValue},
	{Description{"missing-text", []string{"12200", "13223", "13237", "13243", "13520", "14103", "14204", "14212"}, false, "An element without the text that it is about."}, missingText},
	{Description{"phone-number", []string{"13223", "14101", "14102"}, false, "A telephone number that cannot be one."}, phoneNumber},
	{Description{"message-limits", []string{"14103", "21211", "21617", "21623"}, false, "A message that is not sent: without text and media, too long, with too many files, or to no number."}, messageLimits},
	{Description{"caller-id", []string{"13214"}, false, "A callerId that is neither a telephone number nor a client or SIP address."}, callerID},
	{Description{"sip-uri", []string{"13243"}, false, "A SIP address that is none."}, sipURI},
	{Description{"url", []string{"11100"}, true, "A URL that cannot be requested: spaces, no host, another scheme than http and https."}, webURL},
	{Description{"relative-url", []string{"11100", "15004"}, false, "A relative URL in a document that has no URL itself."}, relativeURL},
	{Description{"pay-https", []string{"64016"}, false, "The action of a Pay without https."}, payHTTPS},
	{Description{"pay-terms", []string{"64003", "64014"}, false, "A Pay of more than a million, or from a bank account without the name on it."}, payTerms},
	{Description{"websocket-url", []string{"31922", "64102"}, false, "The url of a Stream or ConversationRelay that is not wss."}, websocketURL},
	{Description{"websocket-query", nil, false, "The url of a Stream with a query, which is not sent."}, websocketQuery},
	{Description{"length", []string{"13521", "14205", "14213", "16023"}, false, "Text and names that are too long."}, lengths},
	{Description{"participant-label", []string{"16023"}, false, "A participantLabel with a slash or with the look of a call SID."}, participantLabel},
	{Description{"hints", []string{"13330"}, false, "More than 500 hints, or one of more than 100 characters."}, hints},
	{Description{"voice", []string{"13321", "13511"}, false, "A voice that is neither a basic one nor named with its maker."}, voice},
	{Description{"ssml-voice", nil, false, "SSML with a basic voice, which does not know it."}, ssmlVoice},
	{Description{"speech-timeout", []string{"13335"}, false, "A speechTimeout of auto beside a speechModel."}, speechTimeout},
	{Description{"transcribe", []string{"13615"}, false, "A recording that is too long to be transcribed, or a callback for a transcription that nobody asked for."}, transcribe},
	{Description{"task-json", []string{"14221"}, false, "A Task that is not a JSON object."}, taskJSON},
	{Description{"gather-input", nil, false, "Attributes of a Gather that the input it listens for makes useless."}, gatherInput},
	{Description{"play-both", nil, false, "A Play with digits and a URL."}, playBoth},

	// What they do together.
	{Description{"dial-mix", []string{"13000"}, false, "A Conference or Queue beside other nouns in one Dial."}, dialMix},
	{Description{"dial-nouns", nil, false, "More than ten nouns in one Dial."}, dialNouns},
	{Description{"restricted-document", []string{"12200", "13201", "13238"}, false, "A verb that may not stand in a whisper or wait document."}, restricted},
	{Description{"unreachable", nil, false, "Verbs behind one that never comes back."}, unreachable},
	{Description{"late-reject", nil, false, "A Reject behind a verb that has answered the call."}, lateReject},
	{Description{"unanswered-gather", nil, false, "A Gather at the end: a caller who says nothing is hung up on without a word."}, unansweredGather},
	{Description{"gather-loop", nil, false, "A Gather without action, which requests its own document again."}, gatherLoop},
	{Description{"record-loop", nil, false, "A Record without action, which records again and again."}, recordLoop},
	{Description{"redirect-loop", nil, false, "A Redirect without URL, which requests its own document again."}, redirectLoop},
	{Description{"start-ends", nil, false, "A Start at the end: the call ends before anything is heard."}, startEnds},
}
