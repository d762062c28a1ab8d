package emulator

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// ServeHTTP answers a request to the API.
func (e *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	started := e.tables.Now()
	defer func() {
		switch reason := recover(); reason {
		case nil:
		case http.ErrAbortHandler: // deliberately breaks the connection
			panic(reason)
		default:
			e.refuse(w, started, fmt.Errorf("a bug in the emulator: %v", reason))
		}
	}()
	if e.board != nil && !createsCall(r) {
		if err := e.board.WaitWritten(r.Context()); err != nil {
			e.refuse(w, started, err)
			return
		}
	}
	if strings.HasPrefix(r.URL.Path, controlPath) {
		e.controls.ServeHTTP(w, r)
		return
	}
	if err := e.delay(r.Context()); err != nil {
		return // the client has gone
	}
	failing := e.failure(r)
	if failing != nil && !failing.Lose {
		e.fail(w, started, failing)
		return
	}
	a, err := e.cache.Do(r.Context(), e.tables.DB, rest.CacheKey(r), func() (rest.Response, error) { return e.answer(w, r) })
	switch {
	case failing != nil: // the answer is lost deliberately
		panic(http.ErrAbortHandler)
	case err != nil:
		e.refuse(w, started, err)
	default:
		e.write(w, started, a)
	}
}

// createsCall reports whether a request creates a call. Such a request does not depend on other calls,
// so it need not wait for pending writes.
func createsCall(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/Calls.json")
}

// answer authenticates a request and executes it.
func (e *Server) answer(w http.ResponseWriter, req *http.Request) (rest.Response, error) {
	path := req.URL.Path
	found, args := e.table.Match(strings.TrimSuffix(path, ".json"))
	if found == nil {
		return rest.Response{}, apierror.NotFound(path)
	}
	r := &rest.Request{Path: path, Args: args}
	if strings.HasPrefix(path, "/2010-04-01/") && !strings.HasSuffix(path, ".json") {
		if found.Media != nil && (req.Method == http.MethodGet || req.Method == http.MethodHead) {
			return e.show(w, req, found, r)
		}
		return rest.Response{}, &apierror.Error{
			Status: http.StatusNotFound, Code: 20404,
			Message: "The emulator does not support XML: request " + path + ".json",
		}
	}
	if err := e.admit(req, found, r); err != nil {
		return rest.Response{}, err
	}
	do := found.On[req.Method]
	if do == nil {
		return rest.Response{}, &apierror.Error{
			Status: http.StatusMethodNotAllowed, Code: 20004,
			Message: "Method not allowed", Header: http.Header{"Allow": {found.Methods()}},
		}
	}
	if err := r.Parse(w, req); err != nil {
		return rest.Response{}, err
	}
	if e.tables.Lookups != nil && req.Method != http.MethodGet {
		defer e.tables.Lookups.Forget(found.Pattern)
	}
	return do(req.Context(), r)
}

// refuse is the only function that writes errors. An error other than [*apierror.Error] is an
// internal failure of the emulator.
func (e *Server) refuse(w http.ResponseWriter, started time.Time, err error) {
	why, expected := errors.AsType[*apierror.Error](err)
	if !expected {
		why = &apierror.Error{Status: http.StatusInternalServerError, Code: 20500, Message: "Internal Server Error: " + err.Error()}
	}
	for name, values := range why.Header {
		w.Header()[name] = values
	}
	e.write(w, started, rest.Response{Status: why.Status, Body: why.Wire()})
}

// write sends an answer with the headers that Twilio sends.
func (e *Server) write(w http.ResponseWriter, started time.Time, a rest.Response) {
	body := a.Encode()
	h := w.Header()
	h["Twilio-Request-Id"] = []string{webhook.NewSID("RQ", e.tables.Random)}
	h["Twilio-Request-Duration"] = []string{strconv.FormatFloat(e.tables.Now().Sub(started).Seconds(), 'f', 3, 64)}
	h["Twilio-Concurrent-Requests"] = []string{"1"}
	h["X-Home-Region"] = []string{"us1"}
	h["Access-Control-Allow-Origin"] = []string{"*"}
	h["Access-Control-Expose-Headers"] = []string{"ETag"}
	h["Server"] = []string{"twvoice-emulator"}
	if a.File != nil {
		a.File.Write(w, a.Status)
		return
	}
	if body != nil {
		h["Content-Type"] = []string{"application/json"}
		h["Content-Length"] = []string{strconv.Itoa(len(body))}
	}
	w.WriteHeader(a.Status)
	w.Write(body)
}
