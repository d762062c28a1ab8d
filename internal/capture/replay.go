package capture

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/exchange"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// replayHeader names the request that is repeated alone, so that whoever keeps the repetition does not take it for a part of the call.
const replayHeader = "X-Twvoice-Replay"

// patienceOfTwilio is how long an application may take (https://www.twilio.com/docs/api/errors/11205).
const patienceOfTwilio = 15 * time.Second

// Replayer asks again what was asked, signed anew. It is for one replay, of a request or of a call, whose cookies it keeps.
type Replayer struct {
	// To is where requests go: a scheme and a host. With a path it is where the first one goes.
	To string
	// Known is the scheme and host that signatures are made for, "" for where requests go.
	Known     string
	Token     string
	Transport http.RoundTripper // nil: http.DefaultTransport
	Random    io.Reader         // nil: the system's

	jar http.CookieJar
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
	return strings.Join(left, ", ") + " was never kept: it is sent as " + Redacted
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

// ask sends one request as Twilio would, and compares the answer with the one that was recorded.
func (p *Replayer) ask(ctx context.Context, q question) (Replayed, error) {
	req, err := p.request(ctx, q)
	if err != nil {
		return Replayed{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, patienceOfTwilio)
	defer cancel()
	began := time.Now()
	shown := *req.URL
	shown.User = nil
	done := Replayed{ID: q.recorded.ID, Method: req.Method, URL: shown.String(), Params: q.params, Was: q.recorded.Status, Note: q.note}
	answer, err := p.client().Do(req.WithContext(ctx))
	if err != nil {
		return done, fmt.Errorf("%s %s: %w", req.Method, shown.String(), cause(err))
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(io.LimitReader(answer.Body, exchange.KeptBody+1))
	if err != nil {
		return done, fmt.Errorf("read the answer of %s: %w", shown.String(), err)
	}
	done.Milliseconds = float64(time.Since(began).Microseconds()) / 1000
	done.Status, done.Answer = answer.StatusCode, newRedactor([]string{p.Token}).text(text(data, answer.Header))
	if done.Status == http.StatusUnauthorized && done.Was != done.Status {
		done.Note = "it asks for a password, which is never kept: add --to " + shown.Scheme + "://user:password@" + shown.Host
	}
	done.Changes = p.changes(q, done)
	done.Same = len(done.Changes) == 0
	return done, nil
}

// cause is why a request failed, without the method and URL that the message has.
func cause(err error) error {
	if wrong, ok := errors.AsType[*url.Error](err); ok {
		return wrong.Err
	}
	return err
}

// request writes a request: signed, with the parameters in the body of a POST, or in the query of a GET.
func (p *Replayer) request(ctx context.Context, q question) (*http.Request, error) {
	target := *q.target
	body, signature, media := "", "", ""
	switch {
	case q.recorded.Method == http.MethodGet:
		query := target.Query()
		maps.Copy(query, q.params)
		target.RawQuery = query.Encode()
		signature = webhook.Sign(p.Token, p.known(&target), nil)
	case q.params == nil && q.recorded.Body != "":
		body, media = q.recorded.Body, q.recorded.Headers.Get("Content-Type")
		_, signature = webhook.SignBody(p.Token, p.known(&target), []byte(body))
	default:
		body, signature = webhook.SignForm(p.Token, p.known(&target), q.params)
		media = webhook.FormContentType
	}
	req, err := http.NewRequestWithContext(ctx, q.recorded.Method, target.String(), strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]string{
		"Content-Type": media, "Accept": "*/*", "User-Agent": webhook.UserAgent, webhook.SignatureHeader: signature,
		webhook.IdempotencyHeader: webhook.NewIdempotencyToken(p.Random), webhook.HomeRegionHeader: "us1",
	} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	if q.alone {
		req.Header.Set(replayHeader, q.recorded.ID)
	}
	return req, nil
}

// known is the URL that a request is signed for.
func (p *Replayer) known(target *url.URL) string {
	signed := *target
	if known, err := url.Parse(p.Known); err == nil && known.Host != "" {
		signed.Scheme, signed.Host, signed.User = known.Scheme, known.Host, nil
	}
	return signed.String()
}

// client follows no redirects: what a redirect says is the answer.
func (p *Replayer) client() *http.Client {
	if p.jar == nil {
		jar, err := cookiejar.New(nil)
		if err != nil {
			panic(err) // it never fails, says its documentation
		}
		p.jar = jar
	}
	return &http.Client{Transport: p.Transport, Jar: p.jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
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
	old, oldErr := twiml.Parse([]byte(before))
	fresh, freshErr := twiml.Parse([]byte(after))
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
