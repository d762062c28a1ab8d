package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli"
)

// oddity is what an example needs and most others do not. The zero value is the usual case: the example ends with 0.
type oddity struct {
	exit   int
	types  []string // on a terminal: what the screen shows, and what is typed then
	until  string   // a server: what it says when it is ready, and Ctrl-C ends it
	before string   // is run first, in the same world
	beside string   // runs in parallel
	why    string   // of an exit code that is not 0
}

// oddities are by the beginning of the example; the longest one that fits counts.
func oddities() map[string]oddity {
	yes := oddity{types: []string{`\?`, "y", `Yes|y`, "\r"}}
	serving := oddity{until: "ready: "}
	return map[string]oddity{
		"twvoice call http://localhost:3000/voice --press 1":                       {exit: 1, why: "the menu of this world has nothing to say to boats: what nobody listened for is exit code 1"},
		"twvoice calls end CA":                                                     {exit: 2, why: "the account has no call of this SID"},
		"twvoice calls replay CA5f2":                                               {beside: "serve --local --twiml menu/ --no-inspect"},
		"twvoice calls replay CA5f2 --to":                                          {exit: 1, why: "the application answers otherwise than the menu that was recorded"},
		"twvoice dial +14155550123 --from +14155550111 --twiml greeting.xml":       yes,
		"twvoice dial +14155550123 --from +14155550111 --twiml greeting.xml --yes": {},
		"twvoice login":                                             {types: []string{"Auth token", "0123456789abcdef0123456789abcdef\r"}},
		"twvoice login --":                                          {},
		"twvoice logs --call":                                       {exit: 3, why: "no call has the SID of an example"},
		"twvoice logs --follow":                                     {until: "CA|NO"},
		"twvoice numbers buy --area-code":                           yes,
		"twvoice numbers buy --area-code 415 --yes":                 {},
		"twvoice numbers buy +14155550123":                          yes,
		"twvoice numbers release +14155550111":                      yes,
		"twvoice numbers release +14155550111 \"Front desk\" --yes": {},
		"twvoice requests replay":                                   {beside: "serve --local --twiml menu/ --no-inspect"},
		"twvoice requests replay r12 --param":                       {exit: 1, beside: "serve --local --twiml menu/ --no-inspect", why: "another key has another answer"},
		"twvoice requests replay r12 --to":                          {exit: 1, why: "the application answers otherwise than the menu that was recorded"},
		"twvoice serve":                                             serving,
		"twvoice serve --local --twiml greeting.xml --call":         {},
		"twvoice serve --local --forward 3000 -- npm start":         {until: "ready: ", exit: 130, why: "the exit code is that of npm, which gets the INT, too"},
		"twvoice serve --twiml menus/ -- npm test":                  {},
		"twvoice webhook audit":                                     {exit: 1, why: "the front desk's application is on this machine, where Twilio reaches nobody"},
		"twvoice webhook check":                                     {exit: 1, why: "a number that points at this machine is served by nobody"},
		"twvoice webhook check https://":                            {},
		"twvoice test agent.yaml":                                   {before: "test agent.yaml --save-baseline agent.json"},
		"twvoice webhook restore +14155550111":                      {before: "webhook set +14155550111 https://example.com/other"},
	}
}

// odd is what is known of an example.
func odd(line string) oddity {
	best, found := "", oddity{}
	for begin, o := range oddities() {
		if strings.HasPrefix(line, begin) && len(begin) > len(best) {
			best, found = begin, o
		}
	}
	return found
}

// Every example of every command's help is run, each in a separate world: an account at the emulator, an application, a
// folder with the files that the examples name, and fakes of other programs. The names in the examples are replaced by
// these.
func TestExamplesRun(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("SKIPPED: the examples are typed on a terminal, which only Linux has here")
	}
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("SKIPPED: there is no sh to run them with")
	}
	template := recorded(t)
	done := map[string]bool{}
	var each func(*cobra.Command)
	each = func(cmd *cobra.Command) {
		for line := range strings.Lines(cmd.Example) {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") || done[line] {
				continue
			}
			done[line] = true
			t.Run(line, func(t *testing.T) {
				t.Parallel()
				newPlace(t, template).run(t, sh, line, odd(line))
			})
		}
		for _, child := range cmd.Commands() {
			if child.Name() != "completion" && child.Name() != "help" {
				each(child)
			}
		}
	}
	each(cli.Tree())
	if len(done) < 100 {
		t.Errorf("%d examples were found, and there are more", len(done))
	}
}

// run types an example, and looks how it ends.
func (p place) run(t *testing.T, sh, line string, o oddity) {
	t.Helper()
	if strings.Contains(line, "curl ") {
		if _, err := exec.LookPath("curl"); err != nil {
			t.Skip("SKIPPED: curl is not installed")
		}
	}
	if o.before != "" {
		p.capture(t, o.before)
	}
	if o.beside != "" {
		stop := p.start(t, sh, "exec twvoice "+o.beside, "ready: ")
		defer func() { _, _ = stop() }()
	}
	typed := p.replace.Replace(line)
	if o.until != "" {
		if strings.HasPrefix(typed, "twvoice logs") {
			p.calls(t)
		}
		out, exit := p.start(t, sh, "exec "+typed, o.until)()
		if exit != o.exit {
			t.Errorf("%s: exit code %d, want %d (%s)\n%s", typed, exit, o.exit, cmp.Or(o.why, "that of a server that was ended"), out)
		}
		return
	}
	args := []string{sh, "-c", typed}
	if o.types != nil {
		keys := []string{}
		for _, key := range o.types {
			keys = append(keys, strings.ReplaceAll(key, "\r", `\r`))
		}
		args = append(append(append([]string{"terminal"}, keys...), "--"), args...)
	}
	ctx, cancel := context.WithTimeout(t.Context(), spawnPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir, cmd.Env = p.dir, p.env
	out, _ := cmd.CombinedOutput()
	if exit := cmd.ProcessState.ExitCode(); exit != o.exit {
		t.Errorf("%s: exit code %d, want %d (%s)\n%s", typed, exit, o.exit, cmp.Or(o.why, "done"), out)
	}
}

// calls makes a call that logs can show.
func (p place) calls(t *testing.T) {
	t.Helper()
	p.capture(t, "dial +14155550123 --from +14155550111 --url "+p.replace.Replace("https://example.com/nowhere")+" --yes --follow=false -q")
}

// start runs a server until it says that it is ready. What it returns presses Ctrl-C, and says what there was to read and the exit code.
func (p place) start(t *testing.T, sh, line, ready string) func() (string, int) {
	t.Helper()
	cmd := exec.Command(sh, "-c", line)
	cmd.Dir, cmd.Env = p.dir, p.env
	var said bytes.Buffer
	reader, writer := io.Pipe()
	cmd.Stdout, cmd.Stderr = writer, writer
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	seen, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		lines, waits := bufio.NewScanner(reader), true
		for lines.Scan() {
			said.WriteString(lines.Text() + "\n")
			if waits && regexp.MustCompile(ready).Match(lines.Bytes()) {
				waits = false
				close(seen)
			}
		}
	}()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait()
		_ = writer.Close()
	}()
	select {
	case <-seen:
	case <-ended:
		t.Errorf("%s: it ended before it was ready", line)
	case <-time.After(spawnPatience):
		t.Errorf("%s: it never said %q", line, ready)
	}
	return func() (string, int) {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-ended:
		case <-time.After(spawnPatience):
			_ = cmd.Process.Kill()
		}
		<-over
		return said.String(), cmd.ProcessState.ExitCode()
	}
}
