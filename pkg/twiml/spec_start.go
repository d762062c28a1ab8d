package twiml

var specStart = Spec{
	Name: "Start",
	Attrs: []AttrSpec{
		{Name: "action", Type: URL},
		{Name: "method", Type: Method, Default: "POST"},
	},
	Children: []string{"MediaFilter", "Recording", "Siprec", "Stream", "Transcription"},
	Docs:     "https://www.twilio.com/docs/voice/twiml/start",
}

// Its nouns name what to stop.
var specStop = Spec{
	Name:     "Stop",
	Children: []string{"MediaFilter", "Recording", "Siprec", "Stream", "Transcription"},
	Docs:     "https://www.twilio.com/docs/voice/twiml/stop",
}

var specStream = Spec{
	Name: "Stream",
	Attrs: []AttrSpec{
		{Name: "audioFormat", Status: Undocumented},
		{Name: "connectorName", Code: "31940"},
		{Name: "name"},
		{Name: "sampleRate", Status: Undocumented},
		{Name: "statusCallback", Type: AbsoluteURL},
		{Name: "statusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "track", Type: Enum, Values: streamTracks, Default: "inbound_track", Code: "31941"},
		{Name: "url", Type: WebSocketURL, Code: "31922"},
	},
	Children: []string{"Parameter"},
	Docs:     "https://www.twilio.com/docs/voice/twiml/stream",
}

// It is in Twilio's Node library 6.3.1 and not in Twilio's documentation.
var specMediaFilter = Spec{
	Name: "MediaFilter",
	Attrs: []AttrSpec{
		{Name: "filterType", Type: Enum, Values: []string{"noise"}},
		{Name: "model"},
		{Name: "name"},
		{Name: "track", Type: Enum, Values: streamTracks},
	},
	Children: []string{"Parameter"},
	Status:   Undocumented,
}

var specSiprec = Spec{
	Name: "Siprec",
	Attrs: []AttrSpec{
		{Name: "connectorName"},
		{Name: "name"},
		{Name: "statusCallback", Type: URL},
		{Name: "statusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "track", Type: Enum, Values: streamTracks},
	},
	Children: []string{"Parameter"},
	Docs:     "https://www.twilio.com/docs/voice/twiml/siprec",
}

var specRecording = Spec{
	Name: "Recording",
	Attrs: []AttrSpec{
		{Name: "channels", Type: Enum, Values: []string{"mono", "dual"}, Default: "dual"},
		{Name: "name"},
		{Name: "recordingConfigurationId", Status: Undocumented},
		{Name: "recordingStatusCallback", Type: URL, Code: "13256"},
		{Name: "recordingStatusCallbackEvent", Type: EnumList, Values: recordingEvents, Default: "completed", Code: "13621"},
		{Name: "recordingStatusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "track", Type: Enum, Values: []string{"both", "inbound", "outbound"}, Default: "both"},
		{Name: "trim", Type: Enum, Values: trims, Default: "trim-silence"},
	},
	Docs: "https://www.twilio.com/docs/voice/twiml/recording",
}

var specTranscription = Spec{
	Name: "Transcription",
	Attrs: []AttrSpec{
		{Name: "conversationConfiguration"},
		{Name: "conversationId"},
		{Name: "enableAutomaticPunctuation", Type: Bool, Default: "true"},
		{Name: "enableProviderData", Type: Bool, Default: "false"},
		{Name: "hints"},
		{Name: "inboundTrackLabel"},
		{Name: "intelligenceService"},
		{Name: "languageCode", Type: LanguageTag, Default: "en-US"},
		{Name: "name"},
		{Name: "outboundTrackLabel"},
		{Name: "partialResults", Type: Bool, Default: "false"},
		{Name: "profanityFilter", Type: Bool, Default: "true"},
		{Name: "speechModel", Values: []string{"telephony"}, Default: "telephony"},
		{Name: "statusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "statusCallbackUrl", Type: AbsoluteURL},
		{Name: "track", Type: Enum, Values: streamTracks, Default: "both_tracks"},
		{Name: "transcriptionEngine", Values: []string{"google", "deepgram"}, Default: "google", Code: "32650"},
	},
	Children: []string{"Config", "Parameter"},
	Docs:     "https://www.twilio.com/docs/voice/twiml/transcription",
}
