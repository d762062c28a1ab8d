package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Whatever the umask is, and where it takes nothing away most of all, what we make is for its owner alone.
func TestStateFilesAreReadableByTheirOwnerOnly(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "token.txt"), []byte(authToken), 0o600); err != nil {
		t.Fatal(err)
	}
	state, settings := filepath.Join(home, "state"), filepath.Join(home, "config")
	for _, line := range []string{
		"login --profile work --account-sid " + accountSid + " --auth-token-file token.txt --no-check",
		"numbers list --local",
		"emulate --port 0 -- true",
		"serve --local --twiml greeting.xml --call",
	} {
		if err := os.WriteFile(filepath.Join(home, "greeting.xml"), []byte("<Response><Say>Hello</Say></Response>"), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), "sh", append([]string{"-c", `umask 000; exec twvoice "$@"`, "sh"}, strings.Fields(line)...)...)
		cmd.Dir, cmd.Env = home, append(newcomer(t), "HOME="+home, "TWVOICE_STATE_DIR="+state, "TWVOICE_CONFIG_DIR="+settings)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", line, err, out)
		}
	}
	made := map[string]bool{}
	for _, folder := range []string{state, settings} {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := entry.Info()
			if err != nil {
				return err
			}
			made[filepath.Base(path)] = true
			if info.Mode().Perm()&0o077 != 0 {
				name, _ := filepath.Rel(home, path)
				t.Errorf("%s has mode %v", name, info.Mode())
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"twvoice.db", "ca.pem", "secrets.yaml", "config.yaml"} { // else nothing was proved
		if !made[name] {
			t.Errorf("%s was not made: %v", name, made)
		}
	}
}
