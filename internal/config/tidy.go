package config

import "strings"

// Tidy returns a credential without what shells, .env files and Windows editors add around it: blanks, a carriage
// return, and a pair of quotes. No credential of Twilio or ngrok contains them. What names the removed characters, or is
// "".
func Tidy(value string) (credential, what string) {
	trimmed := strings.TrimSpace(strings.TrimPrefix(value, "\ufeff"))
	credential = trimmed
	for _, quote := range []string{`"`, "'"} {
		if inner, ok := strings.CutPrefix(credential, quote); ok && len(credential) > 1 && strings.HasSuffix(inner, quote) {
			credential = strings.TrimSpace(strings.TrimSuffix(inner, quote))
		}
	}
	switch {
	case credential != trimmed:
		return credential, quotes
	case strings.ContainsAny(value, "\r\n"):
		return credential, "the line end after it"
	case trimmed != value:
		return credential, "the spaces around it"
	}
	return credential, ""
}

const quotes = "the quotes around it"

// variable returns a tidied credential from the environment; c notes what was removed.
func (c *Credentials) variable(getenv func(string) string, name string) string {
	value, what := Tidy(getenv(name))
	if what != "" {
		c.Trimmed = append(c.Trimmed, name+" is read without "+what)
	}
	return value
}
