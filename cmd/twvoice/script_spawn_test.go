package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// spawnPatience is only ever used up by a failure.
const spawnPatience = 30 * time.Second

// spawnCommands are for programs that run while the script goes on:
//
//	spawn NAME REGEXP program arguments…   starts it, and goes on when a line of its output matches
//	expect NAME REGEXP                     goes on when another line matches; what (?P<X>…) matches is $X from there on
//	signal NAME INT|TERM|HUP|KILL          on Windows, which has no signals for other processes, each of them kills
//	finish NAME CODE                       waits for its end; its output is then stdout and stderr. What was killed on Windows
//	                                       ends with any code, and what it would have said and done is to be asked for under [unix]
func spawnCommands() map[string]func(*testscript.TestScript, bool, []string) {
	var all sync.Map // *testscript.TestScript and name → *spawned
	find := func(ts *testscript.TestScript, name string) *spawned {
		p, ok := all.Load(spawnKey{ts, name})
		if !ok {
			ts.Fatalf("no program %s was spawned", name)
		}
		return p.(*spawned)
	}
	return map[string]func(*testscript.TestScript, bool, []string){
		"spawn": func(ts *testscript.TestScript, _ bool, args []string) {
			if len(args) < 3 {
				ts.Fatalf("usage: spawn NAME REGEXP program arguments…")
			}
			p := spawn(ts, args[2:])
			all.Store(spawnKey{ts, args[0]}, p)
			p.expect(ts, args[1])
		},
		"expect": func(ts *testscript.TestScript, _ bool, args []string) { find(ts, args[0]).expect(ts, args[1]) },
		"signal": func(ts *testscript.TestScript, _ bool, args []string) {
			ts.Check(find(ts, args[0]).signal(namedSignal(ts, args[1])))
		},
		"finish": func(ts *testscript.TestScript, _ bool, args []string) {
			want, err := strconv.Atoi(args[1])
			ts.Check(err)
			find(ts, args[0]).finish(ts, want)
		},
	}
}

type spawnKey struct {
	ts   *testscript.TestScript
	name string
}

// spawned is a program that runs in parallel to its script.
type spawned struct {
	cmd    *exec.Cmd
	killed bool        // in place of a signal that the system does not have
	lines  chan string // of both streams, closed at their end
	passed []string    // lines that no expect has matched yet
	out    strings.Builder
	errs   strings.Builder
	readng sync.WaitGroup
}

func spawn(ts *testscript.TestScript, args []string) *spawned {
	path := args[0]
	if found, err := lookPath(ts, path); err == nil {
		path = found
	}
	p := &spawned{cmd: exec.Command(path, args[1:]...), lines: make(chan string, 10_000)}
	p.cmd.Dir = ts.MkAbs(".")
	p.cmd.Env = environ(ts)
	out, err := p.cmd.StdoutPipe()
	ts.Check(err)
	errs, err := p.cmd.StderrPipe()
	ts.Check(err)
	ts.Check(p.cmd.Start())
	ts.Defer(func() { _ = p.cmd.Process.Kill() })
	p.readng.Add(2)
	go p.read(out, &p.out)
	go p.read(errs, &p.errs)
	go func() { p.readng.Wait(); close(p.lines) }()
	return p
}

func (p *spawned) read(from io.Reader, kept *strings.Builder) {
	defer p.readng.Done()
	scanner := bufio.NewScanner(from)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		kept.WriteString(scanner.Text() + "\n")
		p.lines <- scanner.Text()
	}
}

// expect returns when a line matches. Other lines stay for the next call, because lines of two streams have no order.
func (p *spawned) expect(ts *testscript.TestScript, pattern string) {
	match := regexp.MustCompile(pattern)
	for i, line := range p.passed {
		if matches(ts, match, line) {
			p.passed = append(p.passed[:i], p.passed[i+1:]...)
			return
		}
	}
	timeout := time.After(spawnPatience)
	for {
		select {
		case line, ok := <-p.lines:
			if !ok {
				ts.Fatalf("the program ended without a line that matches %s:\n%s", pattern, strings.Join(p.passed, "\n"))
			}
			if matches(ts, match, line) {
				return
			}
			p.passed = append(p.passed, line)
		case <-timeout:
			ts.Fatalf("no line matches %s:\n%s", pattern, strings.Join(p.passed, "\n"))
		}
	}
}

// matches says whether a line does, and makes variables of what is named in it.
func matches(ts *testscript.TestScript, match *regexp.Regexp, line string) bool {
	found := match.FindStringSubmatch(line)
	for i, name := range match.SubexpNames() {
		if found != nil && name != "" {
			ts.Setenv(name, found[i])
		}
	}
	return found != nil
}

func (p *spawned) signal(sig os.Signal) error {
	if runtime.GOOS == "windows" {
		p.killed = true
		return p.cmd.Process.Kill()
	}
	return p.cmd.Process.Signal(sig)
}

func (p *spawned) finish(ts *testscript.TestScript, want int) {
	timeout := time.AfterFunc(spawnPatience, func() { _ = p.cmd.Process.Kill() })
	defer timeout.Stop()
	p.readng.Wait()
	err := p.cmd.Wait()
	fmt.Fprint(ts.Stdout(), p.out.String())
	fmt.Fprint(ts.Stderr(), p.errs.String())
	if got := p.cmd.ProcessState.ExitCode(); got != want && !p.killed {
		ts.Fatalf("exit code %d (%v), want %d\n%s%s", got, err, want, p.out.String(), p.errs.String())
	}
}

// environ is the script's environment, of which testscript shows single variables only.
func environ(ts *testscript.TestScript) []string {
	var env []string
	for _, name := range scriptVariables() {
		if value := ts.Getenv(name); value != "" {
			env = append(env, name+"="+value)
		}
	}
	return env
}

func lookPath(ts *testscript.TestScript, name string) (string, error) {
	for dir := range strings.SplitSeq(ts.Getenv("PATH"), ":") {
		if found, err := exec.LookPath(dir + "/" + name); err == nil {
			return found, nil
		}
	}
	return exec.LookPath(name)
}
