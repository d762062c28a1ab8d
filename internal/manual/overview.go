package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/twvoice/twvoice/internal/config"
)

// entry is a line of a list in a page.
type entry struct{ word, text string }

// exits returns the codes of docs/exit-codes.md; a test compares them.
func exits() []entry {
	return []entry{
		{"0", "done"},
		{"1", "done, and problems were found"},
		{"2", "wrong usage, and nothing was done"},
		{"3", "it could not be done"},
		{"4", "credentials are missing or were refused"},
		{"130", "interrupted before it was done"},
	}
}

// environment returns the variables that twvoice reads: Twilio's own, and one for every setting.
func environment() []entry {
	all := []entry{
		{"TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN", "the account, and the token that calls the API and verifies signatures"},
		{"TWILIO_API_KEY, TWILIO_API_SECRET", "a key that calls the API instead of the token"},
		{"TWILIO_REGION, TWILIO_EDGE", "Twilio's region and edge"},
		{"NGROK_AUTHTOKEN", "for serve's tunnel"},
		{"HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "the proxies to use"},
		{"NO_COLOR", "no colors"},
		{"TWVOICE_STATE_DIR", "the folder of the embedded database"},
		{"TWVOICE_CONFIG_DIR", "the folder of config.yaml"},
	}
	for _, s := range config.Settings() {
		all = append(all, entry{config.Variable(s.Key), s.Help})
	}
	return all
}

func files() []entry {
	return []entry{
		{"./twvoice.yaml", "the settings of a project, without secrets"},
		{"$XDG_CONFIG_HOME/twvoice/config.yaml", "your own settings and profiles; twvoice config path shows where"},
		{"$XDG_CONFIG_HOME/twvoice/secrets.yaml", "the secrets of profiles, if no keyring can be used"},
		{"$XDG_STATE_HOME/twvoice/twvoice.db", "the journal of numbers, the stored requests, and the local account"},
	}
}

// overview returns what applies to every command, as sections of twvoice(1).
func overview() []byte {
	var b bytes.Buffer
	for _, section := range []struct {
		title   string
		entries []entry
	}{{"EXIT STATUS", exits()}, {"ENVIRONMENT", environment()}, {"FILES", files()}} {
		fmt.Fprintf(&b, ".SH %s\n", section.title)
		for _, e := range section.entries {
			fmt.Fprintf(&b, ".TP\n\\fB%s\\fP\n%s\n", plain(e.word), plain(e.text))
		}
		b.WriteString("\n")
	}
	return b.Bytes()
}

// plain escapes text for troff.
func plain(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		return `\&` + text
	}
	return text
}
