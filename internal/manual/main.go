// Command manual writes down what twvoice's commands say of themselves, for the files that a release has beside the binary.
// Each kind of output is a file here and a row in kinds. The same commands give the same bytes: no date is today's, and none
// is written at all unless SOURCE_DATE_EPOCH says which.
//
//	go run ./internal/manual completions release/completions
//	go run ./internal/manual man release/man
//	go run ./internal/manual reference docs/reference
//
// The binary itself links none of this.
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

// kind is one way of writing the commands down.
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

// run writes the kind that the first argument names into the folder that the second one names.
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
