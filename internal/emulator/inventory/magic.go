package inventory

// The numbers that behave the same for every account, as with Twilio's test credentials. They work
// along with all other numbers, because every credential of the emulator is for tests.
//
// https://www.twilio.com/docs/iam/test-credentials#test-sms-messages
const (
	MagicInvalid = "+15005550001" // not a valid number
	MagicValid   = "+15005550006" // always works, for every account
)
