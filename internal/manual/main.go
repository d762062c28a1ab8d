// Command manual writes the documentation of twvoice's commands to files, for a release. Each kind of output is a file
// here and a row in kinds. The output is deterministic: pages have no date unless SOURCE_DATE_EPOCH sets one.
//
//	go run ./internal/manual completions release/completions
//	go run ./internal/manual man release/man
//	go run ./internal/manual reference docs/reference
//
// The binary itself does not contain this.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli"
)

// kind is one kind of output.
type kind struct {
	name  string
	write func(root *cobra.Command, env app.Env, dir string) error
}

func kinds() []kind {
	return []kind{
		{"completions", completions},
		{"man", man},
		{"reference", reference},
	}
}

func main() {
	env := app.System("")
	if err := run(env); err != nil {
		env.Notef("manual: %v", err)
		os.Exit(1)
	}
}

// run writes the kind in the first argument to the folder in the second one.
func run(env app.Env) error {
	if len(env.Args) != 2 {
		return errors.New("want a kind (" + names() + ") and a folder")
	}
	name, dir := env.Args[0], env.Path(env.Args[1])
	for _, kind := range kinds() {
		if kind.name != name {
			continue
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		return kind.write(cli.Tree(), env, dir)
	}
	return fmt.Errorf("there is no kind %q: there are %s", name, names())
}

func names() string {
	var all []string
	for _, kind := range kinds() {
		all = append(all, kind.name)
	}
	return strings.Join(all, ", ")
}
