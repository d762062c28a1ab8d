package alert

// Media streams: 319xx.
var streamCodes = []Code{
	{
		"31900", Error, "Stream - Unknown Error",
		"A media stream failed for a reason that Twilio does not know.",
		"Look at the log of the WebSocket server at that time, and try again.",
	},
	{
		"31901", Error, "Stream - WebSocket - Connection Timeout",
		"The WebSocket server did not answer in time.",
		"See that the host is up and that its firewall lets the public internet in.",
	},
	{
		"31902", Error, "Stream - WebSocket - Connection Refused",
		"The WebSocket server refused the connection: nothing listens on that port.",
		"Start the server, and see that the port in the URL is the right one.",
	},
	{
		"31903", Error, "Stream - WebSocket - Connection Broken Pipe",
		"The connection to the WebSocket server broke.",
		"Look at its log; it may have crashed, or a proxy has a time limit.",
	},
	{
		"31904", Error, "Stream - WebSocket - Host Unreachable",
		"There is no way to the WebSocket server.",
		"See that the host is on the public internet; a private address needs a tunnel.",
	},
	{
		"31910", Error, "Stream - WebSocket - SSL Protocol Error",
		"TLS with the WebSocket server failed.",
		"Install the full chain of a public authority for the host in the URL.",
	},
	{
		"31920", Error, "Stream - WebSocket - Handshake Error",
		"The WebSocket server did not accept the upgrade: its answer was not 101.",
		"Look at path and status: a web framework answers 404 or 400 where no WebSocket is served.",
	},
	{
		"31921", Error, "Stream - WebSocket - Close Error",
		"The WebSocket was closed in a way that is not clean, or by the server while the stream was to go on.",
		"Close it with a close frame and code 1000, and only when the stream may end.",
	},
	{
		"31922", Error, "Stream - WebSocket - URL Schema Not Supported",
		"The URL of <Stream> does not begin with wss://.",
		"Use wss://; ws:// and https:// are not taken.",
	},
	{
		"31923", Error, "Stream - WebSocket - Malformed URL",
		"The URL of <Stream> is malformed, or has a query.",
		"Take the query away and pass the values as <Parameter>.",
	},
	{
		"31924", Error, "Stream - Websocket - Protocol Error",
		"The WebSocket server broke the rules of the protocol.",
		"Use a WebSocket library; look for a proxy that changes the frames.",
	},
	{
		"31930", Warning, "Stream - Media - Buffer Overflow",
		"The application sent audio faster than it can be played, and the buffer is full.",
		"Wait for the mark of one part before the next is sent.",
	},
	{
		"31931", Warning, "Stream - Media - Media Discarded",
		"Audio of the application was thrown away.",
		"See that it is 8000 Hz mu-law in base64 without a header, and that the stream still runs.",
	},
	{
		"31940", Error, "Stream - Invalid connectorName attribute in TwiML.",
		"The connectorName of <Stream> is not one of the account.",
		"Use the unique name under which the connector was installed.",
	},
	{
		"31941", Error, "Stream - Invalid Track configuration",
		"The track of <Stream> is unknown, or cannot be used there: <Connect> has inbound_track only.",
		"Use inbound_track, or outbound_track and both_tracks with <Start>.",
	},
	{
		"31942", Error, "Stream - Invalid connector configuration",
		"The connector of the stream is not set up right.",
		"Look at the settings of the connector in the Console.",
	},
	{
		"31950", Warning, "Stream - Protocol - Malformed Message",
		"The application sent something on the WebSocket that is not JSON.",
		"Send text frames with one JSON object each.",
	},
	{
		"31951", Warning, "Stream - Protocol - Invalid Message",
		"The application sent JSON that is no message of the stream.",
		"Send media, mark or clear with the streamSid of the start message; a stream of <Start> takes none.",
	},
	{
		"31952", Error, "Stream Extension not found:",
		"A media stream names an extension that does not exist.",
		"Check the extension that the document names.",
	},
	{
		"31960", Error, "Stream - Quota exceeded",
		"The call has as many streams as it may: four tracks, and one bidirectional stream.",
		"Stop one before the next is started.",
	},
}
