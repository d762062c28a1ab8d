package capture

import (
	"context"
	"net/url"
	"slices"
	"time"
)

// AlertRef is an alert of Twilio's debugger, reduced to what identifies the request it is about.
type AlertRef struct {
	CallSid string
	URL     string    // of the request
	Code    string    // "11200"
	At      time.Time // Twilio's clock, in whole seconds
}

// maxSkew is how much later than its alert a request may be recorded. Twilio cuts the fraction of a second, and two clocks
// never agree.
const maxSkew = 5 * time.Second

// Cause finds the request that a complaint is about: the last one before it for the same call and URL. A request stored
// with the same code is preferred.
func (a *Archive) Cause(ctx context.Context, c AlertRef) (Head, bool, error) {
	if c.CallSid == "" || c.URL == "" {
		return Head{}, false, nil
	}
	heads, err := a.Requests(ctx, Query{Call: c.CallSid})
	if err != nil {
		return Head{}, false, err
	}
	asked := slices.DeleteFunc(heads, func(h Head) bool {
		return h.ReplayOf != "" || !sameURL(h.URL, c.URL) || !c.At.IsZero() && h.At.After(c.At.Add(maxSkew))
	})
	if len(asked) == 0 {
		return Head{}, false, nil
	}
	for _, h := range slices.Backward(asked) {
		r, err := a.Request(ctx, h.ID)
		if err != nil {
			return Head{}, false, err
		}
		if slices.ContainsFunc(r.Alerts, func(known Alert) bool { return known.Code == c.Code }) {
			return h, true, nil
		}
	}
	return asked[len(asked)-1], true, nil
}

// sameURL compares the requested URL with the one in Twilio's alert. Neither includes a password.
func sameURL(a, b string) bool {
	first, err := url.Parse(a)
	if err != nil {
		return a == b
	}
	second, err := url.Parse(b)
	if err != nil {
		return false
	}
	first.User, second.User = nil, nil
	first.Fragment, second.Fragment = "", ""
	if first.Path == "" {
		first.Path = "/"
	}
	if second.Path == "" {
		second.Path = "/"
	}
	return first.String() == second.String()
}
