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

// Failure makes requests fail, for tests of Twilio clients. The zero value answers every request
// with 500.
type Failure struct {
	Method     string // "" for all methods
	PathSuffix string // "/IncomingPhoneNumbers.json"; "" for all paths
	Times      int    // number of matching requests that fail; 0 for all

	Status     int           // 0 for 500
	Code       int           // Twilio's; 0 for 20429 with status 429, and 20500 with others
	Message    string        // "" for the name of the status
	RetryAfter time.Duration // sent in whole seconds; 0 is not sent

	Drop bool // does nothing, and closes the connection without an answer
	Lose bool // executes the request, and closes the connection without an answer
}

// WithFailure makes requests fail. It can be given several times; the first one that matches and
// has times left applies.
func WithFailure(f Failure) Option {
	return func(e *Server) { e.injected = append(e.injected, &injectedFailure{Failure: f, left: f.Times}) }
}

// WithLatency delays every answer by d, failures too. The delay ends early if the client gives up.
func WithLatency(d time.Duration) Option {
	return func(e *Server) { e.latency = d }
}

// injectedFailure is a failure with the number of times left.
type injectedFailure struct {
	Failure
	mu   sync.Mutex
	left int
}

// take reports whether the failure applies to a request, and counts it.
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

// failure returns the failure that applies to a request, or nil.
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

// delay waits for the latency. It returns the error of ctx if that ends first.
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
