package twiml

// The default of speechTimeout is timeout. More than one key in finishOnKey is 13311.
var specGather = Spec{
	Name: "Gather",
	Attrs: []AttrSpec{
		{Name: "action", Type: URL},
		{Name: "actionOnEmptyResult", Type: Bool, Default: "false", Code: "13338"},
		{Name: "bargeIn", Type: Bool, Default: "true", Code: "13332", Status: Undocumented},
		{Name: "debug", Type: Bool, Status: Undocumented},
		{Name: "enhanced", Type: Bool, Default: "false", Status: Deprecated},
		{Name: "finishOnKey", Type: Keys, Chars: dialKeys, Max: 1, Default: "#", Code: "13310"},
		{Name: "hints", Code: "13330"},
		{Name: "input", Type: EnumList, Values: []string{"dtmf", "speech"}, Default: "dtmf", Code: "13326"},
		{Name: "language", Type: LanguageTag, Default: "en-US", Code: "13331"},
		{Name: "maxSpeechTime", Type: Int, Min: 1, Code: "13328", Status: Undocumented},
		{Name: "method", Type: Method, Default: "POST", Code: "13312"},
		{Name: "numDigits", Type: Int, Min: 1, Code: "13314"},
		{Name: "partialResultCallback", Type: URL},
		{Name: "partialResultCallbackMethod", Type: Method, Default: "POST", Code: "13329"},
		{Name: "profanityFilter", Type: Bool, Default: "true", Code: "13333"},
		{Name: "speechModel", Values: speechModels, Default: "default", Code: "13334"},
		{Name: "speechTimeout", Type: Int, Values: []string{"auto"}, Min: 1, Code: "13327"},
		{Name: "timeout", Type: Int, Values: []string{"auto"}, Min: 1, Default: "5", Code: "13313"},
	},
	Children: []string{"Pause", "Play", "Say"},
	Docs:     "https://www.twilio.com/docs/voice/twiml/gather",
}

// It plays the URL in its text, or digits. With loop 0 it plays until the caller hangs up.
var specPlay = Spec{
	Name: "Play",
	Attrs: []AttrSpec{
		{Name: "digits", Type: Keys, Chars: toneKeys, Code: "13430"},
		{Name: "loop", Type: Int, Default: "1", Code: "13410"},
	},
	Text: OptionalText,
	Docs: "https://www.twilio.com/docs/voice/twiml/play",
}

// With timeout 0 it waits indefinitely.
var specRecord = Spec{
	Name: "Record",
	Attrs: []AttrSpec{
		{Name: "action", Type: URL},
		{Name: "finishOnKey", Type: Keys, Chars: dialKeys, Default: "1234567890*#", Code: "13613"},
		{Name: "maxLength", Type: Int, Min: 1, Default: "3600", Code: "13612"},
		{Name: "method", Type: Method, Default: "POST", Code: "13610"},
		{Name: "playBeep", Type: Bool, Default: "true", Code: "13616"},
		{Name: "recordingConfigurationId", Status: Undocumented},
		{Name: "recordingStatusCallback", Type: URL, Code: "13256"},
		{Name: "recordingStatusCallbackEvent", Type: EnumList, Values: recordingEvents, Default: "completed", Code: "13621"},
		{Name: "recordingStatusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "timeout", Type: Int, Default: "5", Code: "13611"},
		{Name: "transcribe", Type: Bool, Default: "false", Code: "13614"},
		{Name: "transcribeCallback", Type: URL, Code: "13257"},
		{Name: "trim", Type: Enum, Values: trims, Default: "trim-silence", Code: "13699"},
	},
	Docs: "https://www.twilio.com/docs/voice/twiml/record",
}

var specPay = Spec{
	Name: "Pay",
	Attrs: []AttrSpec{
		{Name: "action", Type: URL, Code: "64016"},
		{Name: "bankAccountType", Type: Enum, Values: []string{"consumer-checking", "consumer-savings", "commercial-checking", "commercial-savings"}, Default: "consumer-checking"},
		{Name: "chargeAmount", Type: Amount, Code: "64003"},
		{Name: "currency", Default: "usd"},
		{Name: "description"},
		{Name: "input", Type: Enum, Values: []string{"dtmf"}, Default: "dtmf"},
		{Name: "language", Type: LanguageTag, Default: "en-US"},
		{Name: "maxAttempts", Type: Int, Min: 1, Max: 3, Default: "1"},
		{Name: "minPostalCodeLength", Type: Int},
		{Name: "paymentConnector", Default: "Default", Code: "64004"},
		{Name: "paymentMethod", Type: Enum, Values: []string{"ach-debit", "credit-card"}, Default: "credit-card"},
		{Name: "postalCode", Values: []string{"true", "false"}, Default: "true"},
		{Name: "securityCode", Type: Bool, Default: "true"},
		{Name: "statusCallback", Type: URL},
		{Name: "statusCallbackMethod", Type: Method, Default: "POST"},
		{Name: "timeout", Type: Int, Min: 1, Default: "5"},
		{Name: "tokenType", Type: Enum, Values: []string{"one-time", "reusable", "payment-method"}, Default: "reusable"},
		{Name: "validCardTypes", Type: EnumList, Values: cardTypes, Default: "visa mastercard amex"},
	},
	Children: []string{"Parameter", "Prompt"},
	Docs:     "https://www.twilio.com/docs/voice/twiml/pay",
}

var specPrompt = Spec{
	Name: "Prompt",
	Attrs: []AttrSpec{
		{Name: "attempt", Type: IntList, Min: 1, Max: 10},
		{Name: "cardType", Type: EnumList, Values: cardTypes},
		{Name: "errorType", Type: EnumList, Values: payErrors},
		{Name: "for", Type: EnumList, Values: []string{"payment-card-number", "expiration-date", "security-code", "postal-code", "payment-processing", "bank-account-number", "bank-routing-number"}},
		{Name: "requireMatchingInputs", Type: Bool, Default: "false"},
	},
	Children: []string{"Pause", "Play", "Say"},
	Docs:     "https://www.twilio.com/docs/voice/twiml/pay/prompt",
}
