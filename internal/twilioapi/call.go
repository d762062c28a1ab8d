package twilioapi

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"
	monitor "github.com/twilio/twilio-go/rest/monitor/v1"
	pricing "github.com/twilio/twilio-go/rest/pricing/v1"
)

// call is the client.BaseClient of one API call.
//
// It holds a context, which nothing else here does, because the generated services have no parameter for
// one (https://github.com/twilio/twilio-go/issues/255). It lives as long as the call and is never shared.
type call struct {
	ctx   context.Context
	conn  *conn
	query string          // when not empty, the exact query to send: that of a next_page_uri
	look  string          // the command that shows what became of a change, "" for a reading
	body  json.RawMessage // the answer, byte for byte

	request request // what was sent
	answer  *answer // nil before the answer
}

var _ client.BaseClient = (*call)(nil)

// begin starts a call, or says why this client can make none.
func (c *conn) begin(ctx context.Context) (*call, error) {
	if c.invalid != nil {
		return nil, c.invalid
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return &call{ctx: ctx, conn: c}, nil
}

// api, pricing and monitor are the generated services for this call. Their NewApiServiceWithClient would read
// TWILIO_REGION and TWILIO_EDGE from the environment; a handler made by hand does not.
func (c *call) api() *api.ApiService {
	return api.NewApiService(&client.RequestHandler{Client: c})
}

func (c *call) pricing() *pricing.ApiService {
	return pricing.NewApiService(&client.RequestHandler{Client: c})
}

func (c *call) monitor() *monitor.ApiService {
	return monitor.NewApiService(&client.RequestHandler{Client: c})
}

// SendRequest sends what a generated service put together, and keeps the answer in c.body.
//
// The service itself is handed an empty object. It would lose nulls and unknown fields, squeeze prices
// through a float32, and fail a whole page over one field of another type; we decode the bytes ourselves.
func (c *call) SendRequest(method, stock string, data url.Values, _ map[string]any, _ ...byte) (*http.Response, error) {
	u, err := c.conn.place.resolve(stock)
	if err != nil {
		return nil, err
	}
	r := request{method: method, url: u, look: c.look}
	switch {
	case method == http.MethodPost:
		r.form = data.Encode()
	case c.query != "":
		u.RawQuery = c.query
	default:
		u.RawQuery = data.Encode() // the stock client eats every ".digit" here
	}
	a, err := c.conn.send(c.ctx, r)
	if err != nil {
		return nil, err
	}
	c.body, c.request, c.answer = a.body, r, a
	return &http.Response{
		StatusCode: a.status,
		Header:     a.header,
		Body:       io.NopCloser(strings.NewReader("{}")),
	}, nil
}

// AccountSid is the account acted on, which the generated services write into their paths.
func (c *call) AccountSid() string { return c.conn.account }

// SetTimeout does nothing: the timeout belongs to [Options].
func (c *call) SetTimeout(time.Duration) {}

// SetOauth does nothing: OAuth is not one of our [Credentials].
func (c *call) SetOauth(client.OAuth) {}

// OAuth is always nil.
func (c *call) OAuth() client.OAuth { return nil }
