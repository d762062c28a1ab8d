package cli

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Whatever has an answer that --fields picks from completes its fields; who has none is named here, with what it shows instead.
func TestEveryCommandCompletesItsFields(t *testing.T) {
	t.Parallel()
	none := []string{
		"twvoice call", "twvoice serve", "twvoice emulate", // a conversation, or events
		"twvoice help", "twvoice logout", "twvoice profile remove", "twvoice profile use", "twvoice webhook set", "twvoice webhook clear", // nothing
	}
	eachCommand(tree(), func(cmd *cobra.Command) {
		path := cmd.CommandPath()
		if cmd.HasSubCommands() && path != "twvoice config" || strings.HasPrefix(path, "twvoice completion") {
			return
		}
		var out bytes.Buffer
		root := tree()
		root.SetOut(&out)
		root.SetErr(&bytes.Buffer{})
		root.SetArgs(append(append([]string{cobra.ShellCompRequestCmd}, strings.Fields(path)[1:]...), "--fields", ""))
		if err := root.Execute(); err != nil {
			t.Fatal(err)
		}
		if got, want := strings.Contains(out.String(), "\t"), !slices.Contains(none, path); got != want {
			t.Errorf("%s --fields: completes %v, want %v: its New says what it f.Shows, or it is among those that show none\n%s", path, got, want, out.String())
		}
	})
}
