package twiml

var specConnect = Spec{
	Name: "Connect",
	Attrs: []AttrSpec{
		{Name: "action", Type: URL},
		{Name: "method", Type: Method, Default: "POST"},
	},
	Children: []string{"AiSession", "Assistant", "Autopilot", "Conversation", "ConversationRelay", "ConversationRelaySession", "Room", "Stream", "VirtualAgent"},
	Docs:     "https://www.twilio.com/docs/voice/twiml/connect",
}

// What the helper libraries spell in lower case is known in both spellings: which one the server takes is not known.
var specConversationRelay = Spec{
	Name: "ConversationRelay",
	Attrs: []AttrSpec{
		{Name: "backgroundNoiseReduction", Alias: "backgroundnoisereduction", Status: Undocumented},
		{Name: "debug", Type: EnumList, Values: []string{"debugging", "speaker-events", "tokens-played"}},
		{Name: "deepgramSmartFormat", Alias: "deepgramsmartformat", Status: Undocumented},
		{Name: "dtmfDetection", Type: Bool, Default: "false", Code: "64101"},
		{Name: "elevenlabsTextNormalization", Type: Enum, Values: []string{"on", "auto", "off"}, Default: "off", Code: "64101"},
		{Name: "events", Status: Undocumented},
		{Name: "hints"},
		{Name: "ignoreBackchannel", Alias: "ignorebackchannel", Status: Undocumented},
		{Name: "intelligenceService"},
		{Name: "interruptible", Type: Enum, Values: interruptions, Default: "any", Code: "64101"},
		{Name: "interruptSensitivity", Type: Enum, Values: []string{"low", "medium", "high"}, Default: "high", Code: "64101"},
		{Name: "language", Type: LanguageTag, Default: "en-US", Code: "64101"},
		{Name: "partialPrompts", Type: Bool, Default: "false", Code: "64101"},
		{Name: "preemptible", Type: Bool, Default: "false", Code: "64101"},
		{Name: "profanityFilter", Type: Bool, Status: Undocumented},
		{Name: "reportInputDuringAgentSpeech", Type: Enum, Values: interruptions, Default: "none", Code: "64101"},
		{Name: "speechModel", Code: "64101"},
		{Name: "speechTimeout", Alias: "speechtimeout", Status: Undocumented},
		{Name: "transcriptionLanguage", Type: LanguageTag, Code: "64101"},
		{Name: "transcriptionProvider", Values: []string{"Deepgram", "Google"}, Code: "64101"},
		{Name: "ttsLanguage", Type: LanguageTag, Code: "64101"},
		{Name: "ttsProvider", Values: []string{"ElevenLabs", "Google", "Amazon"}, Default: "ElevenLabs", Code: "64101"},
		{Name: "url", Type: WebSocketURL, Required: true, Code: "64102"},
		{Name: "voice", Code: "64101"},
		{Name: "welcomeGreeting"},
		{Name: "welcomeGreetingInterruptible", Type: Enum, Values: interruptions, Default: "any", Code: "64101"},
	},
	Children: []string{"Language", "Parameter"},
	Docs:     "https://www.twilio.com/docs/voice/twiml/connect/conversationrelay",
}

var specConversationRelaySession = Spec{
	Name: "ConversationRelaySession",
	Attrs: []AttrSpec{
		{Name: "connector"},
		{Name: "sessionConfiguration"},
	},
	Children: []string{"Parameter"},
	Status:   Undocumented,
}

var specAiSession = Spec{
	Name: "AiSession",
	Attrs: []AttrSpec{
		{Name: "aiConnector"},
		{Name: "aiSessionConfiguration"},
	},
	Children: []string{"Parameter"},
	Status:   Undocumented,
}

