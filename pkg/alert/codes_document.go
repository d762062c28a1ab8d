package alert

// Reading a document: 12xxx.
var documentCodes = []Code{
	{
		"12100", Error, "Document parse failure",
		"The document is not well-formed XML: an element is left open, an & is not escaped, or something stands before the XML declaration.",
		"Run twvoice twiml lint on the document: it names the line, the column and the way to mend it.",
	},
	{
		"12101", Error, "Invalid Twilio Markup XML version",
		"The version attribute of <Response> has a value that Twilio does not know.",
		"Remove the attribute.",
	},
	{
		"12102", Error, "The root element must be Response",
		"The outermost element of the document is not <Response>.",
		"Put the verbs inside <Response>…</Response>, with a capital R; HTML here is mostly an error page of the application.",
	},
	{
		"12200", Warning, "Schema validation warning",
		"The document is well-formed, and has an element, attribute or nesting that TwiML does not know; Twilio skips it and goes on.",
		"Run twvoice twiml lint: names are case-sensitive, verbs begin with a capital and attributes do not.",
	},
	{
		"12300", Error, "Invalid Content-Type",
		"The Content-Type of the answer is missing or not one that Twilio takes for a document.",
		"Answer with Content-Type: text/xml.",
	},
	{
		"12301", Error, "Invalid Upload Content-Type",
		"The Content-Type of an upload is not one that Twilio takes.",
		"Upload the file with the Content-Type it really has, as one of the types the page of the feature lists.",
	},
	{
		"12400", Error, "Internal Failure",
		"Twilio failed inside while it ran the document.",
		"Try again; if it stays, give Twilio Support the call SID and the request ID.",
	},
}
