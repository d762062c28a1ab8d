package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// example is one command of a document with the output that it shows, and the line where it stands.
type example struct {
	file    string
	line    int
	command string
	output  []string // "…" stands for anything within a line
}

// TestDocumentsAreTrue runs every ```console block of the README and of docs, and compares what the screen shows.
// Of ```sh blocks, which need an account, it holds that every twvoice line in them is one that twvoice understands.
func TestDocumentsAreTrue(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("SKIPPED: there is no sh here to run the documents' examples with")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, filepath.Join(root, "README.md")) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			env := newcomer(t)
			for _, ex := range examples(t, file, "console") {
				if ex.needsCurl(root) {
					t.Run(ex.command, func(t *testing.T) { t.Skip("SKIPPED: curl is not installed") })
					continue
				}
				cmd := exec.Command(sh, "-c", strings.NewReplacer("go run ./cmd/twvoice", "twvoice", "twvoice emulate ", "twvoice emulate --port 0 ").Replace(ex.command))
				cmd.Dir, cmd.Env = root, env
				out, err := cmd.CombinedOutput()
				if err != nil {
					t.Errorf("%s:%d: %s: %v\n%s", ex.file, ex.line, ex.command, err, out)
				}
				ex.compare(t, strings.Split(strings.TrimRight(string(out), "\n"), "\n"))
			}
			for _, ex := range examples(t, file, "sh") {
				ex.understood(t, env)
			}
		})
	}
}

// newcomer is the environment of somebody who has only just installed twvoice.
func newcomer(t *testing.T) []string {
	t.Helper()
	return append(os.Environ(), "TWVOICE_STATE_DIR="+t.TempDir(), "TWVOICE_CONFIG_DIR="+t.TempDir(), "HOME="+t.TempDir(),
		"NO_COLOR=1", "GORACE=atexit_sleep_ms=10", "TWILIO_ACCOUNT_SID=", "TWILIO_AUTH_TOKEN=", "GITHUB_ACTIONS=", "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent")
}

// needsCurl reports whether the command runs a script that is nothing without curl, which is not there.
func (ex example) needsCurl(root string) bool {
	for word := range strings.FieldsSeq(ex.command) {
		if script, err := os.ReadFile(filepath.Join(root, word)); err == nil && strings.HasSuffix(word, ".sh") && strings.Contains(string(script), "curl ") {
			_, err := exec.LookPath("curl")
			return err != nil
		}
	}
	return false
}

// examples reads the blocks of a language. In console blocks a command begins with "$ "; in sh blocks every line is one.
func examples(t *testing.T, file, language string) []example {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	within := false
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		line = strings.TrimRight(line, "\r\n")
		command, isCommand := strings.CutPrefix(line, "$ ")
		switch {
		case line == "```"+language:
			within = true
		case strings.HasPrefix(line, "```"):
			within = false
		case within && (isCommand || language == "sh"):
			all = append(all, example{file: filepath.Base(file), line: number, command: command})
		case within && len(all) > 0:
			all[len(all)-1].output = append(all[len(all)-1].output, line)
		}
	}
	return all
}

func (ex example) compare(t *testing.T, got []string) {
	t.Helper()
	if len(got) != len(ex.output) {
		t.Errorf("%s:%d: %s shows\n%s\nthe document shows\n%s", ex.file, ex.line, ex.command, strings.Join(got, "\n"), strings.Join(ex.output, "\n"))
		return
	}
	for i, want := range ex.output {
		pattern := "^" + strings.ReplaceAll(regexp.QuoteMeta(want), "…", ".*") + "$"
		if !regexp.MustCompile(pattern).MatchString(got[i]) {
			t.Errorf("%s:%d: %s shows\n  %s\nthe document shows\n  %s", ex.file, ex.line+1+i, ex.command, got[i], want)
		}
	}
}

// understood asks for the help of the command with all its flags, which runs nothing and refuses what does not exist.
func (ex example) understood(t *testing.T, env []string) {
	t.Helper()
	line, _, _ := strings.Cut(ex.command, "#")
	line, _, _ = strings.Cut(line, " -- ")
	fields := strings.Fields(line)
	if len(fields) == 0 || fields[0] != "twvoice" {
		return
	}
	cmd := exec.Command("twvoice", append(fields[1:], "--help")...)
	cmd.Env = env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s:%d: twvoice does not understand: %s\n%s", ex.file, ex.line, ex.command, out)
	}
}
