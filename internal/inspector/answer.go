package inspector

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/twvoice/twvoice/internal/capture"
)

// maxTyped limits the body of a request from the page, in bytes.
const maxTyped = 1 << 20

// answer writes value as the JSON answer.
func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value) // an error means that the page is closed
}

// fail answers with an error.
func fail(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": err.Error()})
}

// read decodes the body of a request. If that fails, it answers with an error and returns false.
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

// pathStep returns the step in the path. If it does not exist, it answers with an error and returns false.
func (in *Inspector) pathStep(w http.ResponseWriter, r *http.Request) (Step, bool) {
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

// pathRequest returns the stored request of the step in the path. If it does not exist, it answers with an error and returns
// false.
func (in *Inspector) pathRequest(w http.ResponseWriter, r *http.Request) (*capture.Request, bool) {
	rung, ok := in.pathStep(w, r)
	if ok && rung.whole == nil {
		fail(w, http.StatusNotFound, errForgotten)
	}
	return rung.whole, rung.whole != nil
}
