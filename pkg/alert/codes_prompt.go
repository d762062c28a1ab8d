package alert

// Play, Say and Record: 134xx to 136xx.
var promptCodes = []Code{
	{
		"13410", Warning, "Play: Invalid loop value",
		"The loop of <Play> is not a whole number.",
		"Write a number from 0; 0 goes on until the caller hangs up.",
	},
	{
		"13420", Error, "Play: Invalid Content-Type",
		"What <Play> got is not audio.",
		"Serve the file as audio/mpeg or audio/wav, and see that the URL does not lead to a page of HTML.",
	},
	{
		"13430", Warning, "Play: Invalid DTMF String",
		"The digits of <Play> is not made of keys only.",
		"Use 0-9, *, #, A-D, w for half a second and W for a whole one.",
	},
	{
		"13510", Warning, "Say: Invalid loop value",
		"The loop of <Say> is not a whole number.",
		"Write a number from 0; 0 goes on until the caller hangs up.",
	},
	{
		"13511", Warning, "Say: Invalid voice value",
		"The voice of <Say> is not a voice that Twilio has.",
		"Use man, woman, or a name such as Polly.Joanna or Google.en-US-Standard-A.",
	},
	{
		"13512", Warning, "Gather element has an invalid \"language\" attribute value",
		"A language attribute has a value that Twilio does not know, or that the voice does not speak.",
		"Use a code such as en-US that belongs to the voice, or leave it out with a voice that has a language of its own.",
	},
	{
		"13513", Warning, "Say: Invalid rate value",
		"The rate of speech is not one that Twilio knows.",
		"Use x-slow, slow, medium, fast, x-fast or a percentage.",
	},
	{
		"13520", Warning, "Say: Invalid text",
		"<Say> has no text, or text that cannot be spoken.",
		"Write something between the tags; a variable of a template may have been empty.",
	},
	{
		"13521", Warning, "<Say> element character limits exceeded",
		"The text of <Say> is too long.",
		"Keep it to 4096 characters with the basic voices and 3000 with Polly, and use several <Say> for more.",
	},
	{
		"13610", Warning, "Record: Invalid method value",
		"The method of <Record> is not GET or POST.",
		"Write method=\"POST\" or method=\"GET\", or leave it out for POST.",
	},
	{
		"13611", Warning, "Record: Invalid timeout value",
		"The timeout of <Record> is not a whole number of seconds.",
		"Write a number such as timeout=\"5\", which is the default; 0 waits for ever.",
	},
	{
		"13612", Warning, "Record: Invalid maxLength value",
		"The maxLength of <Record> is not a whole number of seconds above 0.",
		"Write a number, or leave it out for 3600.",
	},
	{
		"13613", Warning, "Record: Invalid finishOnKey value",
		"The finishOnKey of <Record> is not made of keys only.",
		"Use some of 0-9, * and #, or nothing for no such key.",
	},
	{
		"13614", Warning, "Record: Invalid transcribe value",
		"The transcribe of <Record> is not true or false.",
		"Write transcribe=\"true\" or transcribe=\"false\", in lower case; the default is false.",
	},
	{
		"13615", Warning, "Record: maxLength too high for transcription",
		"<Record> asks for a transcription of more than 120 seconds.",
		"Set maxLength to 120 or less, or leave transcribe out.",
	},
	{
		"13616", Warning, "Record: playBeep must be true or false",
		"The playBeep of <Record> is not true or false.",
		"Write playBeep=\"true\" or playBeep=\"false\", in lower case; the default is true.",
	},
	{
		"13617", Warning, "Record: Recording length is out of range for transcription",
		"The recording is too short or too long to be transcribed: 2 to 120 seconds can be.",
		"Nothing is to be done for one call; set maxLength to 120 if it happens often.",
	},
	{
		"13618", Warning, "Record: Recording not available for transcription",
		"The recording was not there when it was to be transcribed.",
		"See that nothing deletes recordings right away.",
	},
	{
		"13619", Warning, "Record: Transcription feature not available for this type of recording.",
		"Recordings of this kind cannot be transcribed.",
		"Transcribe recordings of <Record> only, or use <Start><Transcription> during the call.",
	},
	{
		"13620", Warning, "Record: Transcription not available for this recording",
		"A transcription could not be made of this recording.",
		"Listen to the recording; ask Twilio Support if there is speech in it.",
	},
	{
		"13621", Error, "Invalid 'recordingStatusCallbackEvent'",
		"The recordingStatusCallbackEvent of <Dial> is not a list of events.",
		"Use in-progress, completed and absent, with spaces between them.",
	},
	{
		"13699", Warning, "Record: Invalid trim value",
		"The trim of <Record> is not trim-silence or do-not-trim.",
		"Use one of the two; the default is trim-silence.",
	},
}
