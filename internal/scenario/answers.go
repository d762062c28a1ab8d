package scenario

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/scenario/report"
)

// answers is a transport that records the application's answers, to show them with a failure.
type answers struct {
	next http.RoundTripper
	all  []*answered
}

type answered struct {
	method, url string
	status      int
	body        *bytes.Buffer
}

// maxAnswer is the recorded length of an answer, in bytes.
const maxAnswer = 16 << 10

// RoundTrip implements [http.RoundTripper].
func (t *answers) RoundTrip(req *http.Request) (*http.Response, error) {
	method, url := req.Method, req.URL.String()
	res, err := t.next.RoundTrip(req)
	if err != nil || res.StatusCode == http.StatusSwitchingProtocols {
		return res, err // the body of a WebSocket is its connection
	}
	a := &answered{method: method, url: url, status: res.StatusCode, body: &bytes.Buffer{}}
	t.all = append(t.all, a)
	res.Body = &kept{ReadCloser: res.Body, to: a.body, unwanted: res.StatusCode >= http.StatusMultipleChoices}
	return res, nil
}

// kept is a response body that records its beginning as it is read.
type kept struct {
	io.ReadCloser
	to       *bytes.Buffer
	unwanted bool // the body of an error, which the call engine does not read
}

func (k *kept) Read(b []byte) (int, error) {
	n, err := k.ReadCloser.Read(b)
	k.to.Write(b[:max(0, min(n, maxAnswer-k.to.Len()))])
	return n, err
}

// Close reads the rest of an error's body, because it often names the cause.
func (k *kept) Close() error {
	if k.unwanted && k.to.Len() == 0 {
		_, _ = io.CopyN(io.Discard, k, maxAnswer) // on an error, there is nothing to show
	}
	return k.ReadCloser.Close()
}

// lastRequest returns the last request with its answer, or nil.
func (p *play) lastRequest() *report.Request {
	last, first := p.line.last(), p.line.first()
	if last == nil {
		return nil
	}
	r := &report.Request{Method: last.method, URL: last.url.Redacted(), Params: map[string]string{}, Status: last.status}
	if r.Method == "" {
		r.Method = http.MethodPost
	}
	for _, name := range slices.Sorted(maps.Keys(last.params)) {
		if name == "CallStatus" {
			continue // in-progress, which says nothing
		}
		if value := last.params.Get(name); last == first && p.scenario.Call.Params.Has(name) || value != first.params.Get(name) {
			r.Params[name] = value
		}
	}
	for i := len(p.answers.all) - 1; i >= 0; i-- {
		if a := p.answers.all[i]; a.url == last.url.String() || strings.HasPrefix(a.url, last.url.String()+"?") {
			r.Status, r.Answer = a.status, a.body.String()
			break
		}
	}
	return r
}
