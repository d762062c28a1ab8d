package scenario

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
)

// Rehearse runs a scenario that a [Notebook] has written, in memory, with the transport of the options as the application. It returns why
// it does not pass, in one line, "" where it does. Variables for secret keys are a 0.
func Rehearse(ctx context.Context, name string, source []byte, setup Setup) (string, error) {
	scenarios, err := Load(name, source, func(variable string) (string, bool) { return "0", strings.HasPrefix(variable, "KEY_") })
	if err != nil {
		return harmless(err.Error()), nil
	}
	result, err := Run(ctx, &scenarios[0], setup, false)
	switch {
	case ctx.Err() != nil:
		return "", context.Cause(ctx)
	case err != nil:
		return harmless(err.Error()), nil
	case result.Failure != nil:
		return result.Failure.message(), nil
	}
	return "", nil
}

// Kept is an answer that an application gave.
type Kept struct {
	Status int
	Header http.Header
	Body   []byte
}

// maxKept limits the body of an answer, in bytes: a longer one is cut, and is no TwiML that Twilio would take.
const maxKept = 4 << 20

// Answers are those of one call, by path in their order; each is given once. They are for [Rehearse]. The zero value has none, and is
// safe for concurrent use.
type Answers struct {
	mu   sync.Mutex
	left map[string][]Kept
	told map[string]bool
}

// Keep adds an answer.
func (a *Answers) Keep(path string, k Kept) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.left == nil {
		a.left = map[string][]Kept{}
	}
	a.left[path] = append(a.left[path], k)
}

// Tell adds the path of callbacks, which are all answered with 204.
func (a *Answers) Tell(path string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.told == nil {
		a.told = map[string]bool{}
	}
	a.told[path] = true
}

// Left are the paths of the answers that were not given, in alphabetical order.
func (a *Answers) Left() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var paths []string
	for path, left := range a.left {
		if len(left) > 0 {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// Record is a transport that keeps the answers of another.
func (a *Answers) Record(next http.RoundTripper) http.RoundTripper { return &recorder{a, next} }

type recorder struct {
	answers *Answers
	next    http.RoundTripper
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := r.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	resp.Body = &teed{io.TeeReader(io.LimitReader(resp.Body, maxKept), &body), resp.Body, func() {
		r.answers.Keep(req.URL.Path, Kept{resp.StatusCode, resp.Header, body.Bytes()})
	}}
	return resp, nil
}

// teed is a body that is kept when its reader closes it.
type teed struct {
	io.Reader
	io.Closer
	closed func()
}

func (t *teed) Close() error {
	t.closed()
	t.closed = func() {}
	return t.Closer.Close()
}

// RoundTrip answers. What was not kept is 404, but for audio, which nobody kept.
func (a *Answers) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		req.Body.Close()
	}
	k := a.take(req)
	return &http.Response{
		StatusCode: k.Status, Status: http.StatusText(k.Status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: k.Header, Body: io.NopCloser(bytes.NewReader(k.Body)), ContentLength: int64(len(k.Body)),
	}, nil
}

func (a *Answers) take(req *http.Request) Kept {
	a.mu.Lock()
	defer a.mu.Unlock()
	name := req.URL.Path
	switch left := a.left[name]; {
	case len(left) > 0:
		a.left[name] = left[1:]
		return left[0]
	case a.told[name]:
		return Kept{Status: http.StatusNoContent, Header: http.Header{}}
	case Sound(req):
		return Kept{Status: http.StatusOK, Header: http.Header{"Content-Type": {"audio/mpeg"}}}
	}
	return Kept{Status: http.StatusNotFound, Header: http.Header{"Content-Type": {"text/plain"}}, Body: []byte("not recorded")}
}

// Sound reports whether a request is for the audio of a Play, by its looks.
func Sound(req *http.Request) bool {
	return strings.HasPrefix(req.Header.Get("Accept"), "audio/") ||
		slices.Contains([]string{".mp3", ".wav", ".ulaw", ".aiff", ".gsm", ".au"}, strings.ToLower(path.Ext(req.URL.Path)))
}
