package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli"
)

// written is what one kind writes, by file.
func written(t *testing.T, kind string, environ ...string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if err := run(app.Env{Args: []string{kind, "out"}, Dir: dir, Environ: environ}); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "out", "*"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(file)] = string(content)
	}
	return all
}

func TestManualIsDeterministic(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds() {
		if diff := cmp.Diff(written(t, kind.name), written(t, kind.name)); diff != "" {
			t.Errorf("%s, twice:\n%s", kind.name, diff)
		}
	}
}

func TestEveryCommandHasAPage(t *testing.T) {
	t.Parallel()
	pages := written(t, "man")
	var visit func(*cobra.Command)
	visit = func(cmd *cobra.Command) {
		name := strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1"
		if cmd.Name() != "help" && !strings.Contains(pages[name], ".SH OPTIONS") {
			t.Errorf("%s is no page with options", name)
		}
		for _, child := range cmd.Commands() {
			visit(child)
		}
	}
	visit(cli.Tree())
	if page := pages["twvoice-numbers-buy.1"]; !strings.Contains(page, `\fB--max-price\fP`) || !strings.Contains(page, "twvoice numbers buy --area-code") {
		t.Errorf("the page of numbers buy lacks a flag or the example:\n%s", page)
	}
}

func TestManPageHasTheReleaseDate(t *testing.T) {
	t.Parallel()
	for environ, want := range map[string]string{
		"SOURCE_DATE_EPOCH=1790000000": `.TH "TWVOICE-CALL" "1" "Sep 2026" "twvoice" "Commands of twvoice"`,
		"SOURCE_DATE_EPOCH=":           `.TH "TWVOICE-CALL" "1" "" "twvoice" "Commands of twvoice"`,
	} {
		if page := written(t, "man", environ)["twvoice-call.1"]; !strings.Contains(page, want) {
			t.Errorf("%s: the page begins\n%.200s\nwant %s", environ, page, want)
		}
	}
	if err := run(app.Env{Args: []string{"man", "out"}, Dir: t.TempDir(), Environ: []string{"SOURCE_DATE_EPOCH=today"}}); err == nil {
		t.Error("today was taken for a number of seconds")
	}
}

func TestEachShellHasItsFile(t *testing.T) {
	t.Parallel()
	files := written(t, "completions")
	for file, want := range map[string]string{
		"twvoice.bash": "complete -o default -F __start_twvoice twvoice", "twvoice.zsh": "#compdef twvoice",
		"twvoice.fish": "complete -c twvoice", "twvoice.ps1": "Register-ArgumentCompleter -CommandName 'twvoice'",
	} {
		if !strings.Contains(files[file], want) {
			t.Errorf("%s lacks %q", file, want)
		}
	}
	if len(files) != 4 {
		t.Errorf("got %d files", len(files))
	}
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("SKIPPED: there is no bash here to read its file")
	}
	check := exec.Command(bash, "-n")
	check.Stdin = strings.NewReader(files["twvoice.bash"])
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("bash: %v\n%s", err, out)
	}
}

func TestMistypedKindIsReported(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"man"}, {"mann", "out"}, {"man", "out", "more"}} {
		dir := t.TempDir()
		if err := run(app.Env{Args: args, Dir: dir}); err == nil || !strings.Contains(err.Error(), "completions, man, reference") {
			t.Errorf("%q: got %v", args, err)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%q: something was written", args)
		}
	}
}
