package doctor

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// twilioReply holds Twilio's answers, requested once for all checks.
type twilioReply struct {
	unopened error // why there was no request: no credentials, or no state for the local account
	found    config.Credentials
	sid      string // of the account in use

	refused  error               // why the credentials that call the API were rejected
	token    error               // why the auth token was rejected, if an API key calls the API
	may      twilioapi.Abilities // of an API key
	unknown  error               // why the account cannot be read
	account  twilioapi.Account
	signs    bool          // there is a token that verifies signatures, or it can be read
	ahead    time.Duration // of this machine's clock, compared with the server's
	answered bool          // ahead is set
}

// patience limits one request, unless the user set a shorter timeout. The report must not take half a minute.
const patience = 8 * time.Second

// visit sends requests to Twilio: with the credentials that call the API and, if that is an API key, with the auth token
// too. Otherwise a wrong token would only be found by the first webhook.
func (e *examination) visit(ctx context.Context) {
	defer close(e.visited)
	if e.Broken != nil {
		return
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit-time.Second, errTooLong)
	defer cancel()
	v := &e.twilio
	o := e.Account
	o.Timeout = min(o.Timeout, patience)
	shown := o.Trace
	o.Trace = func(x twilioapi.Exchange) {
		if shown != nil {
			shown(x)
		}
		if !x.Date.IsZero() {
			v.ahead, v.answered = ahead(e.Env.Now(), x), true
		}
	}
	a, err := account.Open(ctx, o)
	if err != nil {
		v.unopened = cause(ctx, err)
		return
	}
	defer a.Close()
	v.found, v.sid = a.Credentials(), a.Sid()
	v.ask(ctx, a.API, e.tokenClient(o, v))
	for _, err := range []*error{&v.refused, &v.token, &v.unknown} {
		*err = cause(ctx, *err)
	}
}

// ahead returns how far this machine's clock is ahead of the server's. The server sends whole seconds, measured at some
// moment of the request.
func ahead(now time.Time, x twilioapi.Exchange) time.Duration {
	return now.Add(-x.Duration / 2).Sub(x.Date.Add(time.Second / 2))
}

// tokenClient returns a client that uses the auth token, or nil if that already calls the API.
func (e *examination) tokenClient(o account.Options, v *twilioReply) *twilioapi.Client {
	if !v.found.Keyed() || v.found.AuthToken == "" {
		return nil
	}
	region, edge := o.Region, o.Edge
	if region == "" {
		region = v.found.Region
	}
	if edge == "" {
		edge = v.found.Edge
	}
	return twilioapi.New(twilioapi.Options{
		Credentials: twilioapi.Credentials{AccountSid: v.found.AccountSid, AuthToken: v.found.AuthToken, Source: v.found.Sources.Token},
		Account:     v.sid, Region: region, Edge: edge, BaseURL: cmp.Or(o.APIURL, v.found.APIURL), Timeout: o.Timeout, Trace: o.Trace,
	})
}

func (v *twilioReply) ask(ctx context.Context, api, byToken *twilioapi.Client) {
	v.signs = v.found.AuthToken != ""
	if !v.found.Keyed() {
		v.account, v.refused = api.Accounts.Get(ctx, "")
		v.unknown = v.refused
		return
	}
	// A standard API key cannot read its account, but it can read numbers. A restricted one may be allowed neither: 403
	// means that Twilio knows the key. https://www.twilio.com/docs/iam/api-keys
	v.may, v.refused = api.Abilities(ctx)
	if byToken != nil {
		v.account, v.token = byToken.Accounts.Get(ctx, "")
		v.unknown = v.token
		return
	}
	if v.refused == nil {
		v.account, v.unknown = api.Accounts.Get(ctx, "") // a main key can
	}
}

// asked waits for Twilio's answers. Without answers, it returns the check's finding.
func (e *examination) asked(ctx context.Context) (*twilioReply, *Finding) {
	if e.Broken != nil {
		f := unconfigured()
		return nil, &f
	}
	select {
	case <-e.visited:
		return &e.twilio, nil
	case <-ctx.Done():
		f := failed("run it again, with --verbose to see the requests", "%v", errTooLong)
		return nil, &f
	}
}

// accountInactive reports whether Twilio rejected a request because the account is suspended or closed. The credentials are
// valid then.
func accountInactive(err error) bool {
	return twilioapi.IsCode(err, "20005") || twilioapi.IsCode(err, "10001")
}

// refusesCredentials reports whether err is a rejection of the credentials.
func refusesCredentials(err error) bool {
	return err != nil && fault.ExitOf(err) == fault.Credentials && !errors.Is(err, context.Canceled)
}
