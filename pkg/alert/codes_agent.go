package alert

// Conversations, virtual agents, transcription, and the WebSocket of Connect: 325xx to 39xxx.
var agentCodes = []Code{
	{
		"32500", Error, "Voice Conversation: Generic error.",
		"<Conversation> could not connect the call to a conversation.",
		"Check the attributes of <Conversation> and the Conversations service; it is no longer developed.",
	},
	{
		"32501", Error, "Voice Conversation: TwiML attributes validation error.",
		"<Conversation> could not connect the call to a conversation.",
		"Check the attributes of <Conversation> and the Conversations service; it is no longer developed.",
	},
	{
		"32502", Error, "Voice Conversation: Callback event internal error.",
		"<Conversation> could not connect the call to a conversation.",
		"Check the attributes of <Conversation> and the Conversations service; it is no longer developed.",
	},
	{
		"32503", Error, "Voice Conversation: Callback event response error.",
		"<Conversation> could not connect the call to a conversation.",
		"Check the attributes of <Conversation> and the Conversations service; it is no longer developed.",
	},
	{
		"32504", Error, "Voice Conversation: Incomplete Conversation.",
		"<Conversation> could not connect the call to a conversation.",
		"Check the attributes of <Conversation> and the Conversations service; it is no longer developed.",
	},
	{
		"32505", Error, "Voice Conversation: Invalid data inside existing conversation.",
		"<Conversation> could not connect the call to a conversation.",
		"Check the attributes of <Conversation> and the Conversations service; it is no longer developed.",
	},
	{
		"32506", Error, "Voice Conversation: Failed to get worker assigned to a newly created Conversation.",
		"<Conversation> could not connect the call to a conversation.",
		"Check the attributes of <Conversation> and the Conversations service; it is no longer developed.",
	},
	{
		"32600", Error, "Virtual Agent: Configuration Error",
		"<VirtualAgent> could not work with its provider.",
		"Check connectorName, the <Config> elements and the settings of the connector in the Console.",
	},
	{
		"32601", Error, "Virtual Agent: Provider Error",
		"<VirtualAgent> could not work with its provider.",
		"Check connectorName, the <Config> elements and the settings of the connector in the Console.",
	},
	{
		"32602", Error, "Virtual Agent: Invalid Connector",
		"<VirtualAgent> could not work with its provider.",
		"Check connectorName, the <Config> elements and the settings of the connector in the Console.",
	},
	{
		"32603", Error, "Virtual Agent: Unsupported <Config> attribute(s) in TwiML",
		"<VirtualAgent> could not work with its provider.",
		"Check connectorName, the <Config> elements and the settings of the connector in the Console.",
	},
	{
		"32604", Error, "Virtual Agent: Internal Error",
		"<VirtualAgent> could not work with its provider.",
		"Check connectorName, the <Config> elements and the settings of the connector in the Console.",
	},
	{
		"32605", Error, "Virtual Agent: PCI Error",
		"<VirtualAgent> could not work with its provider.",
		"Check connectorName, the <Config> elements and the settings of the connector in the Console.",
	},
	{
		"32650", Error, "Real-time transcription: invalid engine/configuration",
		"<Transcription> names an engine or settings that do not exist; the call goes on without a transcription.",
		"Use transcriptionEngine google or deepgram, and a speechModel and languageCode that the engine has.",
	},
	{
		"32700", Error, "Voice User-Defined Message: Internal Twilio Error",
		"A user-defined message could not be sent or delivered.",
		"Send JSON of less than 10 kB, and see that the callback of the subscription answers.",
	},
	{
		"32701", Error, "Voice User-Defined Message: Invalid Content-Type",
		"A user-defined message could not be sent or delivered.",
		"Send JSON of less than 10 kB, and see that the callback of the subscription answers.",
	},
	{
		"32702", Error, "Voice User-Defined Message: Invalid Content",
		"A user-defined message could not be sent or delivered.",
		"Send JSON of less than 10 kB, and see that the callback of the subscription answers.",
	},
	{
		"32703", Error, "Voice User-Defined Message: Content body exceeded max length",
		"A user-defined message could not be sent or delivered.",
		"Send JSON of less than 10 kB, and see that the callback of the subscription answers.",
	},
	{
		"32710", Error, "Voice User-Defined Message: Subscription Callback Internal Error",
		"A user-defined message could not be sent or delivered.",
		"Send JSON of less than 10 kB, and see that the callback of the subscription answers.",
	},
	{
		"32711", Error, "Voice User-Defined Message: Request to subscription callback URL encountered error",
		"A user-defined message could not be sent or delivered.",
		"Send JSON of less than 10 kB, and see that the callback of the subscription answers.",
	},
	{
		"39001", Error, "(ErrorCode in Connect action) network connection to WebSocket server failed",
		"The connection to the WebSocket server of <Connect> failed.",
		"See that the server is up, is reachable at its wss:// URL, and stays up.",
	},
}
