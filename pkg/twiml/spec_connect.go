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

// Values that the helper libraries write in lower case are accepted in both spellings, because the server's spelling is
// unknown. The attributes are those of Twilio's pages and of its Node library 6.3.1, of November 2026.
var specConversationRelay = Spec{
	Name: "ConversationRelay",
	Attrs: []AttrSpec{
		{Name: "applicationReconnect", Type: Bool, Default: "false", Code: "64101"},
		{Name: "asrSmartFormat", Type: Bool, Status: Undocumented},
		{Name: "backgroundNoiseReduction", Alias: "backgroundnoisereduction", Status: Undocumented},
		{Name: "conversationConfiguration", Status: Undocumented},
		{Name: "conversationId", Status: Undocumented},
		{Name: "customerName", Status: Undocumented},
		{Name: "debug", Type: EnumList, Values: []string{"debugging", "speaker-events", "tokens-played"}},
		{Name: "deepgramSmartFormat", Alias: "deepgramsmartformat", Type: Bool, Default: "true", Code: "64101"},
		{Name: "dtmfDetection", Type: Bool, Default: "false", Code: "64101"},
		{Name: "eagerEotThreshold", Type: Fraction, Min: 30, Max: 90, Code: "64101", Status: Undocumented},
		{Name: "echoPromptFiltering", Type: Bool, Default: "false", Code: "64101"},
		{Name: "elevenlabsLanguageTextNormalization", Type: Enum, Values: normalizations, Code: "64101", Status: Undocumented},
		{Name: "elevenlabsTextNormalization", Type: Enum, Values: normalizations, Default: "off", Code: "64101"},
		{Name: "eotThreshold", Type: Fraction, Min: 50, Max: 90, Default: "0.8", Code: "64101"},
		{Name: "events", Type: EnumList, Values: []string{"speaker-events", "tokens-played", "config-updated"}},
		{Name: "hints"},
		{Name: "ignoreBackchannel", Alias: "ignorebackchannel", Type: Bool, Default: "false", Code: "64101"},
		{Name: "includeInPrompt", Type: EnumList, Values: []string{"turn-state", "prompt-segments"}, Status: Undocumented},
		{Name: "intelligenceService"},
		{Name: "interruptible", Type: Enum, Values: interruptions, Default: "any", Code: "64101"},
		{Name: "interruptSensitivity", Type: Enum, Values: []string{"low", "medium", "high"}, Default: "high", Code: "64101"},
		{Name: "language", Type: LanguageTag, Default: "en-US", Code: "64101"},
		{Name: "partialPromptOnHangup", Type: Bool, Default: "false", Code: "64101", Status: Undocumented},
		{Name: "partialPrompts", Type: Bool, Default: "false", Code: "64101"},
		{Name: "preemptible", Type: Bool, Default: "false", Code: "64101"},
		{Name: "profanityFilter", Type: Bool, Status: Undocumented},
		{Name: "reportInputDuringAgentSpeech", Type: Enum, Values: interruptions, Default: "none", Code: "64101"},
		{Name: "speechModel", Code: "64101"},
		{Name: "speechTimeout", Alias: "speechtimeout", Type: Int, Values: []string{"auto"}, Min: 600, Max: 5000, Default: "auto", Code: "64101"},
		{Name: "transcriptionLanguage", Type: LanguageTag, Code: "64101"},
		{Name: "transcriptionProvider", Values: []string{"Deepgram", "Google"}, Code: "64101"},
		{Name: "ttsLanguage", Type: LanguageTag, Code: "64101"},
		{Name: "ttsLanguageTextNormalization", Type: Enum, Values: normalizations, Code: "64101", Status: Undocumented},
		{Name: "ttsProvider", Values: []string{"ElevenLabs", "Google", "Amazon"}, Default: "ElevenLabs", Code: "64101"},
		{Name: "ttsTextNormalization", Type: Enum, Values: normalizations, Code: "64101", Status: Undocumented},
		{Name: "turnDetection", Type: Bool, Default: "false", Code: "64101"},
		{Name: "url", Type: WebSocketURL, Required: true, Code: "64102"},
		{Name: "voice", Code: "64101"},
		{Name: "welcomeGreeting"},
		{Name: "welcomeGreetingInterruptible", Type: Enum, Values: interruptions, Default: "any", Code: "64101"},
	},
	Children: []string{"Failover", "Language", "Parameter"},
	Docs:     "https://www.twilio.com/docs/voice/twiml/connect/conversationrelay",
}

// No documentation that we have names the attributes of Failover, so any is accepted.
var specFailover = Spec{
	Name: "Failover",
	Open: true,
	Docs: "https://www.twilio.com/docs/voice/conversationrelay/provider-failover",
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
		{Name: "elevenlabsTextNormalization", Type: Enum, Values: normalizations, Default: "off", Code: "64101"},
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
		{Name: "asrSmartFormat", Type: Bool, Status: Undocumented},
		{Name: "code", Type: LanguageTag, Required: true, Code: "64101"},
		{Name: "hints"},
		{Name: "speechModel", Code: "64101"},
		{Name: "transcriptionProvider", Values: []string{"Deepgram", "Google"}, Code: "64101"},
		{Name: "ttsLanguageTextNormalization", Type: Enum, Values: normalizations, Code: "64101", Status: Undocumented},
		{Name: "ttsProvider", Values: []string{"ElevenLabs", "Google", "Amazon"}, Code: "64101"},
		{Name: "ttsTextNormalization", Type: Enum, Values: normalizations, Code: "64101", Status: Undocumented},
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
