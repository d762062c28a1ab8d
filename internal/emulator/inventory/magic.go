package inventory

// The numbers that behave the same for everybody, as with Twilio's test credentials. Here they do so beside all others,
// because every credential of the emulator is one for tests.
//
// https://www.twilio.com/docs/iam/test-credentials#test-sms-messages
const (
	MagicInvalid = "+15005550001" // is no number
	MagicValid   = "+15005550006" // everything works, whoever owns it
)
