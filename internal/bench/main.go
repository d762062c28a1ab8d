// Command bench measures twvoice beside its peers, in one run, in turns, on this machine, and prints a Markdown table of ratios:
//
//	npm install --prefix /tmp/peers emulate@0.12.2
//	go run ./internal/bench -peers /tmp/peers [-node NODE] [-rounds 5]
//	go run ./internal/bench -soak 20000
//
// It installs nothing and asks no network but loopback. It judges nothing either: a figure that misses what is kept is printed
// like every other, because a machine has slow days.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/twvoice/twvoice/internal/app"
)

// options are what was typed.
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
	flags.StringVar(&o.twvoice, "twvoice", "", "the `program` to measure; it is built if there is none")
	flags.StringVar(&o.peers, "peers", "", "a `folder` with node_modules, in which npm installed emulate@0.12.2")
	flags.StringVar(&o.node, "node", "node", "the `program` that runs emulate, Node 22 or later")
	flags.IntVar(&o.rounds, "rounds", 5, "how often each is measured; medians count")
	flags.IntVar(&o.soak, "soak", 0, "measure nothing but so many `requests` in a row to twvoice")
	_ = flags.Parse(env.Args) // it ends the program itself

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
	ours := twvoice(o.twvoice, dir)
	if o.soak > 0 {
		return soak(ctx, ours, o.soak)
	}
	if o.peers == "" {
		return "", fmt.Errorf("-peers names no folder: npm install --prefix /tmp/peers emulate@0.12.2, then -peers /tmp/peers")
	}
	theirs, err := emulate(o.node, o.peers, dir)
	if err != nil {
		return "", err
	}
	return compare(ctx, ours, theirs, o.rounds)
}