var specAssistant = Spec{
	Name: "Assistant",
	Attrs: []AttrSpec{
		{Name: "debug", Type: EnumList, Values: []string{"debugging", "speaker-events", "tokens-played"}},
		{Name: "dtmfDetection", Type: Bool, Default: "false", Code: "64101"},
		{Name: "elevenlabsTextNormalization", Type: Enum, Values: []string{"on", "auto", "off"}, Default: "off", Code: "64101"},
		{Name: "hints"},
		{Name: "id", Required: true},
		{Name: "intelligenceService"},
		{Name: "interruptible", Type: Enum, Values: interruptions, Default: "any", Code: "64101"},
		{Name: "interruptSensitivity", Type: Enum, Values: []string{"low", "medium", "high"}, Default: "high", Code: "64101"},
		{Name: "language", Type: LanguageTag, Default: "en-US", Code: "64101"},
		{Name: "partialPrompts", Type: Bool, Default: "false", Code: "64101"},
		{Name: "preemptible", Type: Bool, Default: "false", Code: "64101"},
		{Name: "profanityFilter", Type: Bool, Status: Undocumented},
		{Name: "reportInputDuringAgentSpeech", Type: Enum, Values: interruptions, Default: "none", Code: "64101"},
		{Name: "speechModel", Code: "64101"},
		{Name: "transcriptionLanguage", Type: LanguageTag, Code: "64101"},
		{Name: "transcriptionProvider", Values: []string{"Deepgram", "Google"}, Code: "64101"},
		{Name: "ttsLanguage", Type: LanguageTag, Code: "64101"},
		{Name: "ttsProvider", Values: []string{"ElevenLabs", "Google", "Amazon"}, Default: "ElevenLabs", Code: "64101"},
		{Name: "voice", Code: "64101"},
		{Name: "welcomeGreeting"},
		{Name: "welcomeGreetingInterruptible", Type: Enum, Values: interruptions, Default: "any", Code: "64101"},
	},
	Children: []string{"Language", "Parameter"},
	Status:   Deprecated,
}

var specLanguage = Spec{
	Name: "Language",
	Attrs: []AttrSpec{
		{Name: "code", Type: LanguageTag, Required: true, Code: "64101"},
		{Name: "speechModel", Code: "64101"},
		{Name: "transcriptionProvider", Values: []string{"Deepgram", "Google"}, Code: "64101"},
		{Name: "ttsProvider", Values: []string{"ElevenLabs", "Google", "Amazon"}, Code: "64101"},
		{Name: "voice", Code: "64101"},
	},
	Docs: "https://www.twilio.com/docs/voice/twiml/connect/conversationrelay#language-element",
}

var specVirtualAgent = Spec{
	Name: "VirtualAgent",
	Attrs: []AttrSpec{
		{Name: "connectorName", Required: true, Code: "32602"},
		{Name: "language", Type: LanguageTag},
		{Name: "sentimentAnalysis", Type: Bool},
		{Name: "statusCallback", Type: URL},
		{Name: "statusCallbackMethod", Type: Method, Default: "POST"},
	},
	Children: []string{"Config", "Parameter"},
	Docs:     "https://www.twilio.com/docs/voice/twiml/connect/virtualagent",
}

var specRoom = Spec{
	Name: "Room",
	Attrs: []AttrSpec{
		{Name: "participantIdentity"},
	},
	Text: RequiredText,
	Docs: "https://www.twilio.com/docs/voice/twiml/connect/room",
}

var specConversation = Spec{
	Name: "Conversation",
	Attrs: []AttrSpec{
		{Name: "inboundAutocreation", Type: Bool},
		{Name: "inboundTimeout", Type: Int},
		{Name: "method", Type: Method, Default: "POST"},
		{Name: "record", Type: Enum, Values: callRecords, Default: "do-not-record"},
		{Name: "recordingStatusCallback", Type: URL, Code: "13256"},
		{Name: "recordingStatusCallbackEvent", Type: EnumList, Values: recordingEvents, Default: "completed", Code: "13621"},
		{Name: "recordingStatusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "routingAssignmentTimeout", Type: Int},
		{Name: "serviceInstanceSid"},
		{Name: "statusCallback", Type: URL},
		{Name: "statusCallbackEvent", Type: EnumList, Values: []string{"call-initiated", "call-ringing", "call-answered", "call-completed"}},
		{Name: "statusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "trim", Type: Enum, Values: trims},
		{Name: "url", Type: URL},
	},
	Docs:   "https://www.twilio.com/docs/voice/twiml/connect/conversation",
	Status: Deprecated,
}

var specAutopilot = Spec{
	Name:   "Autopilot",
	Text:   RequiredText,
	Status: Deprecated,
}
