package alert

// Gather: 133xx.
var gatherCodes = []Code{
	{
		"13310", Warning, "Gather: Invalid finishOnKey value",
		"The finishOnKey of <Gather> is not a key.",
		"Use one of 0-9, * and #, or nothing for no such key.",
	},
	{
		"13311", Warning, "Gather: Invalid finishOnKey value",
		"The finishOnKey of <Gather> has more than one character.",
		"Use a single key; <Record> is the verb that takes several.",
	},
	{
		"13312", Warning, "Gather: Invalid method value",
		"The method of <Gather> is not GET or POST.",
		"Write method=\"POST\" or method=\"GET\", or leave it out for POST.",
	},
	{
		"13313", Warning, "Gather: Invalid timeout value",
		"The timeout of <Gather> is not a whole number of seconds above 0.",
		"Write a number such as timeout=\"5\", which is the default.",
	},
	{
		"13314", Warning, "Gather: Invalid numDigits value",
		"The numDigits of <Gather> is not a whole number above 0.",
		"Write the number of keys to wait for, or leave it out to wait for finishOnKey or the timeout.",
	},
	{
		"13320", Warning, "Gather: Invalid nested verb",
		"<Gather> holds an element that it may not.",
		"Put only Say, Play and Pause in it, and the rest behind it.",
	},
	{
		"13321", Warning, "Gather->Say: Invalid voice value",
		"A <Say> inside <Gather> has a voice that Twilio does not know.",
		"Use man, woman, or a name such as Polly.Joanna or Google.en-US-Standard-A.",
	},
	{
		"13322", Warning, "Gather->Say: Invalid loop value",
		"A <Say> inside <Gather> has a loop that is not a whole number.",
		"Write a number from 0; 0 goes on until the caller hangs up.",
	},
	{
		"13325", Error, "Gather->Play: Invalid Content-Type",
		"A <Play> inside <Gather> got something that is not audio.",
		"Serve the file as audio/mpeg or audio/wav, and see that the URL does not lead to a page of HTML.",
	},
	{
		"13326", Warning, "Gather: Invalid input value",
		"The input of <Gather> is not dtmf, speech or both.",
		"Use input=\"dtmf\", input=\"speech\" or input=\"dtmf speech\".",
	},
	{
		"13327", Warning, "Gather: Invalid speechTimeout value",
		"The speechTimeout of <Gather> is not a whole number of seconds above 0, or auto.",
		"Write a number, or auto to stop at the first pause.",
	},
	{
		"13328", Warning, "Gather: Invalid maxSpeechTime value",
		"The maxSpeechTime of <Gather> is not a whole number of seconds above 0.",
		"Write a number, or leave it out for 60.",
	},
	{
		"13329", Warning, "Gather: Invalid partialResultCallbackMethod value",
		"The partialResultCallbackMethod of <Gather> is not GET or POST.",
		"Write partialResultCallbackMethod=\"POST\" or partialResultCallbackMethod=\"GET\", or leave it out for POST.",
	},
	{
		"13330", Warning, "Gather: Invalid hints value",
		"The hints of <Gather> are too many or too long.",
		"Give at most 500 of them with commas between, each of at most 100 characters.",
	},
	{
		"13331", Warning, "Gather: Invalid language value",
		"The language of <Gather> is not a language that can be recognised.",
		"Use a code such as en-US from the list on the page of <Gather>.",
	},
	{
		"13332", Warning, "Gather: Invalid bargeIn value",
		"The bargeIn of <Gather> is not true or false.",
		"Write bargeIn=\"true\" or bargeIn=\"false\", in lower case; the default is true.",
	},
	{
		"13333", Warning, "Gather: Invalid profanityFilter value",
		"The profanityFilter of <Gather> is not true or false.",
		"Write profanityFilter=\"true\" or profanityFilter=\"false\", in lower case; the default is true.",
	},
	{
		"13334", Warning, "Gather: Invalid model value",
		"The speechModel of <Gather> is not a model that Twilio has.",
		"Use one from the page of <Gather>, or leave it out for default.",
	},
	{
		"13335", Warning, "Gather: speechTimeout auto cannot be used with model default",
		"<Gather> has speechTimeout=\"auto\" together with a speechModel that does not support it.",
		"Give speechTimeout a number of seconds, or leave speechModel out.",
	},
	{
		"13337", Error, "Gather: callback must be over HTTPS when using gather with PCI compliance",
		"<Gather> has a callback without TLS on an account in PCI mode.",
		"Use https:// for action and partialResultCallback.",
	},
	{
		"13338", Error, "Gather: Invalid actionOnEmptyResult value",
		"The actionOnEmptyResult of <Gather> is not true or false.",
		"Write actionOnEmptyResult=\"true\" or actionOnEmptyResult=\"false\", in lower case; the default is false.",
	},
	{
		"13340", Error, "Gather: Degraded Speech",
		"The service that recognises speech works worse than it should.",
		"Nothing is to be changed in the document; look at status.twilio.com and let the caller use keys meanwhile.",
	},
}
