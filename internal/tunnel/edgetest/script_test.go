package edgetest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/tunnel/edgetest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"agent": agent})
}

// TestScript shows that another process reaches the edge, as `twvoice serve` will.
func TestScript(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:  "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"edge": edgetest.Command()},
	})
}

// agent is a process with a tunnel that says hello, configured by the ngrok.yml that it is given.
func agent() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := hello(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}

func hello(ctx context.Context, args []string) error {
	config, err := tunnel.ReadAgentConfig(args[:1])
	if err != nil {
		return err
	}
	o := tunnel.Options{Authtoken: config.Authtoken, ConnectURL: config.ConnectURL, ConnectCAs: config.ConnectCAs}
	if len(args) > 1 {
		o.URL = args[1]
	}
	tun, err := tunnel.Open(ctx, o)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "hello from the agent\n")
	})}
	context.AfterFunc(ctx, func() { _ = tun.Close() })
	if err := server.Serve(tun); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}
