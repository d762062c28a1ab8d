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
// It holds a context, the only struct here that does, because the generated services have no parameter for one
// (https://github.com/twilio/twilio-go/issues/255). It lives as long as the API call and is never shared.
type call struct {
	ctx   context.Context
	conn  *conn
	query string          // when not empty, the exact query to send: that of a next_page_uri
	look  string          // the command that shows the result of a change, "" for a read
	body  json.RawMessage // the answer, unchanged

	request request // what was sent
	answer  *answer // nil before the answer
}

var _ client.BaseClient = (*call)(nil)

// begin starts an API call. It returns an error if the client's options are invalid.
func (c *conn) begin(ctx context.Context) (*call, error) {
	if c.invalid != nil {
		return nil, c.invalid
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return &call{ctx: ctx, conn: c}, nil
}

// api, pricing and monitor return the generated services for this call. Their constructor NewApiServiceWithClient would
// read TWILIO_REGION and TWILIO_EDGE from the environment.
func (c *call) api() *api.ApiService {
	return api.NewApiService(&client.RequestHandler{Client: c})
}

func (c *call) pricing() *pricing.ApiService {
	return pricing.NewApiService(&client.RequestHandler{Client: c})
}

func (c *call) monitor() *monitor.ApiService {
	return monitor.NewApiService(&client.RequestHandler{Client: c})
}

// SendRequest sends the request of a generated service and stores the answer in c.body.
//
// The service itself receives an empty object. It would lose nulls and unknown fields, convert prices to float32, and
// fail a whole page because of one field of another type; this package decodes the bytes instead.
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
		u.RawQuery = data.Encode() // the stock client would drop every ".digit" in the query
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

// AccountSid returns the account that the generated services write into their paths.
func (c *call) AccountSid() string { return c.conn.account }

// SetTimeout does nothing: the timeout belongs to [Options].
func (c *call) SetTimeout(time.Duration) {}

// SetOauth does nothing: [Credentials] do not support OAuth.
func (c *call) SetOauth(client.OAuth) {}

// OAuth is always nil.
func (c *call) OAuth() client.OAuth { return nil }
