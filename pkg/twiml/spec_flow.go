package twiml

// The root of a document for a call.
var specVoiceResponse = Spec{
	Name: "Response",
	Attrs: []AttrSpec{
		{Name: "version", Code: "12101", Status: Undocumented},
	},
	Children: []string{"Connect", "Dial", "Echo", "Enqueue", "Gather", "Hangup", "Leave", "Pause", "Pay", "Play", "Prompt", "Queue", "Record", "Redirect", "Refer", "Reject", "Say", "Sms", "Start", "Stop"},
	Docs:     "https://www.twilio.com/docs/voice/twiml",
}

// The root of a document for a message. It is in the table to recognize such documents.
var specMessagingResponse = Spec{
	Name:     "Response",
	Children: []string{"Message", "Redirect"},
	Docs:     "https://www.twilio.com/docs/messaging/twiml",
}

var specMessage = Spec{
	Name: "Message",
	Attrs: []AttrSpec{
		{Name: "action", Type: URL},
		{Name: "from"},
		{Name: "method", Type: Method, Default: "POST"},
		{Name: "statusCallback", Type: URL},
		{Name: "to"},
	},
	Children: []string{"Body", "Media"},
	Text:     OptionalText,
	Docs:     "https://www.twilio.com/docs/messaging/twiml/message",
}

var specBody = Spec{
	Name: "Body",
	Text: RequiredText,
	Docs: "https://www.twilio.com/docs/messaging/twiml/body",
}

var specMedia = Spec{
	Name: "Media",
	Text: RequiredText,
	Docs: "https://www.twilio.com/docs/messaging/twiml/media",
}

// Without text it requests the same document again.
var specRedirect = Spec{
	Name: "Redirect",
	Attrs: []AttrSpec{
		{Name: "method", Type: Method, Default: "POST", Code: "13710"},
	},
	Text: OptionalText,
	Docs: "https://www.twilio.com/docs/voice/twiml/redirect",
}

var specHangup = Spec{
	Name:     "Hangup",
	Children: []string{"Parameter"},
	Docs:     "https://www.twilio.com/docs/voice/twiml/hangup",
}

var specReject = Spec{
	Name: "Reject",
	Attrs: []AttrSpec{
		{Name: "reason", Type: Enum, Values: []string{"rejected", "busy"}, Default: "rejected", Code: "13810"},
	},
	Children: []string{"Parameter"},
	Docs:     "https://www.twilio.com/docs/voice/twiml/reject",
}

var specLeave = Spec{
	Name: "Leave",
	Docs: "https://www.twilio.com/docs/voice/twiml/leave",
}

// It sends the caller's own voice back.
var specEcho = Spec{
	Name:   "Echo",
	Status: Undocumented,
}

var specPause = Spec{
	Name: "Pause",
	Attrs: []AttrSpec{
		{Name: "length", Type: Int, Min: 1, Default: "1", Code: "13910"},
	},
	Docs: "https://www.twilio.com/docs/voice/twiml/pause",
}

var specRefer = Spec{
	Name: "Refer",
	Attrs: []AttrSpec{
		{Name: "action", Type: URL},
		{Name: "method", Type: Method, Default: "POST"},
	},
	Children: []string{"Sip"},
	Docs:     "https://www.twilio.com/docs/voice/twiml/refer",
}

// The Sip of a Refer, which contains only a URI.
var specReferSip = Spec{
	Name: "Sip",
	Text: RequiredText,
	Docs: "https://www.twilio.com/docs/voice/twiml/refer",
}

var specSms = Spec{
	Name: "Sms",
	Attrs: []AttrSpec{
		{Name: "action", Type: URL},
		{Name: "from", Code: "14102"},
		{Name: "method", Type: Method, Default: "POST", Code: "14104"},
		{Name: "statusCallback", Type: URL, Code: "14105"},
		{Name: "to", Code: "14101"},
	},
	Text:   RequiredText,
	Docs:   "https://www.twilio.com/docs/voice/twiml/sms",
	Status: Deprecated,
}

// A name and value for the parent element.
var specParameter = Spec{
	Name: "Parameter",
	Attrs: []AttrSpec{
		{Name: "name", Required: true},
		{Name: "value"},
	},
	Docs: "https://www.twilio.com/docs/voice/twiml/stream#custom-parameters",
}

var specConfig = Spec{
	Name: "Config",
	Attrs: []AttrSpec{
		{Name: "name", Required: true},
		{Name: "value"},
	},
	Docs: "https://www.twilio.com/docs/voice/twiml/virtualagent",
}
