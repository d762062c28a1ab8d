//go:build linux

package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// spender is a command that spends money, gives something away, or changes what callers get.
type spender struct {
	verb  string // "buy", "release", "dial", "end", "set", "clear" or "restore"
	line  string
	owned []string // before
	fails int      // the change whose answer fails
	last  bool     // nothing follows it

	before  string // a command that comes first, and is answered as it should be
	settles bool   // the command may be repeated: it finds out what became of a lost answer, and does the rest
}

func spenders() []spender {
	three := []string{"+14155550101", "+14155550102", "+14155550103"}
	return []spender{
		{verb: "buy", line: "numbers buy +14155550200 --yes -o csv", last: true},
		{verb: "buy", line: "numbers buy --area-code 415 --count 3 --yes -o json", fails: 1},
		{verb: "buy", line: "numbers buy --area-code 415 --count 3 --yes -q", fails: 2, last: true},
		{verb: "release", line: "numbers release +14155550101 --yes -o jsonl", owned: three, last: true},
		{verb: "release", line: "numbers release +14155550101 +14155550102 +14155550103 --yes -o json", owned: three, fails: 1},
		{verb: "dial", line: "dial +14155550123 --from +14155550111 --twiml greeting.xml --yes --follow=false -o json", owned: []string{"+14155550111"}, last: true},
		{verb: "dial", line: "dial +14155550123 --from +14155550111 --twiml greeting.xml --yes --follow=false -q", owned: []string{"+14155550111"}, last: true},
		{verb: "end", line: "calls end " + sidOf("CA", "+14155550123") + " --yes -o json", settles: true},
		{verb: "set", line: "webhook set +14155550101 https://example.com/new -o json", owned: three[:1], settles: true},
		{verb: "clear", line: "webhook clear +14155550101 -o json", owned: three[:1], settles: true},
		{verb: "restore", line: "webhook restore +14155550101 -o json", owned: three[:1], fails: 1, before: "webhook set +14155550101 https://example.com/new", settles: true},
	}
}

// Whatever happens to an answer, and however often Ctrl-C is pressed: everything bought, released or called is reported,
// as a row or as unknown with the command that shows it.
func TestMoneyIsNeverUncertainInSilence(t *testing.T) {
	t.Parallel()
	for _, s := range spenders() {
		for _, w := range ways() {
			for interrupts := range 3 {
				if interrupts == 2 && w.status != 0 {
					continue // its answer never comes
				}
				t.Run(strings.Join([]string{s.line, w.name, []string{"undisturbed", "Ctrl-C", "Ctrl-C twice"}[interrupts]}, ", "), func(t *testing.T) {
					t.Parallel()
					b := openBank(t, w, s.fails, interrupts > 0, s.owned...)
					b.pointsTo = wants()["restore"]
					if s.verb == "end" {
						b.calls[sidOf("CA", "+14155550123")] = "in-progress"
					}
					got := spends(t, s, b, interrupts)
					got.compare(t, s, b, w, interrupts)
				})
			}
		}
	}
}

// spent is what a command said, and how it ended.
type spent struct {
	exit           int
	stdout, stderr string
}

