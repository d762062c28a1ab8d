package cli_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/emulator"
)

// application makes a TwiML application, which no command does.
func (w *twilio) application() string {
	w.t.Helper()
	var made struct{ Sid string }
	if err := json.Unmarshal([]byte(w.post("Applications", url.Values{"FriendlyName": {"ours"}})), &made); err != nil {
		w.t.Fatal(err)
	}
	return made.Sid
}

func TestSetRefusesURLHiddenByApplication(t *testing.T) {
	t.Parallel()
	w := newTwilio(t)
	application := w.application()
	w.run("numbers", "update", "+14155550111", "--voice-application", application, "-q").ends(0)
	w.run("webhook", "set", "+14155550111", "https://example.com/voice").ends(3).prints("").
		says(`has the TwiML application `+application+`, which overrides the VoiceUrl: Twilio would never request it`, `^hint: add --detach`)
	w.run("webhook", "set", "+14155550111", "https://example.com/voice", "--detach", "--jq", ".answered_by, .voice_application_sid").ends(0).
		prints("voice_url\n\n")
	w.run("webhook", "restore", "+14155550111", "-q").ends(0).prints("+14155550111\n")
	w.run("webhook", "show", "+14155550111", "--jq", ".answered_by, .voice_application_sid, .voice_url").
		prints("voice_application_sid\n" + application + "\n\n")
}

func TestPasswordsInURLsAreNotShown(t *testing.T) {
	t.Parallel()
	w := newTwilio(t)
	for _, format := range []string{"table", "json", "jsonl", "csv", "tsv"} {
		got := w.run("webhook", "set", "+14155550111", "https://u:secretpw@example.com/"+format, "--fallback-url", "https://u:secretpw@example.com/f",
			"--status-callback", "https://u:secretpw@example.com/s", "-o", format).ends(0)
		if strings.Contains(got.stdout+got.stderr, "secretpw") || !strings.Contains(got.stdout, "u:xxxxx@example.com/s") {
			t.Errorf("-o %s: got\n%s%s\nwant no password", format, got.stdout, got.stderr)
		}
	}
	w.run("webhook", "set", "+14155550111", "https://example.com/a b").ends(2).says(`^error: URL "https://example.com/a b" contains a space or a control character$`, `^hint: write a space as %20$`)
}

func TestUndoKeepsChangesOfOthers(t *testing.T) {
	t.Parallel()
	w := newTwilio(t)
	w.run("webhook", "set", "+14155550111", "https://example.com/ours", "-q").ends(0)
	w.elsewhere().run("webhook", "set", "+14155550111", "https://example.com/theirs", "-q").ends(0)
	w.run("webhook", "restore", "+14155550111", "--jq", ".[] | .outcome, .before.voice_url").ends(3).prints("not restored\n\n").
		says(`was changed by someone else and is not restored: it now has .*https://example.com/theirs`, `twvoice webhook show \+14155550111`)
	w.run("webhook", "show", "+14155550111", "--jq", ".voice_url").prints("https://example.com/theirs\n")

	// Once the other one has taken it back, ours can be undone.
	w.elsewhere().run("webhook", "set", "+14155550111", "https://example.com/ours", "-q").ends(0)
	w.run("webhook", "restore", "+14155550111", "-q").ends(0)
	w.run("webhook", "show", "+14155550111", "--jq", ".voice_url").prints("\n")
}

func TestRefusedChangeLeavesNothingToUndo(t *testing.T) {
	t.Parallel()
	w := newTwilio(t, emulator.Failure{Method: http.MethodPost, Times: 1, Status: http.StatusBadRequest, Code: 21402})
	w.run("webhook", "set", "+14155550111", "https://example.com/voice", "-o", "json").ends(3).says(`"code":"21402"`)
	w.run("webhook", "restore", "+14155550111").ends(3).says(`nothing to restore`)
}

func TestRestoreContinuesAfterFailure(t *testing.T) {
	t.Parallel()
	w := newTwilio(t)
	w.run("numbers", "buy", "+14155550123", "--yes", "-q").ends(0)
	w.run("webhook", "set", "+14155550123", "https://example.com/voice", "-q").ends(0)
	w.run("webhook", "restore", "+14155550111", "+14155550123", "--fields", "number,outcome").ends(3).
		prints("+14155550111\tnot restored\n+14155550123\trestored\n")
}

func TestRestoreReportsReleasedNumber(t *testing.T) {
	t.Parallel()
	w := newTwilio(t)
	w.run("webhook", "set", "+14155550111", "https://example.com/voice", "-q").ends(0)
	w.run("numbers", "release", "+14155550111", "--yes", "-q").ends(0)
	w.run("webhook", "restore", "+14155550111").ends(2)
	w.run("webhook", "restore", "--all").ends(0).prints("")
}

func TestUnreachableMachineIsReported(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ url, warning string }{
		{"http://localhost:3000/voice", `Twilio cannot reach localhost: .*twvoice serve --forward 3000`},
		{"https://192.168.1.7/voice", `Twilio cannot reach 192.168.1.7`},
		{"http://[::1]:80/", `Twilio cannot reach ::1`},
		{"https://myhost/", `Twilio cannot reach myhost`},
		{"http://example.com/voice", `plain http`},
	} {
		t.Run(c.url, func(t *testing.T) {
			t.Parallel()
			newTwilio(t).run("webhook", "set", "+14155550111", c.url, "-q").ends(0).says(`^warning: ` + c.warning)
		})
	}
}
