package twiml

// MaxDialNouns is how many nouns one Dial calls, in parallel or in sequence
// (https://www.twilio.com/docs/voice/twiml/dial).
const MaxDialNouns = 10

// The default callerId is that of the caller.
var specDial = Spec{
	Name: "Dial",
	Attrs: []AttrSpec{
		{Name: "action", Type: URL},
		{Name: "answerOnBridge", Type: Bool, Default: "false", Code: "13219"},
		{Name: "callerId", Code: "13214"},
		{Name: "callReason"},
		{Name: "events", Type: Enum, Values: []string{"call-progress-event"}, Status: Undocumented},
		{Name: "hangupOnStar", Type: Bool, Default: "false", Code: "13213"},
		{Name: "method", Type: Method, Default: "POST", Code: "13210"},
		{Name: "passports", Status: Undocumented},
		{Name: "record", Type: Enum, Values: callRecords, Default: "do-not-record", Code: "13217"},
		{Name: "recordingConfigurationId", Status: Undocumented},
		{Name: "recordingStatusCallback", Type: URL, Code: "13256"},
		{Name: "recordingStatusCallbackEvent", Type: EnumList, Values: recordingEvents, Default: "completed", Code: "13621"},
		{Name: "recordingStatusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "recordingTrack", Type: Enum, Values: []string{"both", "inbound", "outbound"}, Default: "both"},
		{Name: "referMethod", Type: Method, Default: "POST"},
		{Name: "referUrl", Type: URL},
		{Name: "ringTone", Type: Enum, Values: ringTones, Code: "13220"},
		{Name: "sequential", Type: Bool, Default: "false", Code: "13218"},
		{Name: "timeLimit", Type: Int, Min: 1, Default: "14400", Code: "13216"},
		{Name: "timeout", Type: Int, Min: 1, Default: "30", Code: "13212"},
		{Name: "trim", Type: Enum, Values: trims, Default: "do-not-trim"},
	},
	Children: []string{"Application", "Client", "Conference", "Number", "Queue", "Sim", "Sip", "WhatsApp"},
	Text:     OptionalText,
	Docs:     "https://www.twilio.com/docs/voice/twiml/dial",
}

var specNumber = Spec{
	Name: "Number",
	Attrs: []AttrSpec{
		{Name: "amdStatusCallback", Type: URL},
		{Name: "amdStatusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "byoc"},
		{Name: "machineDetection", Values: []string{"Enable", "DetectMessageEnd"}},
		{Name: "machineDetectionSilenceTimeout", Type: Int, Min: 2000, Max: 10000, Default: "5000"},
		{Name: "machineDetectionSpeechEndThreshold", Type: Int, Min: 500, Max: 5000, Default: "1200"},
		{Name: "machineDetectionSpeechThreshold", Type: Int, Min: 1000, Max: 6000, Default: "2400"},
		{Name: "machineDetectionTimeout", Type: Int, Min: 3, Max: 59, Default: "30"},
		{Name: "method", Type: Method, Default: "POST", Code: "13221"},
		{Name: "sendDigits", Type: Keys, Chars: toneKeys, Code: "13222"},
		{Name: "statusCallback", Type: URL},
		{Name: "statusCallbackEvent", Type: EnumList, Values: callEvents, Default: "completed"},
		{Name: "statusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "url", Type: URL},
	},
	Text: RequiredText,
	Docs: "https://www.twilio.com/docs/voice/twiml/number",
}

var specClient = Spec{
	Name: "Client",
	Attrs: []AttrSpec{
		{Name: "method", Type: Method, Default: "POST"},
		{Name: "statusCallback", Type: URL},
		{Name: "statusCallbackEvent", Type: EnumList, Values: callEvents, Default: "completed"},
		{Name: "statusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "url", Type: URL},
	},
	Children: []string{"Identity", "Parameter"},
	Text:     OptionalText,
	Docs:     "https://www.twilio.com/docs/voice/twiml/client",
}

var specIdentity = Spec{
	Name: "Identity",
	Text: RequiredText,
	Docs: "https://www.twilio.com/docs/voice/twiml/client",
}

// See specReferSip for the one in a Refer.
var specSip = Spec{
	Name: "Sip",
	Attrs: []AttrSpec{
		{Name: "amdStatusCallback", Type: URL},
		{Name: "amdStatusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "machineDetection", Values: []string{"Enable", "DetectMessageEnd"}},
		{Name: "machineDetectionSilenceTimeout", Type: Int, Min: 2000, Max: 10000, Default: "5000"},
		{Name: "machineDetectionSpeechEndThreshold", Type: Int, Min: 500, Max: 5000, Default: "1200"},
		{Name: "machineDetectionSpeechThreshold", Type: Int, Min: 1000, Max: 6000, Default: "2400"},
		{Name: "machineDetectionTimeout", Type: Int, Min: 3, Max: 59, Default: "30"},
		{Name: "method", Type: Method, Default: "POST", Code: "13241"},
		{Name: "password", Code: "13249"},
		{Name: "statusCallback", Type: URL},
		{Name: "statusCallbackEvent", Type: EnumList, Values: callEvents, Default: "completed"},
		{Name: "statusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "url", Type: URL},
		{Name: "username", Code: "13249"},
	},
	Children: []string{"Headers", "Uri"},
	Text:     OptionalText,
	Docs:     "https://www.twilio.com/docs/voice/twiml/sip",
}

var specHeaders = Spec{
	Name:     "Headers",
	Children: []string{"Header"},
	Status:   Undocumented,
}

var specHeader = Spec{
	Name: "Header",
	Attrs: []AttrSpec{
		{Name: "name", Required: true, Code: "13252"},
		{Name: "value", Code: "13253"},
	},
	Status: Undocumented,
}

var specUri = Spec{
	Name: "Uri",
	Attrs: []AttrSpec{
		{Name: "password"},
		{Name: "priority", Type: Int},
		{Name: "username"},
		{Name: "weight", Type: Int},
	},
	Text:   RequiredText,
	Status: Undocumented,
}

var specSim = Spec{
	Name: "Sim",
	Text: RequiredText,
	Docs: "https://www.twilio.com/docs/voice/twiml/sim",
}

var specWhatsApp = Spec{
	Name: "WhatsApp",
	Attrs: []AttrSpec{
		{Name: "method", Type: Method, Default: "POST"},
		{Name: "statusCallback", Type: URL},
		{Name: "statusCallbackEvent", Type: EnumList, Values: callEvents, Default: "completed"},
		{Name: "statusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "url", Type: URL},
	},
	Text: RequiredText,
	Docs: "https://www.twilio.com/docs/voice/twiml/whatsapp",
}

var specApplication = Spec{
	Name: "Application",
	Attrs: []AttrSpec{
		{Name: "copyParentTo", Type: Bool, Default: "false"},
		{Name: "customerId"},
		{Name: "method", Type: Method, Default: "POST"},
		{Name: "statusCallback", Type: URL},
		{Name: "statusCallbackEvent", Type: EnumList, Values: callEvents, Default: "completed"},
		{Name: "statusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "url", Type: URL},
	},
	Children: []string{"ApplicationSid", "Parameter"},
	Text:     OptionalText,
	Docs:     "https://www.twilio.com/docs/voice/twiml/application",
}

var specApplicationSid = Spec{
	Name: "ApplicationSid",
	Text: RequiredText,
	Docs: "https://www.twilio.com/docs/voice/twiml/application",
}
