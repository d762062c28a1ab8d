package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/twvoice/twvoice/internal/agenttest"
)

// scriptAgent is the command `agent FOLDER` for a script: an application on loopback that answers /NAME with
// FOLDER/NAME.xml, in which HOST is its own host, and talks on /ws as FOLDER/agent.txt says (see [agenttest.New]). It sets
// AGENT to its URL.
func scriptAgent(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: agent FOLDER")
	}
	folder := ts.MkAbs(args[0])
	agent, err := agenttest.New(ts.ReadFile(filepath.Join(folder, "agent.txt")))
	ts.Check(err)
	mux := http.NewServeMux()
	mux.Handle("/ws", agent)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		document, err := os.ReadFile(filepath.Join(folder, filepath.Base(r.URL.Path)+".xml"))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/xml")
		_, _ = w.Write([]byte(strings.ReplaceAll(string(document), "HOST", r.Host)))
	})
	server := httptest.NewServer(mux)
	ts.Defer(server.Close)
	ts.Setenv("AGENT", server.URL)
}
