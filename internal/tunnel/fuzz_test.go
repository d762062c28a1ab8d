package tunnel

import (
	"strings"
	"testing"
)

// A file that ngrok's agent would reject is reported by its name and line, and none of its content is repeated.
func FuzzAgentConfig(f *testing.F) {
	const secret = "2abcSECRETtokenXYZ"
	for _, seed := range []string{"authtoken: SECRET\nversion: '2'\n", "version: 3\nagent:\n  authtoken: SECRET\n", "authtoken: [SECRET", "SECRET: {", "authtoken: &a SECRET\nagent: *SECRET\n", "- SECRET", "agent: SECRET"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains("ngrok.yml not an ngrok configuration", text) {
			return
		}
		_, err := parseAgentConfig("ngrok.yml", []byte(strings.ReplaceAll(text, "SECRET", secret)))
		if err != nil && (strings.Contains(err.Error(), secret) || !strings.HasPrefix(err.Error(), "ngrok.yml")) {
			t.Errorf("got %v", err)
		}
	})
}
