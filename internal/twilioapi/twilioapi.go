// Package twilioapi is Twilio's REST API as this program needs it: phone numbers, their prices, accounts, calls, and alerts.
//
// It is the only door to twilio-go. The paths and parameter names are those of twilio-go's generated
// services; everything around them (contexts, retries, hosts, paging, errors) is done here, on a
// client.BaseClient of our own, because the stock one does it in ways that a command line cannot live with.
//
// It refuses to read the environment, to follow a redirect, to repeat a request that may have changed
// something, to start a goroutine, and to show a secret to anybody but the server it belongs to.
// What a user typed is judged by commands; here only what would garble a request is turned away.
package twilioapi

import (
	"net/http"
	"time"
)

// defaultTimeout is how long one request may take when [Options].Timeout is zero. Buying a number takes seconds.
const defaultTimeout = 30 * time.Second

// Options say which account to act on, where it is, and how patiently.
// The zero value of every field but Credentials is a working choice.
type Options struct {
	Credentials Credentials
	Account     string // AC SID acted on, for example a subaccount; empty: Credentials.AccountSid
	Region      string // "ie1"; empty: us1
	Edge        string // "dublin"; empty: the region's own

	// BaseURL is a Twilio-compatible server, http(s)://host[:port][/prefix], which stands for every
	// Twilio host: /2010-04-01/… and, for prices and alerts, /v1/…. Region and Edge then mean nothing.
	BaseURL string

	Transport http.RoundTripper // nil: a copy of http.DefaultTransport that honours the proxy environment
	Timeout   time.Duration     // for one request, answer included; 0: 30 s
	Retry     Retry

	// Flags are what a command in a hint needs to mean this account, each behind a blank: " --profile work". May be "".
	Flags string

	// Trace is told about every request after it ended, secrets redacted, on the goroutine of the call.
	// It may be nil.
	Trace func(Exchange)
}

// Client acts on one account. Make one with [New]; it is safe for concurrent use.
type Client struct {
	Numbers   Numbers
	Available AvailableNumbers
	Pricing   Pricing
	Accounts  Accounts
	Calls     Calls
	Alerts    Alerts
	conn      *conn
}

// New prepares a client and sends nothing. What is wrong with the options (a malformed base URL, missing
// credentials) is the error of the first call, so that commands which never call need no account.
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

// Account is the SID of the account acted on, or "".
func (c *Client) Account() string { return c.conn.account }
