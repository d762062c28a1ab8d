package twilioapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
)

// maxBody limits an answer, in bytes. A page of 1,000 numbers is about 3 MB.
const maxBody = 32 << 20

// Errors for answers that are incomplete or too large.
var (
	errTooLong = errors.New("the response is longer than 32 MB")
	errCut     = errors.New("the response was incomplete")
)

// conn is the state that all calls of a client share. It is immutable and safe for concurrent use.
type conn struct {
	credentials Credentials
	account     string
	place       place
	transport   http.RoundTripper
	timeout     time.Duration
	retry       Retry
	trace       func(Exchange)
	flags       string
	invalid     error // why no call can be made
}

func newConn(o Options) *conn {
	c := &conn{
		credentials: o.Credentials,
		account:     o.Account,
		transport:   o.Transport,
		timeout:     o.Timeout,
		retry:       o.Retry.orDefaults(),
		trace:       o.Trace,
		flags:       o.Flags,
	}
	if c.account == "" {
		c.account = o.Credentials.AccountSid
	}
	if c.timeout <= 0 {
		c.timeout = defaultTimeout
	}
	if c.transport == nil {
		c.transport = newTransport()
	}
	var misplaced error
	c.place, misplaced = newPlace(o.BaseURL, o.Region, o.Edge)
	c.invalid = firstOf(misplaced, c.credentials.check(), checkAccount(o))
	return c
}

// newTransport returns a new transport. http.DefaultTransport is not used, because the whole program shares its settings
// and idle connections.
func newTransport() *http.Transport {
	t := &http.Transport{ForceAttemptHTTP2: true}
	if stock, ok := http.DefaultTransport.(*http.Transport); ok {
		t = stock.Clone()
	}
	t.Proxy = http.ProxyFromEnvironment
	return t
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// request is one request, which may be sent several times.
type request struct {
	method string
	url    *url.URL
	form   string // encoded body, empty for none
	look   string // the command that shows the result of a change
}

// answer is a complete HTTP answer.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// send sends a request and retries it as [Retry] allows, until there is a final answer or ctx ends.
func (c *conn) send(ctx context.Context, r request) (*answer, error) {
	patience := c.timeout
	for attempt := 1; ; attempt++ {
		a, err := c.attempt(ctx, r, attempt)
		if err != nil && ctx.Err() != nil {
			return nil, c.canceled(ctx, r, err)
		}
		wait, again := c.retry.after(ctx, tried{r.method, attempt, patience, a, err})
		if !again {
			return c.judge(r, a, err)
		}
		patience -= wait
		if err := c.retry.Sleep(ctx, wait); err != nil {
			return nil, fmt.Errorf("%s %s: %w", r.method, r.url.Path, err)
		}
	}
}

// canceled returns the error of a request that was canceled in flight. If it was a change, its result is uncertain.
func (c *conn) canceled(ctx context.Context, r request, err error) error {
	canceled := fmt.Errorf("%s %s: %w", r.method, r.url.Path, ctx.Err())
	if safe(r.method) || neverSent(err) {
		return canceled
	}
	return fault.Insist(&uncertainError{canceled}, fault.Failed, c.lookHint(r))
}

// attempt sends a request once and reads the whole answer within the timeout. It uses the transport, because an
// http.Client would follow redirects.
func (c *conn) attempt(ctx context.Context, r request, attempt int) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	req, err := c.build(ctx, r)
	if err != nil {
		return nil, err
	}
	began := c.retry.Now()
	a, err := c.roundTrip(req)
	if c.trace != nil {
		c.trace(redact(newExchange(req, r, a, err, attempt, c.retry.Now().Sub(began))))
	}
	return a, err
}

func (c *conn) build(ctx context.Context, r request) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, r.method, r.url.String(), strings.NewReader(r.form))
	if err != nil {
		return nil, fmt.Errorf("build the request: %w", err)
	}
	req.SetBasicAuth(c.credentials.basic())
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "twvoice")
	if r.method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return req, nil
}

func (c *conn) roundTrip(req *http.Request) (*answer, error) {
	res, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, redactError(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errCut, err)
	}
	if len(body) > maxBody {
		return nil, errTooLong
	}
	return &answer{status: res.StatusCode, header: res.Header, body: body}, nil
}
