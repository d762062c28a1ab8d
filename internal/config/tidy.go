package config

import "strings"

// Tidy is a credential without what shells, .env files and editors of Windows leave around it: blanks, a carriage return, and a
// pair of quotes. No credential of Twilio or ngrok has any of them. What says what was left out, "" for nothing.
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

// variable is a credential of the environment, tidied; c notes what was left out.
func (c *Credentials) variable(getenv func(string) string, name string) string {
	value, what := Tidy(getenv(name))
	if what != "" {
		c.Trimmed = append(c.Trimmed, name+" is read without "+what)
	}
	return value
}
