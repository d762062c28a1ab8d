package alert

// Fetching a document: 11xxx.
var httpCodes = []Code{
	{
		"11100", Error, "Invalid URL format",
		"A URL is not absolute, cannot be parsed, or has characters that Twilio does not take, in a setting or in the document.",
		"Correct the URL that the alert names: it begins with http:// or https://, and special characters are percent-encoded.",
	},
	{
		"11200", Error, "HTTP retrieval failure",
		"The application did not give a usable HTTP answer, mostly a status of 400 or above.",
		"Open the URL of the alert yourself and look at the status and at the log of the application; twvoice serve shows both.",
	},
	{
		"11201", Error, "TCP connection timed out",
		"The TCP connection was not established in time, not even at the second try.",
		"See that the host is up and that its firewall lets the public internet in; #ct= in the URL changes the limit.",
	},
	{
		"11202", Error, "TCP connection refused",
		"The host refused the TCP connection: nothing listens on that port.",
		"Start the application or the tunnel, and see that the port in the URL is the right one.",
	},
	{
		"11203", Error, "HTTP communication total time out triggered",
		"The time for the whole request, all tries included, was used up.",
		"Answer faster, within 15 seconds at most, or do the slow work after the answer; #tt= in the URL changes the limit.",
	},
	{
		"11205", Error, "HTTP connection failure",
		"The connection broke or timed out before the answer was complete.",
		"See that the host is reachable from the public internet and answers within 15 seconds; a private address needs a tunnel.",
	},
	{
		"11206", Error, "HTTP protocol violation",
		"What came back is not HTTP.",
		"See that a web server answers on that port, and that http:// and https:// are not mixed up.",
	},
	{
		"11210", Error, "HTTP bad host name",
		"The name of the host in the URL was not found in the DNS.",
		"Correct the host, or wait until its DNS record is published; the name of an old tunnel is gone for good.",
	},
	{
		"11215", Error, "HTTP too many redirects",
		"The URL was redirected more than 10 times.",
		"Configure the final URL, and look for a loop such as http to https and back.",
	},
	{
		"11217", Error, "HTTP error response code",
		"The application answered with a status of 4xx or 5xx.",
		"Look at the application's log for the request, and answer with a status of 2xx.",
	},
	{
		"11220", Error, "SSL/TLS Handshake Error",
		"The TLS handshake failed: the two sides did not agree on a version or cipher.",
		"Let the server speak TLS 1.2 or newer with a usual cipher, and see that the port speaks TLS at all.",
	},
	{
		"11235", Error, "Certificate Invalid - Domain Mismatch",
		"The certificate is for another host name.",
		"Install a certificate for the host in the URL, or use the name that the certificate has.",
	},
	{
		"11236", Error, "Certificate Invalid - Certificate Expired",
		"The certificate has expired.",
		"Renew the certificate, and see that the server was restarted with the new one.",
	},
	{
		"11237", Error, "Certificate Invalid - Could not find path to certificate",
		"The certificate is self-signed, or its chain is not complete.",
		"Install the full chain of a public authority; for development use a tunnel, which has one.",
	},
	{
		"11240", Error, "HTTP connection edge location is invalid",
		"The edge location after #e= in the URL does not exist.",
		"Use the name of an edge, such as ashburn or dublin, or leave #e= out.",
	},
	{
		"11241", Error, "HTTP connection edge location is not supported",
		"The edge location after #e= in the URL exists and cannot be used for webhooks.",
		"Choose another edge, or leave #e= out.",
	},
	{
		"11242", Error, "HTTP connection over Twilio Interconnect is not allowed",
		"An edge of Twilio Interconnect was asked for, and the account has no Interconnect.",
		"Use a public edge, or have the account set up for Interconnect.",
	},
	{
		"11243", Error, "HTTP retry policy is invalid",
		"The retry policy after #rp= in the URL has a word that Twilio does not know.",
		"Use 4xx, 5xx, ct, rt or all, with commas between them.",
	},
	{
		"11251", Error, "Fatal protocol violation",
		"The answer broke the rules of HTTP beyond repair, by a garbled status line or bad chunking for example.",
		"Look at the raw answer with curl -v, and at whatever stands between the application and the internet.",
	},
	{
		"11300", Error, "Invalid template URL",
		"A URL with placeholders is malformed.",
		"Correct the template of the URL.",
	},
	{
		"11310", Error, "Invalid template token",
		"A URL has a placeholder that Twilio does not know.",
		"Use only the placeholders that the page of the feature names.",
	},
	{
		"11320", Error, "Invalid template unclosed brackets",
		"A placeholder in a URL is opened and not closed.",
		"Close the bracket.",
	},
	{
		"11750", Error, "TwiML response body too large",
		"The document has more than 64 kB.",
		"Send less: play long texts as recordings, and split menus with <Redirect>.",
	},
	{
		"11751", Error, "Media Message - Media exceeds messaging provider size limit",
		"A media file is larger than the carrier takes.",
		"Send a smaller file; this concerns messages, not calls.",
	},
	{
		"11770", Error, "Empty response body",
		"The application announced a body in chunks and sent none.",
		"Send at least <Response/>, and see that the application did not fail after its headers.",
	},
}
