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

// replayHeader names the request that is repeated alone, so that whoever keeps the repetition does not take it for a part of the call.
const replayHeader = "X-Twvoice-Replay"

// Replayer asks again what was asked, signed anew. It is for one replay, of a request or of a call, whose cookies it keeps.
type Replayer struct {
	// To is where requests go: a scheme and a host. With a path it is where the first one goes.
	To string
	// Known is the scheme and host that signatures are made for, "" for where requests go.
	Known     string
	Token     string
	Transport http.RoundTripper // nil: http.DefaultTransport
	Random    io.Reader         // nil: the system's

	asker *client.Client
}

// Replayed is a request that was asked again, and what was answered. The keys are part of the contract.
type Replayed struct {
	ID           string     `json:"id"` // of the request that was recorded
	Method       string     `json:"method"`
	URL          string     `json:"url"`
	Params       url.Values `json:"params"`
	Status       int        `json:"status"`
	Was          int        `json:"recorded_status"`
	Milliseconds float64    `json:"milliseconds"`
	Answer       string     `json:"answer"`
	Same         bool       `json:"same"`
	Changes      []string   `json:"changes"` // lines of a diff: what was recorded with -, what was answered with +
	Note         string     `json:"note"`    // what a reader should know
}

// Request asks one request again, with some parameters edited; an edit with no value takes the parameter away.
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
		recorded, _, _ = strings.Cut(recorded, "?") // its query is the parameters
	}
	target, err := p.first(recorded)
	if err != nil {
		return Replayed{}, err
	}
	return p.ask(ctx, question{recorded: r, target: target, params: params, alone: true, note: hiddenIn(r, params)})
}

// question is a request on its way.
type question struct {
	recorded Request
	target   *url.URL // where it goes
	params   url.Values
	alone    bool
	sid      string // of the call now, "" where it is the recorded one
	note     string
}

// hiddenIn says which parameters go out as they were kept, without what the caller had typed.
func hiddenIn(r Request, params url.Values) string {
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

// first is where the first request goes.
func (p *Replayer) first(recorded string) (*url.URL, error) {
	to, err := url.Parse(p.To)
	if err != nil {
		return nil, err
	}
	target, err := p.moved(recorded)
	if err != nil || strings.Trim(to.Path, "/") == "" {
		return target, err
	}
	target.Path, target.RawPath = to.Path, to.RawPath
	target.RawQuery = cmp.Or(to.RawQuery, target.RawQuery)
	return target, nil
}

// moved is a recorded URL at the host where requests go now.
func (p *Replayer) moved(recorded string) (*url.URL, error) {
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

// ask sends one request as Twilio would, and compares the answer with the one that was recorded. What redirects is the answer.
func (p *Replayer) ask(ctx context.Context, q question) (Replayed, error) {
	r := p.request(q)
	shown, err := url.Parse(r.URL)
	if err != nil {
		return Replayed{}, err
	}
	if r.Method == http.MethodGet {
		shown.RawQuery = r.Params.Encode()
	}
	done := Replayed{ID: q.recorded.ID, Method: r.Method, URL: bare(*shown), Params: q.params, Was: q.recorded.Status, Note: q.note}
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

// bare is a URL without its password.
func bare(u url.URL) string {
	u.User = nil
	return u.String()
}

// request is what is delivered: the parameters in the query of a GET and in the form of a POST, or a body that is no form. A URL says a
// parameter once: what its query has is said anew.
func (p *Replayer) request(q question) client.Request {
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

// client is the one of this replay, whose cookies it keeps.
func (p *Replayer) client() *client.Client {
	if p.asker == nil {
		p.asker = client.New(client.Options{App: p.To, SignAs: base(p.Known), Token: p.Token, Transport: p.Transport, Random: p.Random})
	}
	return p.asker
}

// changes are what differs from what was recorded, as lines of a diff. The name of the call and the host of the application are
// others by design, and do not count. Of what answers a callback only the status does.
func (p *Replayer) changes(q question, now Replayed) []string {
	was := q.recorded
	var lines []string
	if now.Status != was.Status {
		lines = append(lines, fmt.Sprintf("-%d %s", was.Status, http.StatusText(was.Status)), fmt.Sprintf("+%d %s", now.Status, http.StatusText(now.Status)))
	}
	if was.Purpose.Told() || was.AnswerCut {
		return lines
	}
	before, after := was.Answer, p.unmoved(q, now.Answer)
	old, oldErr := twiml.Parse(utf8(before))
	fresh, freshErr := twiml.Parse(utf8(after))
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

// unmoved is an answer as it would be at the host and in the call of the recording.
func (p *Replayer) unmoved(q question, answer string) string {
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

// base is the scheme and host of a URL.
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
