package cli

import (
	"bytes"
	"flag"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/golden"
)

var update = flag.Bool("update", false, "write the help of every command anew; read the difference before you commit it")

func tree() *cobra.Command {
	return newRoot(cmdutil.New(app.Env{Build: app.Build{Version: "test"}}))
}

// The help of every command is a sentence that begins with a verb, and an example to run; testdata/help shows all of it.
func TestHelp(t *testing.T) {
	t.Parallel()
	eachCommand(tree(), func(cmd *cobra.Command) {
		if cmd.Name() == "completion" || cmd.HasParent() && cmd.Parent().Name() == "completion" {
			return // Cobra's own
		}
		path := strings.ReplaceAll(cmd.CommandPath(), " ", "-")
		if first := []rune(cmd.Short)[0]; !unicode.IsUpper(first) || strings.HasSuffix(cmd.Short, ".") {
			t.Errorf("%s: %q is no sentence that begins with a verb", path, cmd.Short)
		}
		if !cmd.HasSubCommands() && !strings.Contains(cmd.Example, cmd.CommandPath()) {
			t.Errorf("%s has no example", path)
		}
		golden.File(t, filepath.Join("testdata", "help", path+".txt"), help(t, cmd), *update)
	})
}

func help(t *testing.T, cmd *cobra.Command) string {
	t.Helper()
	var out bytes.Buffer
	cmd.SetOut(&out)
	if err := cmd.Help(); err != nil {
		t.Fatal(err)
	}
	text, _, _ := strings.Cut(out.String(), "\nGlobal Flags:\n") // twvoice.txt shows those once
	return text
}

// Every example is valid: with --help appended nothing runs, and unknown flags and commands are rejected.
func TestExamplesAreUnderstood(t *testing.T) {
	t.Parallel()
	eachCommand(tree(), func(cmd *cobra.Command) {
		for line := range strings.Lines(cmd.Example) {
			line, _, _ = strings.Cut(strings.TrimSpace(line), " | ")
			line, _, _ = strings.Cut(line, " -- ")
			line, _, _ = strings.Cut(line, " < ")
			words, ok := strings.CutPrefix(line, "twvoice ")
			if !ok {
				continue
			}
			root := tree()
			root.SetOut(&bytes.Buffer{})
			root.SetArgs(append(strings.Fields(words), "--help"))
			if err := root.Execute(); err != nil {
				t.Errorf("%s: the example %q is not understood: %v", cmd.CommandPath(), line, err)
			}
		}
	})
}
