package alert

// Level is how bad a code is, in the word that Twilio's monitor has for it. An error ends what it happened in (for a
// document, the fallback URL takes over), a warning never does.
type Level string

const (
	Error   Level = "error"
	Warning Level = "warning"
)
