// Command bench compares twvoice with its peers in one run, in turns, on this machine, and prints a Markdown table of
// ratios:
//
//	npm install --prefix /tmp/peers node@24 twilio-cli@6.2.4 express@5.3.0 twilio@6.2.0 emulate@0.12.2
//	go run ./internal/bench -peers /tmp/peers [-node NODE] [-rounds 5]
//	go run ./internal/bench -soak 20000
//
// It installs nothing and uses only loopback. It never fails because of a result: one that misses its target is printed
// like the others, because machines have slow days.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/twvoice/twvoice/internal/app"
)

const install = "npm install --prefix /tmp/peers node@24 twilio-cli@6.2.4 express@5.3.0 twilio@6.2.0 emulate@0.12.2"

// options are the flags.
type options struct {
	twvoice string // the program; "" to build it
	peers   string // a folder with node_modules
	node    string
	rounds  int
	soak    int
}

func main() {
	env := app.System("")
	logger := log.New(env.Stderr, "bench: ", 0)
	o := options{}
	flags := flag.NewFlagSet("bench", flag.ExitOnError)
	flags.StringVar(&o.twvoice, "twvoice", "", "the `program` to measure; built if not set")
	flags.StringVar(&o.peers, "peers", "", "a `folder` with node_modules, in which npm installed the peers")
	flags.StringVar(&o.node, "node", "", "the `program` that runs them, Node 24; the default is that of the peers")
	flags.IntVar(&o.rounds, "rounds", 5, "how often each is measured; medians count")
	flags.IntVar(&o.soak, "soak", 0, "only send this many `requests` in a row to twvoice")
	_ = flags.Parse(env.Args) // exits after an error

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	table, err := o.run(ctx)
	if err != nil {
		stop()
		logger.Fatal(err)
	}
	fmt.Fprint(env.Stdout, table)
}

func (o options) run(ctx context.Context) (string, error) {
	dir, err := os.MkdirTemp("", "twvoice-bench-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	if o.twvoice == "" {
		o.twvoice = filepath.Join(dir, "twvoice")
		build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", o.twvoice, "github.com/twvoice/twvoice/cmd/twvoice")
		if out, err := build.CombinedOutput(); err != nil {
			return "", fmt.Errorf("build twvoice: %w\n%s", err, out)
		}
	}
	if o.soak > 0 {
		return soak(ctx, ownEmulator(o.twvoice, dir), o.soak)
	}
	return o.tables(ctx, dir)
}

// tables returns the tables of all installed peers.
func (o options) tables(ctx context.Context, dir string) (string, error) {
	if o.peers == "" {
		return "", errors.New("-peers names no folder: " + install + ", then -peers /tmp/peers")
	}
	peers, err := filepath.Abs(o.peers)
	if err != nil {
		return "", err
	}
	if own := filepath.Join(peers, "node_modules", ".bin", "node"); o.node == "" {
		o.node = "node"
		if _, err := os.Stat(own); err == nil {
			o.node = own
		}
	}
	var all []string
	for _, one := range []struct {
		name  string
		table func() (string, error)
	}{
		{"the twilio CLI", func() (string, error) { return commands(ctx, o.twvoice, o.node, peers, dir, o.rounds) }},
		{"Express", func() (string, error) {
			theirs, err := express(o.node, peers)
			if err != nil {
				return "", err
			}
			return answers(ctx, ownAnswers(o.twvoice, dir), theirs, o.rounds)
		}},
		{"emulate", func() (string, error) {
			theirs, err := emulate(o.node, peers, dir)
			if err != nil {
				return "", err
			}
			return emulators(ctx, ownEmulator(o.twvoice, dir), theirs, o.rounds)
		}},
	} {
		table, err := one.table()
		if errors.Is(err, errNotInstalled) {
			table, err = fmt.Sprintf("SKIPPED: %s is not installed below %s: %s\n", one.name, o.peers, install), nil
		}
		if err != nil {
			return "", fmt.Errorf("compare with %s: %w", one.name, err)
		}
		all = append(all, table)
	}
	return strings.Join(all, "\n"), nil
}
