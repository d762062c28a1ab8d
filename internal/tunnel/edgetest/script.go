package edgetest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience is how long a script waits for an expected change. Only a failing test waits that long.
const patience = 30 * time.Second

// Token is the authtoken that `edge config` writes. The edge accepts any other as well.
const Token = "2edgetestTOKEN_5ekr1tAuthtokenOfTheEdge"

// Command returns the command `edge` for a testscript. Each script that says `edge start` has its own edge, inside the
// test process, and controls it with:
//
//	edge start                     sets EDGE_ADDR, EDGE_CA, EDGE_PROXY and EDGE_TOKEN for the script, and for the
//	                               product TWVOICE_NGROK_CONNECT_URL, TWVOICE_NGROK_CONNECT_CAS and SSL_CERT_FILE
//	edge config FILE               writes an ngrok.yml that leads to the edge
//	edge online [N]                waits for N endpoints (1) and sets EDGE_URL to the first
//	edge offline                   waits until no endpoint is left
//	edge get URL                   calls a public URL; status, ngrok's code and body on stdout
//	edge refuse [CODE MESSAGE]     rejects authentication, or accepts again
//	edge refuse-bind [CODE MESSAGE]
//	edge refuse-rebind N
//	edge drop                      cuts every connection
//	edge mute, edge unmute         heartbeats
//	edge next-url [URL]            changes the account's domain; sets EDGE_NEXT_URL
//	edge stop-tunnel CODE MESSAGE
//	edge stop, edge restart        from the dashboard
//	edge auths, edge binds         the recorded requests, on stdout
func Command() func(ts *testscript.TestScript, neg bool, args []string) {
	var edges sync.Map // by script, because scripts run in parallel
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) == 0 {
			ts.Fatalf("usage: edge VERB …")
		}
		if args[0] == "start" {
			ts.Check(startFor(ts, &edges))
			return
		}
		e, ok := edges.Load(ts)
		if !ok {
			ts.Fatalf("no edge: say `edge start` first")
		}
		ts.Check((&script{e.(*Edge), ts}).run(args[0], args[1:]))
	}
}

func startFor(ts *testscript.TestScript, edges *sync.Map) error {
	dir := ts.MkAbs(".edge")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	e, err := Start(dir)
	if err != nil {
		return err
	}
	edges.Store(ts, e)
	ts.Defer(func() {
		edges.Delete(ts)
		e.Close()
	})
	ts.Setenv("EDGE_ADDR", e.Addr())
	ts.Setenv("EDGE_CA", e.CAFile())
	ts.Setenv("EDGE_PROXY", e.ProxyURL())
	ts.Setenv("EDGE_TOKEN", Token)
	ts.Setenv("TWVOICE_NGROK_CONNECT_URL", e.Addr())
	ts.Setenv("TWVOICE_NGROK_CONNECT_CAS", e.CAFile())
	ts.Setenv("SSL_CERT_FILE", e.CAFile())
	return nil
}

// script is the edge of one script.
type script struct {
	edge *Edge
	ts   *testscript.TestScript
}

func (s *script) run(verb string, args []string) error {
	arg := func(i int) string {
		if i < len(args) {
			return args[i]
		}
		return ""
	}
	switch e := s.edge; verb {
	case "config":
		return e.writeConfig(s.ts.MkAbs(arg(0)))
	case "online":
		return s.online(arg(0))
	case "offline":
		return s.await(func() bool { return len(e.Online()) == 0 })
	case "get":
		return s.get(arg(0))
	case "refuse":
		e.Refuse(arg(0), arg(1))
	case "refuse-bind":
		e.RefuseBind(arg(0), arg(1))
	case "refuse-rebind":
		n, err := strconv.Atoi(arg(0))
		e.RefuseRebind(n)
		return err
	case "drop":
		e.DropSessions()
	case "mute":
		e.Mute()
	case "unmute":
		e.Unmute()
	case "next-url":
		url, err := e.NextURL(arg(0))
		s.ts.Setenv("EDGE_NEXT_URL", url)
		return err
	case "stop-tunnel":
		e.StopTunnel(arg(0), arg(1))
	case "stop":
		return e.StopAgents()
	case "restart":
		return e.RestartAgents()
	default:
		return s.print(verb)
	}
	return nil
}

// print prints the agents' requests to the edge, one per line.
func (s *script) print(what string) error {
	var lines []string
	switch what {
	case "auths":
		for _, a := range s.edge.Auths() {
			lines = append(lines, fmt.Sprintf("token=%s metadata=%s resumes=%t", a.Token, a.Metadata, a.ClientID != ""))
		}
	case "binds":
		for _, b := range s.edge.Binds() {
			lines = append(lines, fmt.Sprintf("url=%s granted=%s rebind=%t", b.URL, b.Granted, b.Rebind))
		}
	default:
		return fmt.Errorf("edge %s: no such command", what)
	}
	_, err := io.WriteString(s.ts.Stdout(), strings.Join(append(lines, ""), "\n"))
	return err
}

func (s *script) await(cond func() bool) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return s.edge.Await(ctx, cond)
}

func (s *script) online(count string) error {
	want := 1
	if count != "" {
		var err error
		if want, err = strconv.Atoi(count); err != nil {
			return err
		}
	}
	if err := s.await(func() bool { return len(s.edge.Online()) >= want }); err != nil {
		return fmt.Errorf("%d endpoints online: %w", want, err)
	}
	s.ts.Setenv("EDGE_URL", s.edge.Online()[0])
	return nil
}

func (s *script) get(url string) error {
	resp, body, err := s.reach(url)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.ts.Stdout(), "%s %s\n%s", resp.Status, resp.Header.Get("Ngrok-Error-Code"), body)
	return err
}

// reach requests a URL. An agent learns its URL only after the edge has granted it, and rejects connections before that.
// In between the answer is ERR_NGROK_3004, and reach retries.
func (s *script) reach(url string) (resp *http.Response, body []byte, err error) {
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for tries := 500; ; tries-- {
		if resp, err = s.edge.Client().Get(url); err != nil {
			return nil, nil, err
		}
		body, err = io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil || tries == 0 || resp.Header.Get("Ngrok-Error-Code") != "ERR_NGROK_3004" {
			return resp, body, err
		}
		<-again.C
	}
}

// writeConfig writes a configuration file of ngrok's own agent.
func (e *Edge) writeConfig(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	text := fmt.Sprintf("version: 3\nagent:\n  authtoken: %s\n  connect_url: %s\n  connect_cas: %s\n", Token, e.Addr(), e.CAFile())
	return os.WriteFile(path, []byte(text), 0o600)
}
