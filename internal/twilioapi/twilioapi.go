// Package twilioapi is a client for the parts of Twilio's REST API that twvoice uses: phone numbers, their prices,
// accounts, calls, and alerts.
//
// It is the only package that imports twilio-go. The paths and parameter names are those of twilio-go's generated
// services. Contexts, retries, hosts, paging and errors are implemented here, on a separate client.BaseClient, because
// the stock one does not suit a command line.
//
// It never reads the environment, follows a redirect, repeats a request that may have changed something, or starts a
// goroutine. It sends a secret only to the server it belongs to. Commands validate user input; this package rejects only
// values that would corrupt a request.
package twilioapi

import (
	"net/http"
	"time"
)

// defaultTimeout is how long one request may take when [Options].Timeout is zero. Buying a number takes seconds.
const defaultTimeout = 30 * time.Second

// Options select the account, the server and the time limits. All fields but Credentials are optional.
type Options struct {
	Credentials Credentials
	Account     string // SID of the account to use, for example a subaccount; "": Credentials.AccountSid
	Region      string // "ie1"; empty: us1
	Edge        string // "dublin"; empty: the region's own

	// BaseURL is a Twilio-compatible server, http(s)://host[:port][/prefix], used instead of every Twilio host:
	// /2010-04-01/… and, for prices and alerts, /v1/…. It overrides Region and Edge.
	BaseURL string

	Transport http.RoundTripper // nil: a copy of http.DefaultTransport that honors the proxy environment
	Timeout   time.Duration     // for one request, answer included; 0: 30 s
	Retry     Retry

	// Flags are the flags that select this account in the commands of hints, with a leading blank: " --profile work".
	// May be "".
	Flags string

	// Trace is called after every request, with secrets redacted, on the goroutine of the call. May be nil.
	Trace func(Exchange)
}

// Client is a client for one account. Make one with [New]. It is safe for concurrent use.
type Client struct {
	Numbers   Numbers
	Available AvailableNumbers
	Pricing   Pricing
	Accounts  Accounts
	Calls     Calls
	Alerts    Alerts
	conn      *conn
}

// New returns a client and sends nothing. Invalid options (a malformed base URL, missing credentials) are the error of
// the first call, so that commands which make no calls need no account.
func New(o Options) *Client {
	c := newConn(o)
	return &Client{
		Numbers:   Numbers{c},
		Available: AvailableNumbers{c},
		Pricing:   Pricing{c},
		Accounts:  Accounts{c},
		Calls:     Calls{c},
		Alerts:    Alerts{c},
		conn:      c,
	}
}

// Account returns the SID of the client's account, or "".
func (c *Client) Account() string { return c.conn.account }
