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

// visit is what came of asking Twilio, once for all checks.
type visit struct {
	unopened error // why there is nobody to ask for: no credentials, or no state for the local account
	found    config.Credentials
	sid      string // of the account acted on

	refused  error               // why what calls the API may not
	token    error               // why the auth token beside an API key may not
	may      twilioapi.Abilities // of an API key
	unknown  error               // why the account cannot be read
	account  twilioapi.Account
	signs    bool          // there is a token that verifies signatures, or one can be read
	ahead    time.Duration // of this machine's clock before the server's
	answered bool          // ahead is known
}

// patience is how long one request may take, unless somebody has typed less. A doctor who keeps people waiting for half a minute is no help.
const patience = 8 * time.Second

// visit asks Twilio: with the credentials that call the API, and beside an API key with the auth token as well, which is nobody's
// business until the first webhook fails.
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
	v.ask(ctx, a.API, e.beside(o, v))
	for _, err := range []*error{&v.refused, &v.token, &v.unknown} {
		*err = cause(ctx, *err)
	}
}

// ahead is how far this machine's clock is before the server's, which is told in whole seconds at some moment of the request.
func ahead(now time.Time, x twilioapi.Exchange) time.Duration {
	return now.Add(-x.Duration / 2).Sub(x.Date.Add(time.Second / 2))
}

// beside is the client of the auth token, nil where it is the one that calls the API anyway.
func (e *examination) beside(o account.Options, v *visit) *twilioapi.Client {
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

func (v *visit) ask(ctx context.Context, api, byToken *twilioapi.Client) {
	v.signs = v.found.AuthToken != ""
	if !v.found.Keyed() {
		v.account, v.refused = api.Accounts.Get(ctx, "")
		v.unknown = v.refused
		return
	}
	// A standard API key may not read its account, but it may read numbers. One that is restricted may be allowed neither:
	// 403 says that Twilio knows it. https://www.twilio.com/docs/iam/api-keys
	v.may, v.refused = api.Abilities(ctx)
	if byToken != nil {
		v.account, v.token = byToken.Accounts.Get(ctx, "")
		v.unknown = v.token
		return
	}
	if v.refused == nil {
		v.account, v.unknown = api.Accounts.Get(ctx, "") // a main key may
	}
}

// asked waits for what Twilio said. A finding that is not nil is the check's: there is nothing else to find.
func (e *examination) asked(ctx context.Context) (*visit, *Finding) {
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

// inactive reports whether Twilio refused because the account is suspended or closed: it knows the credentials then.
func inactive(err error) bool {
	return twilioapi.IsCode(err, "20005") || twilioapi.IsCode(err, "10001")
}

// mayNot is a refusal of the credentials, and not of anything else.
func mayNot(err error) bool {
	return err != nil && fault.ExitOf(err) == fault.Credentials && !errors.Is(err, context.Canceled)
}
