package alert

// Redirect, Refer, Reject, Pause, and whole verbs: 137xx to 139xx.
var flowCodes = []Code{
	{
		"13710", Warning, "Redirect: Invalid method value",
		"The method of <Redirect> is not GET or POST.",
		"Write method=\"POST\" or method=\"GET\", or leave it out for POST.",
	},
	{
		"13750", Error, "Twiml verb not supported by this API version.",
		"The version of the API that the call belongs to does not know this verb.",
		"Set the number to the API version 2010-04-01.",
	},
	{
		"13801", Error, "Refer not allowed on non-SIP call legs",
		"<Refer> was used on a call that is not one of SIP.",
		"Use <Dial> to transfer a call of the telephone network.",
	},
	{
		"13802", Error, "Dial: No referUrl attribute specified",
		"The other side asked to be transferred (SIP REFER), and <Dial> does not say to where that may go.",
		"Give <Dial> a referUrl that answers with a document.",
	},
	{
		"13803", Error, "SMS verb not supported in this realm",
		"The document uses something that the region of the call does not have.",
		"Use the region us1, or leave the feature out.",
	},
	{
		"13804", Error, "AddOns are not supported in this realm",
		"The document uses something that the region of the call does not have.",
		"Use the region us1, or leave the feature out.",
	},
	{
		"13805", Warning, "Trial account call duration exceeded 10 minute limit",
		"A call of a trial account lasted 10 minutes, and Twilio ended it.",
		"Upgrade the account for longer calls.",
	},
	{
		"13810", Warning, "Reject: Invalid cause",
		"The reason of <Reject> is not rejected or busy.",
		"Use one of the two; the default is rejected.",
	},
	{
		"13910", Warning, "Pause: Invalid length value",
		"The length of <Pause> is not a whole number of seconds above 0.",
		"Write a number such as length=\"2\", or leave it out for 1.",
	},
}
