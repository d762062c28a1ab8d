package alert

// Level is how bad a code is. An error ends what it happened in, a warning never does.
type Level string

const (
	Error   Level = "error"
	Warning Level = "warning"
)
