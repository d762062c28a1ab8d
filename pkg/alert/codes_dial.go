package alert

// Annotate, Dial and its nouns: 130xx to 132xx.
var dialCodes = []Code{
	{
		"13000", Warning, "Conference Noun cannot be mixed with Number nouns",
		"A <Dial> has a <Conference> beside other nouns, and a conference must be alone.",
		"Put the <Conference> into a <Dial> of its own.",
	},
	{
		"13110", Error, "Annotate: Annotate must contain one valid nested element",
		"An <Annotate> element is not built as Twilio wants it.",
		"Annotate is not part of TwiML as it is documented today; remove it.",
	},
	{
		"13111", Error, "Annotate: Annotate must contain only one of element X",
		"An <Annotate> element is not built as Twilio wants it.",
		"Annotate is not part of TwiML as it is documented today; remove it.",
	},
	{
		"13112", Error, "Annotate: Invalid nested element",
		"An <Annotate> element is not built as Twilio wants it.",
		"Annotate is not part of TwiML as it is documented today; remove it.",
	},
	{
		"13120", Error, "Annotate->BillingReferenceTag cannot be over 128 characters",
		"An <Annotate> element is not built as Twilio wants it.",
		"Annotate is not part of TwiML as it is documented today; remove it.",
	},
	{
		"13201", Error, "Dial: Cannot Dial out from a Dial Call Segment",
		"A document that runs on the called leg, such as that of <Number url>, has a <Dial>.",
		"Use only Say, Play, Gather, Pause, Redirect and Hangup in that document; the call is bridged when it ends.",
	},
	{
		"13210", Warning, "Dial: Invalid method value",
		"The method of <Dial> is not GET or POST.",
		"Write method=\"POST\" or method=\"GET\", or leave it out for POST.",
	},
	{
		"13211", Error, "Dial: Invalid ifMachine value",
		"The ifMachine attribute of <Dial> has an unknown value.",
		"Remove ifMachine and use machineDetection on <Number>.",
	},
	{
		"13212", Warning, "Dial: Invalid timeout value",
		"The timeout of <Dial> is not a whole number of seconds above 0.",
		"Write a number such as timeout=\"20\", or leave it out for 30.",
	},
	{
		"13213", Warning, "Dial: Invalid hangupOnStar value",
		"The hangupOnStar of <Dial> is not true or false.",
		"Write hangupOnStar=\"true\" or hangupOnStar=\"false\", in lower case; the default is false.",
	},
	{
		"13214", Warning, "Dial: Invalid callerId value",
		"The callerId of <Dial> is not a number that the call may show.",
		"Use the number of the caller, the number called, one that the account owns, or one verified as caller ID; calls to a client need one.",
	},
	{
		"13215", Warning, "Dial: Invalid nested element",
		"<Dial> holds an element that it may not.",
		"Put only Number, Client, Sip, Conference, Queue, Sim, Application or WhatsApp in <Dial>.",
	},
	{
		"13216", Warning, "Invalid timeLimit value",
		"The timeLimit of <Dial> is not a whole number of seconds above 0.",
		"Write a number such as timeLimit=\"600\", or leave it out for 14400 (4 hours).",
	},
	{
		"13217", Warning, "Dial: Invalid record value",
		"The record of <Dial> is not a way to record.",
		"Use do-not-record, record-from-answer or record-from-ringing, or one of the latter two with -dual at its end.",
	},
	{
		"13218", Warning, "Dial: Invalid sequential value",
		"The sequential of <Dial> is not true or false.",
		"Write sequential=\"true\" or sequential=\"false\", in lower case; the default is false.",
	},
	{
		"13219", Warning, "Dial: Invalid answerOnBridge value",
		"The answerOnBridge of <Dial> is not true or false.",
		"Write answerOnBridge=\"true\" or answerOnBridge=\"false\", in lower case; the default is false.",
	},
	{
		"13220", Warning, "Dial: Invalid ringTone value",
		"The ringTone of <Dial> is not a tone that Twilio has.",
		"Use the code of a country such as us, uk or de, or leave it out.",
	},
	{
		"13221", Warning, "Dial->Number: Invalid method value",
		"The method of <Number> is not GET or POST.",
		"Write method=\"POST\" or method=\"GET\", or leave it out for POST.",
	},
	{
		"13222", Warning, "Dial->Number: Invalid sendDigits value",
		"The sendDigits of <Number> is not made of keys only.",
		"Use 0-9, *, #, w for half a second and W for a whole one.",
	},
	{
		"13223", Warning, "Dial: Invalid phone number format",
		"The number to dial is empty or not a phone number.",
		"Write it in E.164: a plus, the country code and the number, as in +14155550100.",
	},
	{
		"13224", Warning, "Dial: Twilio does not support calling this number or the number is invalid",
		"The number looks like one and cannot be called: it does not exist, or Twilio has no way there.",
		"Check the number by hand; if it is right, ask Twilio Support whether the destination is served.",
	},
	{
		"13225", Warning, "Dial: Call blocked by Twilio block list",
		"The number to dial is on a block list of Twilio.",
		"Dial another number; ask Twilio Support if it should not be on the list.",
	},
	{
		"13226", Warning, "Dial: Invalid country code",
		"The country code of the number to dial does not exist.",
		"Correct the number: + is followed by the country code, not by a national 0.",
	},
	{
		"13227", Warning, "Geo Permission configuration is not permitting call",
		"The account may not call the country of that number.",
		"Switch the country on under Voice geographic permissions in the Console.",
	},
	{
		"13230", Warning, "Dial->Conference: Invalid muted value",
		"The muted of <Conference> is not true or false.",
		"Write muted=\"true\" or muted=\"false\", in lower case; the default is false.",
	},
	{
		"13231", Error, "Dial->Conference: Invalid endConferenceOnExit value",
		"The endConferenceOnExit of <Conference> is not true or false.",
		"Write endConferenceOnExit=\"true\" or endConferenceOnExit=\"false\", in lower case; the default is false.",
	},
	{
		"13232", Warning, "Dial->Conference: Invalid startConferenceOnEnter value",
		"The startConferenceOnEnter of <Conference> is not true or false.",
		"Write startConferenceOnEnter=\"true\" or startConferenceOnEnter=\"false\", in lower case; the default is true.",
	},
	{
		"13233", Warning, "Dial->Conference: Invalid waitUrl",
		"The waitUrl of <Conference> is not a URL.",
		"Correct the URL; waitUrl=\"\" is silence, and without the attribute Twilio plays music.",
	},
	{
		"13234", Warning, "Dial->Conference: Invalid waitMethod",
		"The waitMethod of <Conference> is not GET or POST.",
		"Write waitMethod=\"POST\" or waitMethod=\"GET\", or leave it out for POST.",
	},
	{
		"13235", Warning, "Dial->Conference: Invalid beep value",
		"The beep of <Conference> is not true, false, onEnter or onExit.",
		"Use one of the four; the default is true.",
	},
	{
		"13236", Warning, "Dial->Conference: Invalid Conference Sid",
		"A conference SID is malformed or not of this account.",
		"Use the CF… SID from the callback of the conference.",
	},
	{
		"13237", Warning, "Dial->Conference: Invalid Conference Name",
		"The name of a conference is empty or not allowed.",
		"Write the name as the text of <Conference>.",
	},
	{
		"13238", Error, "Dial->Conference: Invalid Verb used in waitUrl, holdUrl, or announceUrl TwiML",
		"The document of a waitUrl, holdUrl or announceUrl has a verb that may not run there.",
		"Use only Say, Play, Pause and Redirect in it.",
	},
	{
		"13239", Error, "Dial->Conference: Invalid Trim Value",
		"The trim of <Conference> is not trim-silence or do-not-trim.",
		"Use one of the two; the default is trim-silence.",
	},
	{
		"13240", Error, "Dial->Conference: Invalid Whisper SID",
		"The call named by coach is not in the conference.",
		"Give the call SID of a participant who is in it already.",
	},
	{
		"13241", Warning, "Dial->SIP: Invalid method value",
		"The method of <Sip> is not GET or POST.",
		"Write method=\"POST\" or method=\"GET\", or leave it out for POST.",
	},
	{
		"13242", Warning, "Dial->SIP: Invalid sendDigits value",
		"The sendDigits of <Sip> is not made of keys only.",
		"Use 0-9, *, #, w for half a second and W for a whole one.",
	},
	{
		"13243", Warning, "Dial->SIP: Invalid SIP URI",
		"The text of <Sip> is not a SIP URI.",
		"Write it as sip:user@host, with & as &amp; in the parameters behind it.",
	},
	{
		"13244", Warning, "Dial: No SIP Authorization",
		"The account may not dial SIP.",
		"Ask Twilio Support to allow it.",
	},
	{
		"13245", Warning, "Dial: Not allowed in this API version",
		"The version of the API that the call belongs to does not know what the document asks for.",
		"Set the number to the API version 2010-04-01.",
	},
	{
		"13246", Warning, "Dial: SIP dialing not enabled for this account",
		"Dialing SIP is switched off for the account.",
		"Ask Twilio Support to switch it on.",
	},
	{
		"13247", Error, "Dial: Invalid From number (caller ID)",
		"The number shown to the dialed party is not valid.",
		"Set callerId to a number in E.164 that the account owns or has verified.",
	},
	{
		"13248", Warning, "Dial: Invalid callerID, too long",
		"The callerId is too long.",
		"Use an E.164 number, or a shorter name for a SIP call.",
	},
	{
		"13249", Warning, "Dial: Invalid username or password attribute",
		"The username or password of <Sip> has characters that are not allowed, or is too long.",
		"Correct both; & is written &amp; in the document.",
	},
	{
		"13250", Warning, "Dial: Too many URIs passed",
		"<Sip> has more <Uri> elements than it may.",
		"Remove some.",
	},
	{
		"13251", Warning, "Dial: Too many headers passed",
		"The SIP URI carries too many headers.",
		"Send fewer X- headers; all of them together may have 1024 characters.",
	},
	{
		"13252", Warning, "Dial: Invalid header name",
		"The name of a SIP header is not allowed.",
		"Use names that begin with X-, or User-to-User, made of letters, digits and hyphens.",
	},
	{
		"13253", Warning, "Dial: Header is too long",
		"A SIP header is too long.",
		"Shorten it; all headers together may have 1024 characters.",
	},
	{
		"13254", Warning, "Dial->Sip: SIP URI DNS does not resolve or resolves to an non-public IP address",
		"The host of the SIP URI is not in the DNS, or its address is not a public one.",
		"Use a host that the public internet can reach.",
	},
	{
		"13255", Warning, "Dialing .sip.twilio.com addresses is not currently allowed",
		"An address at sip.twilio.com was dialed in a way that is not allowed.",
		"Dial the endpoint that is registered there by its own domain, or call the number behind it.",
	},
	{
		"13256", Warning, "Invalid recordingStatusCallback URL",
		"A recordingStatusCallback is not a URL that can be used.",
		"Give an absolute URL with http:// or https://.",
	},
	{
		"13257", Error, "Invalid transcribeCallback URL",
		"A transcribeCallback is not a URL that can be used.",
		"Give an absolute URL with http:// or https://.",
	},
	{
		"13258", Error, "Dial->Sim not supported in this realm",
		"<Sim> was dialed in a region that does not have it.",
		"Use the region us1 for calls to a SIM.",
	},
	{
		"13299", Error, "2010 Conference API feature requested using 2008 API",
		"The number is set to the API version of 2008, and the document uses conferences of 2010.",
		"Set the number to the API version 2010-04-01.",
	},
}
