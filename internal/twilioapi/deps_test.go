package twilioapi_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// Twilio's top package takes 43 s to compile where the three services take 13, and ngrok v1 drags in twice the binary.
// From this module it needs fault, lazy, e164 and webhook.
func TestOnlyTheServicesInUseAreLinked(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command, as where .ci/wine runs this")
	}
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for path := range strings.FieldsSeq(string(out)) {
		switch {
		case path == "github.com/twilio/twilio-go",
			path == "golang.ngrok.com/ngrok",
			strings.HasPrefix(path, "golang.ngrok.com/ngrok/") && !strings.HasPrefix(path, "golang.ngrok.com/ngrok/v2"),
			strings.HasPrefix(path, "github.com/twilio/twilio-go/rest/") && !service(path),
			strings.HasPrefix(path, "github.com/twvoice/") && !ours(path):
			t.Errorf("%s must not be linked", path)
		}
	}
}

func service(path string) bool {
	return strings.HasSuffix(path, "/rest/api/v2010") || strings.HasSuffix(path, "/rest/pricing/v1") || strings.HasSuffix(path, "/rest/monitor/v1")
}

func ours(path string) bool {
	return slices.ContainsFunc([]string{"internal/twilioapi", "internal/fault", "internal/lazy", "pkg/e164", "pkg/webhook"}, func(name string) bool { return strings.HasSuffix(path, "/"+name) })
}
