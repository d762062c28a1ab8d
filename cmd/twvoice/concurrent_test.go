package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Concurrent commands, each a separate process, share one state from its very first use on.
func TestConcurrentCommandsLoseNothing(t *testing.T) {
	t.Parallel()
	const many = 8
	w := sharedWorld{dir: t.TempDir(), env: newcomer(t)}

	// The first of them makes the local account and its number, once.
	w.atOnce(t, many, func(i int) string {
		return fmt.Sprintf("numbers buy --local --yes --area-code 415 --name n%d -q", i)
	})
	owned := strings.Fields(w.run(t, "numbers list --local -q"))
	slices.Sort(owned)
	if got := slices.Compact(slices.Clone(owned)); len(got) != many+1 || len(owned) != many+1 {
		t.Errorf("got %q, want %d different numbers", owned, many+1)
	}

	// Every change of one number is in the journal, and can be undone.
	const before = "https://example.com/before"
	w.run(t, "webhook set +14155550111 "+before+" --local")
	w.atOnce(t, many, func(i int) string {
		return fmt.Sprintf("webhook set +14155550111 https://example.com/%d --local", i)
	})
	for range many {
		w.run(t, "webhook restore +14155550111 --local")
	}
	if got := w.run(t, "webhook show +14155550111 --local -o json --jq .voice_url"); !strings.Contains(got, before) {
		t.Errorf("all changes undone, the number points at %s", got)
	}

	// A number can be released once.
	for _, number := range owned {
		if number != "+14155550111" {
			w.atMostOnce(t, many, "numbers release "+number+" --local --yes")
			break
		}
	}
	if got := strings.Fields(w.run(t, "numbers list --local -q")); len(got) != many {
		t.Errorf("got %q, want %d numbers", got, many)
	}
}

// sharedWorld is a folder and an environment that several commands run in.
type sharedWorld struct {
	dir string
	env []string
}

func (w sharedWorld) command(line string) *exec.Cmd {
	cmd := exec.Command("twvoice", strings.Fields(line)...)
	cmd.Dir, cmd.Env = filepath.Clean(w.dir), w.env
	return cmd
}

func (w sharedWorld) run(t *testing.T, line string) string {
	t.Helper()
	out, err := w.command(line).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", line, err, out)
	}
	return string(out)
}

// atOnce runs commands in parallel. Each must succeed.
func (w sharedWorld) atOnce(t *testing.T, many int, line func(i int) string) {
	t.Helper()
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() {
			if out, err := w.command(line(i)).CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", line(i), err, out)
			}
		})
	}
	all.Wait()
}

// atMostOnce runs the same command several times in parallel: one does the work, the others find nothing to do.
func (w sharedWorld) atMostOnce(t *testing.T, many int, line string) {
	t.Helper()
	var all sync.WaitGroup
	codes := make([]int, many)
	for i := range many {
		all.Go(func() {
			cmd := w.command(line)
			_ = cmd.Run()
			codes[i] = cmd.ProcessState.ExitCode()
		})
	}
	all.Wait()
	slices.Sort(codes)
	if codes[0] != 0 || codes[1] < 2 {
		t.Errorf("%s: exit codes %v, want 0 once", line, codes)
	}
}