func spends(t *testing.T, s spender, b *bank, interrupts int) spent {
	t.Helper()
	cmd := exec.Command("twvoice", strings.Fields(s.line)...)
	cmd.Dir = t.TempDir()
	cmd.Env = append(newcomer(t), "TWILIO_ACCOUNT_SID=AC00000000000000000000000000000001", "TWILIO_AUTH_TOKEN=0123456789abcdef0123456789abcdef", "TWVOICE_API_URL="+b.URL)
	if err := os.WriteFile(filepath.Join(cmd.Dir, "greeting.xml"), []byte("<Response><Say>Hello</Say></Response>"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s.before != "" {
		before := exec.Command("twvoice", strings.Fields(s.before)...)
		before.Dir, before.Env = cmd.Dir, cmd.Env
		if said, err := before.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
	}
	var stdout bytes.Buffer
	cmd.Stdout = &stdout
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	giveUp := time.AfterFunc(spawnPatience, func() { _ = cmd.Process.Kill() })
	defer giveUp.Stop()
	notes := bufio.NewReader(stderr)
	said := press(t, cmd, b, notes, interrupts)
	rest, err := io.ReadAll(notes)
	if err != nil {
		t.Error(err)
	}
	_ = cmd.Wait() // its exit code is looked at
	if interrupts == 2 && b.hold != nil {
		close(b.hold)
	}
	return spent{cmd.ProcessState.ExitCode(), stdout.String(), said + string(rest)}
}

// press presses Ctrl-C while the answer is awaited, and lets the answer come after a single one.
func press(t *testing.T, cmd *exec.Cmd, b *bank, notes *bufio.Reader, times int) string {
	t.Helper()
	if times == 0 {
		return ""
	}
	select {
	case <-b.reached:
	case <-time.After(spawnPatience):
		t.Fatal("nothing was changed")
	}
	var said strings.Builder
	_ = cmd.Process.Signal(os.Interrupt)
	for !strings.Contains(said.String(), "Ctrl-C again") {
		line, err := notes.ReadString('\n')
		said.WriteString(line)
		if err != nil {
			t.Errorf("the first Ctrl-C is silent: %v", err)
			break
		}
	}
	if times == 1 {
		close(b.hold)
		return said.String()
	}
	<-time.After(600 * time.Millisecond) // a signal within half a second is the same wish
	_ = cmd.Process.Signal(os.Interrupt)
	return said.String()
}

var looking = regexp.MustCompile("`?twvoice (numbers show \\S+|logs --since 10m|logs --call \\S+|webhook (show|restore) \\S+)")

func (got spent) compare(t *testing.T, s spender, b *bank, w way, interrupts int) {
	t.Helper()
	defer func() {
		if t.Failed() {
			t.Logf("exit code %d\nstdout:\n%s\nstderr:\n%s", got.exit, got.stdout, got.stderr)
		}
	}()
	done := b.carriedOut(s.verb)
	if s.settles {
		got.settled(t, s, done, w, interrupts)
		return
	}
	open := w.name != "as it should be" && !w.refusal || interrupts == 2
	for _, phone := range slices.Concat(done, s.owned, []string{"+14155550200", "+14155550201", "+14155550202"}) {
		carried := slices.Contains(done, phone)
		printed := strings.Contains(got.stdout, strings.TrimPrefix(phone, "+"))
		if printed && !carried && s.verb != "dial" {
			t.Errorf("%s is printed, and nothing was done with it", phone)
		}
		if carried && !printed && !(open && strings.Contains(got.stderr, phone)) {
			t.Errorf("something was done with %s, and nobody is told", phone)
		}
	}
	if open && !looking.MatchString(got.stderr) {
		t.Error("no command shows what became of it")
	}
	switch {
	case interrupts == 1 && w.name == "as it should be" && s.last:
		if got.exit != 0 {
			t.Errorf("exit code %d, and all was done", got.exit)
		}
	case interrupts > 0 && got.exit != 130:
		t.Errorf("exit code %d after Ctrl-C", got.exit)
	case interrupts == 0 && (got.exit == 0) != (w.name == "as it should be"):
		t.Errorf("exit code %d", got.exit)
	}
	if strings.HasSuffix(s.line, "-o json") && s.verb != "dial" {
		if out := strings.TrimSpace(got.stdout); !strings.HasPrefix(out, "[") || !strings.HasSuffix(out, "]") {
			t.Errorf("standard output is no array: %s", out)
		}
	}
}

// settled compares a command that may be repeated: where its end is 0, all was done and is shown; else what is unknown is named, with the
// command that shows it or does the rest.
func (got spent) settled(t *testing.T, s spender, done []string, w way, interrupts int) {
	t.Helper()
	what := "14155550101"
	if s.verb == "end" {
		what = "14155550123"
	}
	carried := len(done) > 0
	switch {
	case got.exit == 0 && (!carried || !strings.Contains(got.stdout, what)):
		t.Errorf("exit code 0; done %v", carried)
	case got.exit != 0 && interrupts == 0 && !w.refusal:
		t.Errorf("exit code %d", got.exit)
	case got.exit != 0 && interrupts > 0 && got.exit != 130:
		t.Errorf("exit code %d after Ctrl-C", got.exit)
	case got.exit == 130 && interrupts == 1 && w.refusal:
	case got.exit == 130 && (!strings.Contains(got.stderr+got.stdout, what) || !looking.MatchString(got.stderr) && !strings.Contains(got.stdout, what)):
		t.Error("what is unknown is not named, or no command shows it")
	}
}

// A call that is being hung up goes on when Ctrl-C is pressed again: it is shown, with the command that ends it.
func TestSecondCtrlCNamesTheRunningCall(t *testing.T) {
	t.Parallel()
	s := spender{verb: "dial", line: "dial +14155550123 --from +14155550111 --twiml greeting.xml --yes -o json"}
	b := openBank(t, way{}, 0, false, "+14155550111")
	b.fails, b.hold = 1, make(chan struct{})
	b.reached = b.looked // the first Ctrl-C comes while the call is followed, and brings the hang-up about
	got := spends(t, s, b, 2)
	if got.exit != 130 || !strings.Contains(got.stdout, sidOf("CA", "+14155550123")) || !strings.Contains(got.stderr, "twvoice calls end CA") {
		t.Errorf("exit code %d\nstdout:\n%s\nstderr:\n%s", got.exit, got.stdout, got.stderr)
	}
}
