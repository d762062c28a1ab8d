package main

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// example is one command of a document with the output that it shows, and the line where it stands.
type example struct {
	file    string
	line    int
	command string
	output  []string // "…" matches anything within a line
}

// TestDocumentsAreTrue runs every ```console block of the documents, and compares what the screen shows. Of commands that say why
// they are not run it holds that every twvoice line in them is one that twvoice understands.
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
	for _, name := range documents(t, root) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &session{env: newcomer(t)}
			for _, b := range blocksOf(t, root, name) {
				for _, ex := range b.examples() {
					if b.language != "console" || b.excuse != "" {
						ex.understood(t, s.env)
						continue
					}
					if lacks := s.lacks(root, ex); lacks != "" {
						t.Run(ex.command, func(t *testing.T) { t.Skip("SKIPPED: there is no " + lacks + " here") })
						continue
					}
					ex.run(t, sh, root, s)
				}
			}
		})
	}
}

// session is the shell in which a document is typed.
type session struct {
	env     []string
	port    string // of the application that a command with & has started, "" for none
	missing string // what that application needs and this machine does not have
}

// run types the command, with free ports in the place of those that it names: other tests run at the same time.
func (ex example) run(t *testing.T, sh, root string, s *session) {
	t.Helper()
	if set, ok := strings.CutPrefix(ex.command, "export "); ok {
		s.env = append(s.env, words(set)...)
		return
	}
	background := strings.HasSuffix(ex.command, " &")
	port := s.port
	if port == "" || background {
		port = freePort(t)
	}
	typed := strings.NewReplacer(
		"go run ./cmd/twvoice", "twvoice",
		"twvoice emulate ", "twvoice emulate --port 0 ",
		"--forward 3000", "--forward "+port,
		"--port 4000", "--port 0",
		"localhost:3000", "localhost:"+port,
	).Replace(strings.TrimSuffix(ex.command, " &"))
	cmd := exec.CommandContext(t.Context(), sh, "-c", typed)
	cmd.Dir, cmd.Env = root, append(s.env, "PORT="+port, "NODE_PATH="+nodeSDK())
	if background {
		cmd.Args[2], s.port = "exec "+typed, port
		ex.compare(t, []string{firstLine(t, cmd)})
		return
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%s:%d: %s: %v\n%s", ex.file, ex.line, ex.command, err, out)
	}
	shown := strings.NewReplacer(":"+port, ":3000", "--forward "+port, "--forward 3000").Replace(string(out))
	ex.compare(t, strings.Split(strings.TrimRight(shown, "\n"), "\n"))
}

// firstLine starts an application, and returns what it prints when it is ready. It ends with the test.
func firstLine(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	cmd.Stderr = &told
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() }) // the end of the context has ended it
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(cmd.Args, " "), err, told.String())
	}
	return strings.TrimRight(line, "\r\n")
}

// freePort returns a free port, for an application that takes its port as an argument.
func freePort(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return strconv.Itoa(ln.Addr().(*net.TCPAddr).Port)
}

// newcomer is the environment of a user who has just installed twvoice.
func newcomer(t *testing.T) []string {
	t.Helper()
	return append(os.Environ(), "TWVOICE_STATE_DIR="+t.TempDir(), "TWVOICE_CONFIG_DIR="+t.TempDir(), "HOME="+t.TempDir(),
		"NO_COLOR=1", "GORACE=atexit_sleep_ms=10", "TWILIO_ACCOUNT_SID=", "TWILIO_AUTH_TOKEN=", "GITHUB_ACTIONS=", "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent")
}

// lacks is what the command is nothing without and this machine does not have, or "". Without the application that an earlier command
// would have started, no command that calls it is run.
func (s *session) lacks(root string, ex example) string {
	found := ex.lacks(root)
	if strings.HasSuffix(ex.command, " &") {
		s.missing = found
	}
	if s.missing != "" && strings.Contains(ex.command, "localhost:3000") {
		return s.missing
	}
	return found
}

func (ex example) lacks(root string) string {
	for word := range strings.FieldsSeq(ex.command) {
		script, err := os.ReadFile(filepath.Join(root, word))
		switch {
		case err != nil:
		case strings.HasSuffix(word, ".sh") && strings.Contains(string(script), "curl "):
			if _, err := exec.LookPath("curl"); err != nil {
				return "curl"
			}
		case strings.HasSuffix(word, ".js"):
			for _, needed := range regexp.MustCompile(`require\('(express|twilio|ws)'\)`).FindAllStringSubmatch(string(script), -1) {
				if _, err := os.Stat(filepath.Join(nodeSDK(), needed[1])); nodeSDK() == "" || err != nil {
					return "Node SDK with " + needed[1]
				}
			}
		}
	}
	return ""
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
	fields := words(unpiped(line))
	if len(fields) == 0 || fields[0] != "twvoice" {
		return
	}
	cmd := exec.Command("twvoice", append(fields[1:], "--help")...)
	cmd.Env = env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s:%d: twvoice does not understand: %s\n%s", ex.file, ex.line, ex.command, out)
	}
}

// words splits a shell line into words; quoted text is one word.
func words(line string) []string {
	var all []string
	for _, match := range regexp.MustCompile(`"([^"]*)"|'([^']*)'|(\S+)`).FindAllStringSubmatch(line, -1) {
		all = append(all, match[1]+match[2]+match[3])
	}
	return all
}
