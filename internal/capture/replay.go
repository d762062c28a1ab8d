package capture

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/internal/judge"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// replayHeader names the request that is replayed alone, so that the replay is not stored as part of the call.
const replayHeader = "X-Twvoice-Replay"

// Replayer sends recorded requests again, with new signatures. It is for one replay, of a request or of a call, and
// keeps the cookies of that replay.
type Replayer struct {
	// To is the scheme and host to send requests to. A path in it is used for the first request.
	To string
	// Known is the scheme and host that signatures are made for, "" for that of To.
	Known     string
	Token     string
	Transport http.RoundTripper // nil: http.DefaultTransport
	Random    io.Reader         // nil: the system's

	asker *client.Client
}

// Replayed is a replayed request with its answer. The JSON keys are a stable interface.
type Replayed struct {
	ID           string     `json:"id"` // of the recorded request
	Method       string     `json:"method"`
	URL          string     `json:"url"`
	Params       url.Values `json:"params"`
	Status       int        `json:"status"`
	Was          int        `json:"recorded_status"`
	Milliseconds float64    `json:"milliseconds"`
	Answer       string     `json:"answer"`
	Same         bool       `json:"same"`
	Changes      []string   `json:"changes"` // lines of a diff: - recorded, + answered now
	Note         string     `json:"note"`    // a remark for the user
}

// Request replays one request with some parameters edited. An edit without a value removes the parameter.
func (p *Replayer) Request(ctx context.Context, r Request, edits url.Values) (Replayed, error) {
	params := maps.Clone(r.Params)
	for name, values := range edits {
		if params == nil {
			params = url.Values{}
		}
		if params[name] = values; len(values) == 1 && values[0] == "" {
			delete(params, name)
		}
	}
	recorded := r.URL
	if r.Method == http.MethodGet {
		recorded, _, _ = strings.Cut(recorded, "?") // the query is in the parameters
	}
	target, err := p.firstURL(recorded)
	if err != nil {
		return Replayed{}, err
	}
	return p.ask(ctx, replayRequest{recorded: r, target: target, params: params, alone: true, note: redactedParams(r, params)})
}

// replayRequest is a request to be sent.
type replayRequest struct {
	recorded Request
	target   *url.URL // where it is sent
	params   url.Values
	alone    bool
	sid      string // of the replayed call; "" to keep the recorded one
	note     string
}

// redactedParams names the parameters that are sent redacted, because the caller's input was not stored.
func redactedParams(r Request, params url.Values) string {
	var left []string
	for _, name := range r.Redacted {
		if params.Get(name) == Redacted {
			left = append(left, name)
		}
	}
	if len(left) == 0 {
		return ""
	}
	return strings.Join(left, ", ") + " was never stored: it is sent as " + Redacted
}

// firstURL returns the URL of the first request.
func (p *Replayer) firstURL(recorded string) (*url.URL, error) {
	to, err := url.Parse(p.To)
	if err != nil {
		return nil, err
	}
	target, err := p.toTarget(recorded)
	if err != nil || strings.Trim(to.Path, "/") == "" {
		return target, err
	}
	target.Path, target.RawPath = to.Path, to.RawPath
	target.RawQuery = cmp.Or(to.RawQuery, target.RawQuery)
	return target, nil
}

// toTarget returns a recorded URL with the replay's host.
func (p *Replayer) toTarget(recorded string) (*url.URL, error) {
	u, err := url.Parse(recorded)
	if err != nil {
		return nil, err
	}
	to, err := url.Parse(p.To)
	if err != nil {
		return nil, err
	}
	u.Scheme, u.Host, u.User = to.Scheme, to.Host, to.User
	return u, nil
}

