package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Help is for the moment in which nothing works: it reads no setting, asks no keyring and no server, and writes nothing.
func TestHelpTouchesNothing(t *testing.T) {
	t.Parallel()
	server, keyring := silent(t, "tcp", "127.0.0.1:0"), silent(t, "unix", filepath.Join(t.TempDir(), "bus"))
	home := t.TempDir()
	broken := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(broken, []byte("timeout: ["), 0o600); err != nil {
		t.Fatal(err)
	}
	env := append(newcomer(t), "HOME="+home, "TWVOICE_STATE_DIR="+filepath.Join(home, "state"), "TWVOICE_CONFIG_DIR="+filepath.Dir(broken),
		"TWVOICE_API_URL=http://"+server.address, "HTTPS_PROXY=http://"+server.address, "DBUS_SESSION_BUS_ADDRESS=unix:path="+keyring.address,
		"TWILIO_ACCOUNT_SID=AC00000000000000000000000000000000", "TWILIO_AUTH_TOKEN=0123456789abcdef0123456789abcdef")
	for _, command := range append(allCommands(t), "", "numbers", "webhook", "twiml") {
		for _, line := range []string{command + " --help", "help " + command} {
			cmd := exec.Command("twvoice", strings.Fields(line)...)
			cmd.Dir, cmd.Env = home, env
			if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "Usage:") {
				t.Errorf("twvoice %s: %v\n%s", line, err, out)
			}
		}
	}
	select {
	case <-server.reached:
		t.Error("it went to a server")
	case <-keyring.reached:
		t.Error("it asked the keyring")
	default:
	}
	if left, err := os.ReadDir(home); err != nil || len(left) > 0 {
		t.Errorf("it left %v in the home (%v)", left, err)
	}
}
