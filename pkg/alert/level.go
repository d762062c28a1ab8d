package alert

// Level is the severity of a code, in the words of Twilio's monitor. An error ends the current action (for a document,
// the fallback URL is used); a warning does not.
type Level string

const (
	Error   Level = "error"
	Warning Level = "warning"
)
