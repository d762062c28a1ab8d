package main

import (
	"bytes"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// waiting is a command that waits for an answer that never comes.
type waiting struct {
	command string // what it is, without its flags
	more    string // SILENT is the URL of a server that accepts and says nothing
	on      string // what it waits for: "server" (the default), "stdin", "keyring" or "pipe", a file in the working folder
	before  string // a command that is run first, in the same world
}

func waits() []waiting {
	const number = "+14155550111"
	return []waiting{
		{command: "numbers search"},
		{command: "numbers buy", more: number + " --yes"},
		{command: "numbers buy", more: "--area-code 415 --yes"},
		{command: "numbers list"},
		{command: "numbers show", more: number},
		{command: "numbers update", more: number + " --name x"},
		{command: "numbers release", more: number + " --yes"},
		{command: "webhook set", more: number + " https://example.com/voice"},
		{command: "webhook show", more: number},
		{command: "webhook clear", more: number},
		{command: "webhook restore", more: number},
		{command: "webhook check", more: number},
		{command: "webhook check", more: "SILENT/voice"},
		{command: "webhook audit"},
		{command: "serve", more: "--twiml greeting.xml --number " + number},
		{command: "serve", more: "--twiml greeting.xml --no-number"}, // at ngrok
		{command: "serve", more: "--twiml greeting.xml --no-number --ngrok-authtoken-file -", on: "stdin"},
		{command: "call", more: number},
		{command: "call", more: "SILENT/voice"},
		{command: "text", more: number + " hello"},
		{command: "text", more: "SILENT/sms hello"},
		{command: "dial", more: "+14155550123 --from " + number + " --twiml greeting.xml --yes"},
		{command: "dial", more: "+14155550123 --from " + number + " --twiml - --yes", on: "stdin"},
		{command: "calls end", more: "CA0123456789abcdef0123456789abcdef --yes"},
		{command: "logs"},
		{command: "test", more: "caller.yaml --app SILENT"},
		{command: "twiml lint", more: "SILENT/voice.xml"},
		{command: "twiml lint", more: "-", on: "stdin"},
		{command: "twiml fmt", more: "-", on: "stdin"},
		{command: "requests replay", more: "r1 --to SILENT", before: "serve --local --twiml greeting.xml --call --no-inspect"},
		{command: "calls replay", more: "CA --to SILENT", before: "serve --local --twiml greeting.xml --call --no-inspect"},
		{command: "twiml lint", more: "pipe", on: "pipe"},
		{command: "twiml fmt", more: "pipe", on: "pipe"},
		{command: "test", more: "pipe", on: "pipe"},
		{command: "dial", more: "+14155550123 --from " + number + " --twiml pipe --yes", on: "pipe"},
		{command: "emulate", more: "--port 0 --seed pipe", on: "pipe"},
		{command: "serve", more: "--twiml greeting.xml --no-number --shared-key-file pipe", on: "pipe"},
		{command: "whoami", more: "--account-sid AC00000000000000000000000000000001 --auth-token-file pipe", on: "pipe"},
		{command: "whoami"},
		{command: "doctor"},
		{command: "whoami", more: "--account-sid AC00000000000000000000000000000001 --auth-token-file -", on: "stdin"},
		{command: "login", more: "--account-sid AC00000000000000000000000000000001 --auth-token-file token"},
		{command: "login", more: "--account-sid AC00000000000000000000000000000001 --auth-token-file -", on: "stdin"},
		{command: "login", more: "--account-sid AC00000000000000000000000000000001 --auth-token-file token --no-check", on: "keyring"},
		{command: "logout", more: "--profile kept", on: "keyring"},
		{command: "profile show", more: "kept", on: "keyring"},
		{command: "profile remove", more: "kept", on: "keyring"},
	}
}

// prompt returns the commands that never wait: they only read the disk of this machine.
func prompt() []string {
	return []string{
		"requests list", "requests show", "calls list", "calls show", "twiml explain",
		"config path", "profile list", "profile use", "version",
		"emulate", // a server; its ends are those of serve-endings and emulate
	}
}

// Ctrl-C ends every waiting command with 130 and a message.
func TestEveryCommandThatWaitsCanBeInterrupted(t *testing.T) {
	t.Parallel()
	var known []string
	for _, tt := range waits() {
		known = append(known, tt.command)
		t.Run(strings.TrimSpace(tt.command+" "+tt.more), func(t *testing.T) {
			t.Parallel()
			interrupted(t, tt)
		})
	}
	known = append(known, prompt()...)
	for _, command := range allCommands(t) {
		if !slices.Contains(known, command) {
			t.Errorf("twvoice %s: what does it wait for, and how is it interrupted? Add it to the table, or to those that wait for nobody", command)
		}
	}
}

// opened makes a pipe and returns a channel that is closed when the pipe is opened for reading. Nothing is written into
// it.
func opened(t *testing.T, path string) <-chan struct{} {
	t.Helper()
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	reached, released := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(released)
		writer, err := os.OpenFile(path, os.O_WRONLY, 0) // which waits for a reader
		if err != nil {
			t.Error(err)
			return
		}
		close(reached)
		<-t.Context().Done()
		writer.Close()
	}()
	t.Cleanup(func() {
		if reader, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0); err == nil { // if no reader has opened it
			defer reader.Close()
		}
		<-released
	})
	return reached
}

