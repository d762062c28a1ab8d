package inspector

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/twvoice/twvoice/internal/capture"
)

// maxTyped is how much the page may send at once.
const maxTyped = 1 << 20

// answer answers the page.
func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value) // a page that is gone needs no answer
}

// fail says why something was not done.
func fail(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": err.Error()})
}

// read reads what the page sends, and has answered where it cannot be read.
func read(w http.ResponseWriter, r *http.Request, into any) bool {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxTyped))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		status := http.StatusBadRequest
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			status = http.StatusRequestEntityTooLarge
		}
		fail(w, status, err)
		return false
	}
	return true
}

var errForgotten = errors.New("it is no longer in memory; twvoice requests list shows the stored requests")

// named is the rung that a path names, and has answered where there is none.
func (in *Inspector) named(w http.ResponseWriter, r *http.Request) (Step, bool) {
	n, err := strconv.ParseInt(r.PathValue("n"), 10, 64)
	if err != nil {
		fail(w, http.StatusNotFound, errForgotten)
		return Step{}, false
	}
	rung, ok := in.board.step(n)
	if !ok {
		fail(w, http.StatusNotFound, errForgotten)
	}
	return rung, ok
}

// asksFor is the request that a path names, and has answered where there is none of which more is known.
func (in *Inspector) asksFor(w http.ResponseWriter, r *http.Request) (*capture.Request, bool) {
	rung, ok := in.named(w, r)
	if ok && rung.whole == nil {
		fail(w, http.StatusNotFound, errForgotten)
	}
	return rung.whole, rung.whole != nil
}
