package capture

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Call is a call as its requests show it. The JSON keys are a stable interface.
type Call struct {
	CallSid    string    `json:"call_sid"`
	AccountSid string    `json:"account_sid"`
	From       string    `json:"from"`
	To         string    `json:"to"`
	At         time.Time `json:"at"`          // the first request
	Until      time.Time `json:"until"`       // the last one
	Status     string    `json:"status"`      // how it ended, or [LastSeen]
	Told       string    `json:"call_status"` // in the last request
	Ended      bool      `json:"ended"`       // as far as known
	Requests   int       `json:"requests"`
	Problems   int       `json:"problems"`
	Local      bool      `json:"local"`
}

// Calls lists calls, oldest first.
func (a *Archive) Calls(ctx context.Context, q Query) ([]Call, error) {
	limit := q.Limit
	q.Limit = 0
	heads, err := a.Requests(ctx, q)
	if err != nil {
		return nil, err
	}
	calls := callsOf(heads)
	if limit > 0 && len(calls) > limit {
		calls = calls[len(calls)-limit:]
	}
	if err := a.addSocketProblems(ctx, calls); err != nil {
		return nil, err
	}
	return calls, a.findEndings(ctx, calls)
}

func callsOf(heads []Head) []Call {
	var calls []Call
	index := map[string]int{}
	for _, h := range heads {
		if h.CallSid == "" || h.ReplayOf != "" { // a request replayed alone is not part of its call
			continue
		}
		i, known := index[h.CallSid]
		if !known {
			i = len(calls)
			index[h.CallSid] = i
			calls = append(calls, Call{CallSid: h.CallSid, At: h.At})
		}
		c := &calls[i]
		c.AccountSid, c.From, c.To = cmp.Or(c.AccountSid, h.AccountSid), cmp.Or(c.From, h.From), cmp.Or(c.To, h.To)
		c.Until, c.Told, c.Local = h.At, cmp.Or(h.CallStatus, c.Told), h.Local
		c.end(h)
		c.Requests++
		c.Problems += h.Problems
	}
	return calls
}

// end updates the call's end from a request. Callbacks arrive in any order; a reported end is not changed.
func (c *Call) end(h Head) {
	switch {
	case event.Status(h.CallStatus).Final():
		c.Status, c.Ended = h.CallStatus, true
	case c.Ended && event.Status(c.Status).Final():
	case h.Ends:
		c.Status, c.Ended = Ended, true
	case !h.Purpose.IsNotification():
		c.Status, c.Ended = LastSeen, false // another request followed the answer that should have ended the call
	case c.Status == "":
		c.Status = LastSeen
	}
}

// Find finds a call by its CallSid or by a unique prefix. Any other value is an error with exit code 2.
func (a *Archive) Find(ctx context.Context, sid string) (Call, error) {
	calls, err := a.Calls(ctx, Query{})
	if err != nil {
		return Call{}, err
	}
	return findCall(calls, sid)
}

// Call reads a call, selected as in Find, with all its requests, oldest first.
func (a *Archive) Call(ctx context.Context, sid string) (Call, []Request, error) {
	call, err := a.Find(ctx, sid)
	if err != nil {
		return Call{}, nil, err
	}
	heads, err := a.Requests(ctx, Query{Call: call.CallSid})
	if err != nil {
		return Call{}, nil, err
	}
	var all []Request
	for _, h := range heads {
		if h.ReplayOf != "" {
			continue
		}
		r, err := a.Request(ctx, h.ID)
		if err != nil {
			return Call{}, nil, err
		}
		all = append(all, r)
	}
	return call, all, nil
}

// findCall returns the call that sid selects.
func findCall(calls []Call, sid string) (Call, error) {
	var found []Call
	for _, c := range calls {
		if c.CallSid == sid {
			return c, nil
		}
		if strings.HasPrefix(c.CallSid, sid) && sid != "" {
			found = append(found, c)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return Call{}, fault.With(fmt.Errorf("no call %s is stored: it never was, or it was deleted", sid), fault.Usage, "twvoice calls list")
	}
	sids := make([]string, 0, len(found))
	for _, c := range found {
		sids = append(sids, c.CallSid)
	}
	slices.Sort(sids)
	return Call{}, fault.With(fmt.Errorf("%d calls begin with %s", len(found), sid), fault.Usage, "one of "+strings.Join(sids, " "))
}