func interrupted(t *testing.T, tt waiting) {
	server := silent(t, "tcp", "127.0.0.1:0")
	keyring := silent(t, "unix", filepath.Join(t.TempDir(), "bus"))
	dir := furnished(t)
	env := append(newcomer(t),
		"TWILIO_ACCOUNT_SID=AC00000000000000000000000000000000", "TWILIO_AUTH_TOKEN=0123456789abcdef0123456789abcdef", "NGROK_AUTHTOKEN=x",
		"TWVOICE_API_URL=http://"+server.address, "TWVOICE_NGROK_CONNECT_URL="+server.address, "DBUS_SESSION_BUS_ADDRESS=unix:path="+keyring.address,
		"TWVOICE_CONFIG_DIR="+filepath.Join(dir, "config"))
	if tt.before != "" {
		before := exec.Command("twvoice", strings.Fields(tt.before)...)
		before.Dir, before.Env = dir, env
		if out, err := before.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", tt.before, err, out)
		}
	}
	in, input, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer input.Close()
	line := strings.ReplaceAll(tt.command+" "+tt.more, "SILENT", "http://"+server.address)
	cmd := exec.Command("twvoice", strings.Fields(line)...)
	var out bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, env, in, &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	defer cmd.Process.Kill()
	over := time.After(spawnPatience)
	reached := map[string]<-chan struct{}{"": server.reached, "keyring": keyring.reached, "stdin": drained(t, in, input), "pipe": opened(t, filepath.Join(dir, "pipe"))}[tt.on]
	select {
	case <-reached:
	case err := <-ended:
		t.Fatalf("it ended (%v) without having waited:\n%s", err, &out)
	case <-over:
		t.Fatal("it waits for somebody else")
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	case <-over:
		t.Fatal("Ctrl-C did not end it")
	}
	if got := cmd.ProcessState.ExitCode(); got != 130 {
		t.Errorf("exit code %d, want 130:\n%s", got, &out)
	}
	if !strings.HasSuffix(out.String(), "error: interrupted\n") {
		t.Errorf("it ends without a word of the interruption:\n%s", &out)
	}
}

// furnished is a folder with what the commands of the table name.
func furnished(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"greeting.xml":       "<Response><Say>Hello</Say></Response>",
		"caller.yaml":        "name: a caller\ncall: { to: /voice }\nsteps:\n  - hear: Hello\n",
		"token":              "0123456789abcdef0123456789abcdef\n",
		"config/config.yaml": "profiles:\n  kept: {account_sid: AC00000000000000000000000000000002, store: keyring}\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// nobody is a server that accepts connections and never answers.
type nobody struct {
	address string
	reached chan struct{} // closed after the first connection
}

func silent(t *testing.T, network, address string) nobody {
	t.Helper()
	ln, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	n := nobody{address: ln.Addr().String(), reached: make(chan struct{})}
	over := make(chan struct{})
	go func() {
		defer close(over)
		var guests []net.Conn
		for {
			conn, err := ln.Accept()
			if err != nil {
				break
			}
			if guests = append(guests, conn); len(guests) == 1 {
				close(n.reached)
			}
		}
		for _, conn := range guests {
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() {
		_ = ln.Close()
		<-over
	})
	return n
}

// drained returns a channel that is closed when the pipe has been read empty, so that its reader waits.
func drained(t *testing.T, in, input *os.File) <-chan struct{} {
	t.Helper()
	if _, err := input.WriteString("x"); err != nil {
		t.Fatal(err)
	}
	empty := make(chan struct{})
	go func() {
		for {
			left, err := unix.IoctlGetInt(int(in.Fd()), unix.TIOCINQ)
			if errors.Is(err, unix.EINTR) || left > 0 {
				time.Sleep(time.Millisecond) // the kernel does not notify of an empty pipe
				continue
			}
			if err == nil {
				close(empty)
			}
			return
		}
	}()
	return empty
}

// allCommands are those that do something by themselves, as the golden files of their help know them.
func allCommands(t *testing.T) []string {
	t.Helper()
	folder := filepath.Join("..", "..", "internal", "cli", "testdata", "help")
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, file := range files {
		help, err := os.ReadFile(filepath.Join(folder, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(help, []byte("[command]\n")) {
			name := strings.TrimSuffix(strings.TrimPrefix(file.Name(), "twvoice-"), ".txt")
			all = append(all, strings.ReplaceAll(name, "-", " "))
		}
	}
	if len(all) < 30 {
		t.Fatalf("%s holds the help of %d commands only", folder, len(all))
	}
	return all
}
