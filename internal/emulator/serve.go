package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// ServeHTTP answers one request of the API.
func (e *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	started := e.now()
	defer func() {
		switch reason := recover(); reason {
		case nil:
		case http.ErrAbortHandler: // a connection that is meant to break
			panic(reason)
		default:
			e.refuse(w, started, fmt.Errorf("a bug in the emulator: %v", reason))
		}
	}()
	if e.board != nil && !places(r) {
		if err := e.board.book.settle(r.Context()); err != nil {
			e.refuse(w, started, err)
			return
		}
	}
	if strings.HasPrefix(r.URL.Path, controlPath) {
		e.controls.ServeHTTP(w, r)
		return
	}
	if err := e.delay(r.Context()); err != nil {
		return // nobody waits any more
	}
	failing := e.failure(r)
	if failing != nil && !failing.Lose {
		e.fail(w, started, failing)
		return
	}
	a, err := e.memo.recall(r.Context(), e.db, memoKey(r), func() (answer, error) { return e.answer(w, r) })
	switch {
	case failing != nil: // the answer gets lost
		panic(http.ErrAbortHandler)
	case err != nil:
		e.refuse(w, started, err)
	default:
		e.write(w, started, a)
	}
}

// places says whether a request has a call made: what it needs to know does not follow from other calls, so that it waits for
// nothing that is still to be written.
func places(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/Calls.json")
}

// answer finds who asks for what, and has it done.
func (e *Server) answer(w http.ResponseWriter, req *http.Request) (answer, error) {
	path := req.URL.Path
	found, args := e.table.match(strings.TrimSuffix(path, ".json"))
	if found == nil {
		return answer{}, missing(path)
	}
	r := &request{path: path, args: args}
	if strings.HasPrefix(path, "/2010-04-01/") && !strings.HasSuffix(path, ".json") {
		if found.media != nil && (req.Method == http.MethodGet || req.Method == http.MethodHead) {
			return e.show(w, req, found, r)
		}
		return answer{}, &refusal{
			Status: http.StatusNotFound, Code: 20404,
			Message: "The emulator does not speak XML: ask for " + path + ".json",
		}
	}
	if err := e.admit(req, found, r); err != nil {
		return answer{}, err
	}
	do := found.on[req.Method]
	if do == nil {
		return answer{}, &refusal{
			Status: http.StatusMethodNotAllowed, Code: 20004,
			Message: "Method not allowed", Header: http.Header{"Allow": {found.methods()}},
		}
	}
	if err := r.parse(w, req); err != nil {
		return answer{}, err
	}
	if e.recent != nil && req.Method != http.MethodGet {
		defer e.recent.forget(found.pattern)
	}
	return do(req.Context(), r)
}

// An answer is what was asked for; nil bodies are empty ones.
type answer struct {
	status int
	body   any
	file   *file // instead of a body; nil for none
	fresh  bool  // changes with the time, and is not remembered
}

func ok(body any) (answer, error) { return answer{status: http.StatusOK, body: body}, nil }
func fresh(body any) (answer, error) {
	return answer{status: http.StatusOK, body: body, fresh: true}, nil
}

func created(body any) (answer, error) { return answer{status: http.StatusCreated, body: body}, nil }
func deleted() (answer, error)         { return answer{status: http.StatusNoContent}, nil }

// encode is the body on the wire; nil for none.
func (a answer) encode() json.RawMessage {
	switch body := a.body.(type) {
	case nil:
		return nil
	case json.RawMessage:
		return body
	default:
		text, err := json.Marshal(body)
		if err != nil {
			panic(err) // a resource that cannot be written is a bug
		}
		return text
	}
}

// refuse is the only place where errors are written. Whatever is no [*refusal] is the emulator's own failure.
func (e *Server) refuse(w http.ResponseWriter, started time.Time, err error) {
	why, expected := errors.AsType[*refusal](err)
	if !expected {
		why = &refusal{Status: http.StatusInternalServerError, Code: 20500, Message: "Internal Server Error: " + err.Error()}
	}
	for name, values := range why.Header {
		w.Header()[name] = values
	}
	e.write(w, started, answer{status: why.Status, body: why.body()})
}

// write sends an answer with the headers that Twilio's have.
func (e *Server) write(w http.ResponseWriter, started time.Time, a answer) {
	body := a.encode()
	h := w.Header()
	h["Twilio-Request-Id"] = []string{webhook.NewSID("RQ", e.random)}
	h["Twilio-Request-Duration"] = []string{strconv.FormatFloat(e.now().Sub(started).Seconds(), 'f', 3, 64)}
	h["Twilio-Concurrent-Requests"] = []string{"1"}
	h["X-Home-Region"] = []string{"us1"}
	h["Access-Control-Allow-Origin"] = []string{"*"}
	h["Access-Control-Expose-Headers"] = []string{"ETag"}
	h["Server"] = []string{"twvoice-emulator"}
	if a.file != nil {
		a.file.write(w, a.status)
		return
	}
	if body != nil {
		h["Content-Type"] = []string{"application/json"}
		h["Content-Length"] = []string{strconv.Itoa(len(body))}
	}
	w.WriteHeader(a.status)
	w.Write(body)
}