// ask sends one request as Twilio would and compares the answer with the recorded one. It does not follow redirects; a
// redirect is the answer.
func (p *Replayer) ask(ctx context.Context, q replayRequest) (Replayed, error) {
	r := p.request(q)
	shown, err := url.Parse(r.URL)
	if err != nil {
		return Replayed{}, err
	}
	if r.Method == http.MethodGet {
		shown.RawQuery = r.Params.Encode()
	}
	done := Replayed{ID: q.recorded.ID, Method: r.Method, URL: withoutPassword(*shown), Params: q.params, Was: q.recorded.Status, Note: q.note}
	answer, err := p.client().Deliver(ctx, r)
	switch {
	case err != nil:
		return done, fmt.Errorf("%s %s: %w", done.Method, done.URL, err)
	case answer.Status == 0:
		return done, fmt.Errorf("%s %s: %w", done.Method, done.URL, answer.Unanswered())
	}
	done.Milliseconds = float64(answer.Took.Microseconds()) / 1000
	done.Status, done.Answer = answer.Status, newRedactor([]string{p.Token}).text(judge.TextOf(answer.Header, answer.Body))
	if done.Status == http.StatusUnauthorized && done.Was != done.Status {
		done.Note = "it needs a password, which is never stored: add --to " + shown.Scheme + "://user:password@" + shown.Host
	}
	done.Changes = p.changes(q, done)
	done.Same = len(done.Changes) == 0
	return done, nil
}

// withoutPassword returns a URL without its password.
func withoutPassword(u url.URL) string {
	u.User = nil
	return u.String()
}

// request builds the request: parameters in the query of a GET or the form of a POST, or a body that is not a form. The
// target's query already holds some parameters; they are replaced, not repeated.
func (p *Replayer) request(q replayRequest) client.Request {
	target := *q.target
	r := client.Request{Method: q.recorded.Method, Params: q.params, Stay: true}
	switch {
	case q.recorded.Method == http.MethodGet:
		query := target.Query()
		maps.Copy(query, q.params)
		target.RawQuery, r.Params = "", query
	case q.params == nil && q.recorded.Body != "":
		r.Body = &client.Body{Type: q.recorded.Headers.Get("Content-Type"), Data: []byte(q.recorded.Body)}
	}
	r.URL = target.String()
	if q.alone {
		r.Header = http.Header{replayHeader: {q.recorded.ID}}
	}
	return r
}

// client returns the client of this replay, which keeps cookies.
func (p *Replayer) client() *client.Client {
	if p.asker == nil {
		p.asker = client.New(client.Options{App: p.To, SignAs: base(p.Known), Token: p.Token, Transport: p.Transport, Random: p.Random})
	}
	return p.asker
}

// changes returns the differences from the recorded answer, as lines of a diff. The CallSid and the application's host
// are expected to differ and do not count. For a callback, only the status counts.
func (p *Replayer) changes(q replayRequest, now Replayed) []string {
	was := q.recorded
	var lines []string
	if now.Status != was.Status {
		lines = append(lines, fmt.Sprintf("-%d %s", was.Status, http.StatusText(was.Status)), fmt.Sprintf("+%d %s", now.Status, http.StatusText(now.Status)))
	}
	if was.Purpose.IsNotification() || was.AnswerCut {
		return lines
	}
	before, after := was.Answer, p.toRecorded(q, now.Answer)
	old, oldErr := twiml.Parse(asUTF8(before))
	fresh, freshErr := twiml.Parse(asUTF8(after))
	switch {
	case oldErr == nil && freshErr == nil:
		for _, line := range twiml.Diff(old, fresh) {
			lines = append(lines, line.String())
		}
	case strings.Join(strings.Fields(before), " ") != strings.Join(strings.Fields(after), " "):
		lines = append(lines, marked("-", before)...)
		lines = append(lines, marked("+", after)...)
	}
	return lines
}

// toRecorded returns an answer with the recorded host and CallSid.
func (p *Replayer) toRecorded(q replayRequest, answer string) string {
	if q.sid != "" {
		answer = strings.ReplaceAll(answer, q.sid, q.recorded.CallSid)
	}
	recorded := base(q.recorded.URL)
	for _, moved := range []string{p.Known, p.To} {
		if b := base(moved); b != "" && recorded != "" {
			answer = strings.ReplaceAll(answer, b, recorded)
		}
	}
	return answer
}

// base returns the scheme and host of a URL.
func base(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

func marked(mark, text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, mark+strings.TrimRight(line, "\r\n"))
	}
	return lines
}
