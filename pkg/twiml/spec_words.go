package twiml

// Words that several attributes share.
const (
	dialKeys = "0123456789*#"
	toneKeys = "0123456789*#ABCDabcdwW" // with pauses: w is half a second, W a whole one
)

var (
	callEvents      = []string{"initiated", "ringing", "answered", "completed"}
	recordingEvents = []string{"in-progress", "completed", "absent"}
	trims           = []string{"trim-silence", "do-not-trim"}
	streamTracks    = []string{"inbound_track", "outbound_track", "both_tracks"}
	normalizations  = []string{"on", "auto", "off"}
	interruptions   = []string{"none", "dtmf", "speech", "any", "true", "false"}
	cardTypes       = []string{"visa", "mastercard", "amex", "maestro", "discover", "optima", "jcb", "diners-club", "enroute"}

	callRecords = []string{
		"do-not-record", "record-from-answer", "record-from-ringing", "record-from-answer-dual", "record-from-ringing-dual",
		"true", "false",
	}

	// The last three are in Twilio's own example of a payment from a bank account, and in no helper library.
	payErrors = []string{
		"timeout", "invalid-card-number", "invalid-card-type", "invalid-date", "invalid-security-code", "internal-error",
		"input-matching-failed", "invalid-bank-routing-number", "invalid-bank-account-number", "invalid-postal-code",
	}

	ringTones = []string{
		"at", "au", "bg", "br", "be", "ch", "cl", "cn", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hu", "il", "in", "it",
		"lt", "jp", "mx", "my", "nl", "no", "nz", "ph", "pl", "pt", "ru", "se", "sg", "th", "uk", "us", "us-old", "tw", "ve", "za",
	}

	// New ones appear between two versions of the page, such as the many deepgram_nova-2-….
	speechModels = []string{
		"default", "numbers_and_commands", "phone_call", "experimental_conversations", "experimental_utterances",
		"googlev2_long", "googlev2_short", "googlev2_telephony", "googlev2_telephony_short", "deepgram_nova-2", "deepgram_nova-3",
	}
)
