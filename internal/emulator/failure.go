package emulator

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
)

// A Failure is trouble on demand, for tests of whoever talks to Twilio. Its zero value answers every request with 500.
type Failure struct {
	Method     string // "" for every method
	PathSuffix string // "/IncomingPhoneNumbers.json"; "" for every path
	Times      int    // how many of the requests that match fail; 0 for all

	Status     int           // 0 for 500
	Code       int           // Twilio's; 0 for 20429 with status 429, and 20500 otherwise
	Message    string        // "" for the status's own name
	RetryAfter time.Duration // sent in whole seconds where it is not 0

	Drop bool // nothing is done, and the connection closed without an answer
	Lose bool // what was asked for is done, and the connection closed without an answer
}

// WithFailure lets requests fail. Given several times, the first that matches and has times left is taken.
func WithFailure(f Failure) Option {
	return func(e *Server) { e.injected = append(e.injected, &injectedFailure{Failure: f, left: f.Times}) }
}

// WithLatency makes every answer, a failure too, wait for d, or for the caller to give up.
func WithLatency(d time.Duration) Option {
	return func(e *Server) { e.latency = d }
}

// injectedFailure is a failure with the number of times that it has left.
type injectedFailure struct {
	Failure
	mu   sync.Mutex
	left int
}

// take uses up one of the times, if the failure is about this request.
func (f *injectedFailure) take(r *http.Request) bool {
	if f.Method != "" && f.Method != r.Method || !strings.HasSuffix(r.URL.Path, f.PathSuffix) {
		return false
	}
	if f.Times == 0 {
		return true
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.left == 0 {
		return false
	}
	f.left--
	return true
}

// failure is what goes wrong with a request, or nil.
func (e *Server) failure(r *http.Request) *Failure {
	for _, f := range e.injected {
		if f.take(r) {
			return &f.Failure
		}
	}
	return nil
}

func (e *Server) fail(w http.ResponseWriter, started time.Time, f *Failure) {
	if f.Drop {
		panic(http.ErrAbortHandler)
	}
	why := &apierror.Error{Status: cmp.Or(f.Status, http.StatusInternalServerError), Header: http.Header{}}
	why.Code = f.Code
	switch {
	case why.Code != 0:
	case why.Status == http.StatusTooManyRequests:
		why.Code = 20429
	default:
		why.Code = 20500
	}
	why.Message = cmp.Or(f.Message, http.StatusText(why.Status))
	if f.RetryAfter != 0 {
		why.Header["Retry-After"] = []string{strconv.Itoa(int(f.RetryAfter.Seconds()))}
	}
	e.refuse(w, started, why)
}

// delay waits for the latency to pass, or fails with ctx.
func (e *Server) delay(ctx context.Context) error {
	if e.latency <= 0 {
		return nil
	}
	timer := time.NewTimer(e.latency)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
