package twiml

// An empty waitUrl means silence. Without the attribute, Twilio plays its own music, requested with GET.
var specConference = Spec{
	Name: "Conference",
	Attrs: []AttrSpec{
		{Name: "beep", Type: Enum, Values: []string{"true", "false", "onEnter", "onExit"}, Default: "true", Code: "13235"},
		{Name: "coach", Code: "13240"},
		{Name: "endConferenceOnExit", Type: Bool, Default: "false", Code: "13231"},
		{Name: "eventCallbackUrl", Type: URL, Status: Deprecated},
		{Name: "jitterBufferSize", Type: Enum, Values: []string{"large", "medium", "small", "off"}, Default: "large"},
		{Name: "maxParticipants", Type: Int, Min: 2, Max: 250, Default: "250"},
		{Name: "muted", Type: Bool, Default: "false", Code: "13230"},
		{Name: "participantLabel", Code: "16023"},
		{Name: "record", Type: Enum, Values: []string{"do-not-record", "record-from-start"}, Default: "do-not-record"},
		{Name: "recordingConfigurationId", Status: Undocumented},
		{Name: "recordingStatusCallback", Type: URL, Code: "13256"},
		{Name: "recordingStatusCallbackEvent", Type: EnumList, Values: recordingEvents, Default: "completed", Code: "13621"},
		{Name: "recordingStatusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "region", Type: Enum, Values: []string{"us1", "us2", "ie1", "sg1", "br1", "au1", "jp1", "de1"}},
		{Name: "startConferenceOnEnter", Type: Bool, Default: "true", Code: "13232"},
		{Name: "statusCallback", Type: URL},
		{Name: "statusCallbackEvent", Type: EnumList, Values: []string{"start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement"}},
		{Name: "statusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "trim", Type: Enum, Values: trims, Default: "trim-silence", Code: "13239"},
		{Name: "waitMethod", Type: Method, Default: "POST", Code: "13234"},
		{Name: "waitUrl", Type: URL, Code: "13233"},
	},
	Text: RequiredText,
	Docs: "https://www.twilio.com/docs/voice/twiml/conference",
}

// A noun of Dial. The helper libraries still have it as a verb too.
var specQueue = Spec{
	Name: "Queue",
	Attrs: []AttrSpec{
		{Name: "method", Type: Method, Default: "POST", Code: "14210"},
		{Name: "postWorkActivitySid"},
		{Name: "reservationSid", Code: "14215"},
		{Name: "url", Type: URL, Code: "14211"},
	},
	Text: OptionalText,
	Docs: "https://www.twilio.com/docs/voice/twiml/queue",
}

// Either text, the name of a queue, or a workflowSid and a Task.
var specEnqueue = Spec{
	Name: "Enqueue",
	Attrs: []AttrSpec{
		{Name: "action", Type: URL, Code: "14203"},
		{Name: "maxQueueSize", Type: Int, Min: 1, Max: 5000, Default: "1000"},
		{Name: "method", Type: Method, Default: "POST", Code: "14201"},
		{Name: "waitUrl", Type: URL, Code: "14202"},
		{Name: "waitUrlMethod", Type: Method, Default: "POST", Code: "14206"},
		{Name: "workflowSid", Code: "14220"},
	},
	Children: []string{"Task"},
	Text:     OptionalText,
	Docs:     "https://www.twilio.com/docs/voice/twiml/enqueue",
}

// Its text is JSON: the attributes of the task.
var specTask = Spec{
	Name: "Task",
	Attrs: []AttrSpec{
		{Name: "priority", Type: Int},
		{Name: "timeout", Type: Int},
	},
	Text: RequiredText,
	Docs: "https://www.twilio.com/docs/voice/twiml/enqueue",
}
