package session

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"time"
)

// mishap is what becomes of requests to Twilio, from one of them on.
type mishap struct {
	name   string
	passes bool // within the time that a restore may take
	does   func(f *flaky, r *http.Request, nth int) (*http.Response, error)
}

// flaky is a transport to Twilio that fails from one request on; 0 means never. It is safe for concurrent use.
type flaky struct {
	next   http.RoundTripper
	mishap mishap

	mu    sync.Mutex
	from  int
	sent  int
	began time.Time // when the trouble did
}

func (f *flaky) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	f.sent++
	nth := f.sent - f.from
	if nth == 0 {
		f.began = time.Now()
	}
	well := f.from == 0 || nth < 0
	f.mu.Unlock()
	if well {
		return f.next.RoundTrip(r)
	}
	return f.mishap.does(f, r, nth)
}

// count begins to count again, for a trouble from a request on.
func (f *flaky) count(from int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sent, f.from = 0, from
}

func (f *flaky) counted() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.sent
}

func answered(r *http.Request, status int, contentType, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(body)), Request: r,
		ProtoMajor: 1, ProtoMinor: 1,
	}
}

// once is a trouble of one request.
func once(name string, does func(f *flaky, r *http.Request) (*http.Response, error)) mishap {
	return mishap{name, true, func(f *flaky, r *http.Request, nth int) (*http.Response, error) {
		if nth > 0 {
			return f.next.RoundTrip(r)
		}
		return does(f, r)
	}}
}

func silence(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func unavailable(r *http.Request) (*http.Response, error) {
	return answered(r, http.StatusServiceUnavailable, "text/plain", "try later"), nil
}

// carriedOut has a request carried out, and its answer lost.
func (f *flaky) carriedOut(r *http.Request) error {
	response, err := f.next.RoundTrip(r)
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, response.Body)
	return response.Body.Close()
}

func mishaps() []mishap {
	return []mishap{
		once("503 once", func(_ *flaky, r *http.Request) (*http.Response, error) { return unavailable(r) }),
		once("429 once", func(_ *flaky, r *http.Request) (*http.Response, error) {
			return answered(r, http.StatusTooManyRequests, "application/json", `{"code":20429,"message":"Too many requests"}`), nil
		}),
		once("the connection breaks", func(*flaky, *http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF }),
		once("carried out, and the connection breaks", func(f *flaky, r *http.Request) (*http.Response, error) {
			if err := f.carriedOut(r); err != nil {
				return nil, err
			}
			return nil, io.ErrUnexpectedEOF
		}),
		once("no answer", func(_ *flaky, r *http.Request) (*http.Response, error) { return silence(r) }),
		once("carried out, and no answer", func(f *flaky, r *http.Request) (*http.Response, error) {
			if err := f.carriedOut(r); err != nil {
				return nil, err
			}
			return silence(r)
		}),
		once("a page instead of an answer", func(_ *flaky, r *http.Request) (*http.Response, error) {
			return answered(r, http.StatusOK, "text/html", "<html>Welcome to the hotel's network</html>"), nil
		}),
		once("an answer about nothing", func(_ *flaky, r *http.Request) (*http.Response, error) {
			return answered(r, http.StatusOK, "application/json", "{}"), nil
		}),
		{"503 for 4 s", true, func(f *flaky, r *http.Request, _ int) (*http.Response, error) {
			f.mu.Lock()
			over := time.Since(f.began) >= 4*time.Second
			f.mu.Unlock()
			if over {
				return f.next.RoundTrip(r)
			}
			return unavailable(r)
		}},
		{"refused permanently", false, func(_ *flaky, r *http.Request, _ int) (*http.Response, error) {
			return answered(r, http.StatusForbidden, "application/json", `{"code":20403,"message":"Forbidden"}`), nil
		}},
		{"down permanently", false, func(*flaky, *http.Request, int) (*http.Response, error) { return nil, syscall.ECONNREFUSED }},
		{"silent permanently", false, func(_ *flaky, r *http.Request, _ int) (*http.Response, error) { return silence(r) }},
	}
}
