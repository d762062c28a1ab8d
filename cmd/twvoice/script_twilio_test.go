package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/store"
)

// stalls blocks every change of a number while the script has a file named stall, until the client has gone: a Twilio
// that is slow while numbers are restored.
func stalls(ts *testscript.TestScript, api http.Handler) http.Handler {
	file := ts.MkAbs("stall")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := os.Stat(file); err == nil && r.Method == http.MethodPost {
			_, _ = io.Copy(io.Discard, r.Body) // otherwise the server does not notice that the client has gone
			<-r.Context().Done()
			return
		}
		api.ServeHTTP(w, r)
	})
}

// troubles makes Twilio fail as the script's file named trouble says, while it exists: a method, and what happens to its
// requests: a status, "lost" (carried out, but the connection breaks before the answer), "cut" (the connection breaks
// immediately), or "garbage" (an invalid answer).
func troubles(ts *testscript.TestScript, api http.Handler) http.Handler {
	file := ts.MkAbs("trouble")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := os.ReadFile(file)
		method, kind, _ := strings.Cut(strings.TrimSpace(string(text)), " ")
		if err != nil || r.Method != method {
			api.ServeHTTP(w, r)
			return
		}
		switch kind {
		case "cut":
			panic(http.ErrAbortHandler)
		case "lost":
			api.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		case "garbage":
			_, _ = io.WriteString(w, "<html>Welcome to the hotel's network</html>")
		default:
			status, err := strconv.Atoi(kind)
			if err != nil {
				status = http.StatusInternalServerError
			}
			w.WriteHeader(status)
		}
	})
}

// clocks changes the server's clock by the duration in the script's file named clock: "-1h".
func clocks(ts *testscript.TestScript, api http.Handler) http.Handler {
	file := ts.MkAbs("clock")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if text, err := os.ReadFile(file); err == nil {
			off, err := time.ParseDuration(strings.TrimSpace(string(text)))
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			w.Header().Set("Date", time.Now().Add(off).UTC().Format(http.TimeFormat))
		}
		api.ServeHTTP(w, r)
	})
}

// startTwilio is `twilio start [STATUS TIMES]`: the emulator as a server on loopback in place of api.twilio.com, with
// credentials for it in the environment. With a status, the first requests that would change a number are answered with
// it.
func startTwilio(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 || args[0] != "start" {
		ts.Fatalf("usage: twilio start [STATUS TIMES]")
	}
	ctx := context.Background() // the server lives as long as the script
	db, err := store.Open(ctx, ts.MkAbs(".twilio"))
	ts.Check(err)
	options := []emulator.Option{emulator.WithStore(db)}
	if len(args) == 3 {
		status, err := strconv.Atoi(args[1])
		ts.Check(err)
		times, err := strconv.Atoi(args[2])
		ts.Check(err)
		options = append(options, emulator.WithFailure(emulator.Failure{Method: "POST", Status: status, Times: times}))
	}
	account, err := emulator.LocalAccount(ctx, db)
	ts.Check(err)
	server := httptest.NewServer(stalls(ts, troubles(ts, clocks(ts, emulator.New(options...)))))
	ts.Defer(func() { server.Close(); db.Close() })
	ts.Setenv("TWVOICE_API_URL", server.URL)
	ts.Setenv("TWILIO_ACCOUNT_SID", account.Sid)
	ts.Setenv("TWILIO_AUTH_TOKEN", account.AuthToken)
}
