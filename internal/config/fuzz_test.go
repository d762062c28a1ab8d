package config

import (
	"strings"
	"testing"
)

// The Twilio CLI's file gives profiles or an error, and the error repeats no content of the file.
func FuzzTwilioCLI(f *testing.F) {
	for _, seed := range []string{
		`{"activeProject":"a","profiles":{"a":{"accountSid":"AC1","apiKey":"SK1","apiSecret":"SECRET"}}}`,
		`{"projects":[{"id":"a","apiSecret":"SECRET"}]}`, `{"profiles":{"SECRET":"SECRET"}}`, `SECRET`, `{"profiles":[`, `null`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		const secret = "sk2abcSECRETtokenXYZ"
		var found twilioCLI
		if err := found.read([]byte(strings.ReplaceAll(text, "SECRET", secret))); err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("got %v", err)
		}
		for _, p := range found.profiles {
			if _, err := p.credentials(); err != nil && p.KeySecret != "" && len(p.KeySecret) > 10 && strings.Contains(err.Error(), p.KeySecret) {
				t.Errorf("got %v", err)
			}
		}
	})
}
