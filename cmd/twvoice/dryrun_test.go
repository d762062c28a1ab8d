//go:build linux

package main

import (
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// dry is a command line of a dry run, and the exit code that the real run would have had.
type dry struct {
	command, more string
	exit          int
	prints        string // what would be sent, on standard output
}

func dries() []dry {
	const number = "+14155550111"
	return []dry{
		{command: "numbers search"},
		{command: "numbers buy", more: "--area-code 415", prints: "POST "},
		{command: "numbers list"},
		{command: "numbers show", more: number},
		{command: "numbers update", more: number + " --name x", prints: "POST "},
		{command: "numbers release", more: number, prints: "DELETE "},
		{command: "numbers release", more: "+14155550199", exit: 2},
		{command: "webhook set", more: number + " https://example.com/voice", prints: "POST "},
		{command: "webhook show", more: number},
		{command: "webhook clear", more: number},
		{command: "webhook restore", more: number, exit: 3},
		{command: "webhook check", more: "APP/voice", prints: "POST APP/voice\n"},
		{command: "webhook check", more: "ftp://x", exit: 2},
		{command: "webhook audit", more: "--probe", exit: 1},
		{command: "serve", more: "--twiml greeting.xml --number " + number},
		{command: "serve", more: "--twiml greeting.xml --no-number"},
		{command: "call", more: "APP/voice", prints: "POST APP/voice\n"},
		{command: "call", more: "greeting.xml", prints: "POST "},
		{command: "call", more: "nothing.xml", exit: 3},
		{command: "text", more: "APP/sms hello", prints: "Body=hello\n"},
		{command: "text", more: "APP/sms hello --from nobody", exit: 2},
		{command: "dial", more: "+14155550123 --from " + number + " --twiml greeting.xml", prints: "Calls.json"},
		{command: "logs"},
		{command: "test", more: "caller.yaml --app APP", prints: "would run a caller"},
		{command: "test", more: "nothing.yaml --app APP", exit: 3},
		{command: "twiml lint", more: "APP/voice.xml"},
		{command: "twiml fmt", more: "-w greeting.xml"},
		{command: "twiml explain", more: "11200"},
		{command: "requests list"},
		{command: "requests show", more: "r1", exit: 2},
		{command: "requests replay", more: "r1 --to APP", exit: 2},
		{command: "calls list"},
		{command: "calls show", more: "CA1", exit: 2},
		{command: "calls replay", more: "CA1 --to APP", exit: 2},
		{command: "calls end", more: "CA1", exit: 2},
		{command: "calls end", more: "CA00000000000000000000000000000001", exit: 2},
		{command: "whoami"},
		{command: "doctor", exit: -1}, // what it finds is the machine's
		{command: "login", more: "--account-sid AC00000000000000000000000000000001 --auth-token-file token"},
		{command: "logout", more: "--profile nope", exit: 2},
		{command: "logout", more: "--profile kept"},
		{command: "profile list"},
		{command: "profile show", more: "kept", exit: -1}, // its keyring is not there
		{command: "profile use", more: "nope", exit: 2},
		{command: "profile use", more: "kept"},
		{command: "profile remove", more: "nope", exit: 2},
		{command: "profile remove", more: "kept"},
		{command: "config path"},
		{command: "version"},
	}
}

// A dry run changes nothing at Twilio, opens no tunnel and does not reach the application; and it fails where the real run would.
func TestDryRunSendsNothing(t *testing.T) {
	t.Parallel()
	known := []string{"emulate"} // a server: it sends nothing, dry or not
	for _, d := range dries() {
		known = append(known, d.command)
		t.Run(strings.TrimSpace(d.command+" "+d.more), func(t *testing.T) {
			t.Parallel()
			dryRun(t, d)
		})
	}
	for _, command := range allCommands(t) {
		if !slices.Contains(known, command) {
			t.Errorf("twvoice %s: what does it send in a dry run? Add it to the table", command)
		}
	}
}

func dryRun(t *testing.T, d dry) {
	t.Helper()
	b := openBank(t, way{}, -1, false, "+14155550111")
	var asked atomic.Int32
	app := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Cleanup(app.Close)
	ngrok := silent(t, "tcp", "127.0.0.1:0")
	dir := furnished(t)
	b.mu.Lock()
	b.pointsTo = app.URL + "/pointed"
	b.mu.Unlock()
	line := strings.ReplaceAll(d.command+" "+d.more, "APP", app.URL)
	cmd := exec.Command("twvoice", append(strings.Fields(line), "--dry-run")...)
	cmd.Dir = dir
	cmd.Env = append(newcomer(t), "TWILIO_ACCOUNT_SID=AC00000000000000000000000000000001", "TWILIO_AUTH_TOKEN=0123456789abcdef0123456789abcdef",
		"TWVOICE_API_URL="+b.URL, "NGROK_AUTHTOKEN=x", "TWVOICE_NGROK_CONNECT_URL="+ngrok.address, "TWVOICE_CONFIG_DIR="+dir+"/config")
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run() // its exit code is looked at
	select {
	case <-ngrok.reached:
		t.Error("ngrok was reached")
	default:
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the application was asked %d times", n)
	}
	if b.changed() > 0 {
		t.Errorf("Twilio got %d changes", b.changed())
	}
	if exit := cmd.ProcessState.ExitCode(); d.exit >= 0 && exit != d.exit {
		t.Errorf("exit code %d, want %d", exit, d.exit)
	}
	if want := strings.ReplaceAll(d.prints, "APP", app.URL); !strings.Contains(stdout.String(), want) {
		t.Errorf("it does not print %q", want)
	}
	if t.Failed() {
		t.Logf("stdout:\n%s\nstderr:\n%s", stdout.String(), stderr.String())
	}
}
