package account

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/emulator/api"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// mirrorPatience is how long the emulator, which is on this machine, may take.
const mirrorPatience = 5 * time.Second

// Mirror shows calls that this process simulates in a running emulator: an application that requests such a call from
// the REST API finds it, and its updates are applied to the call. A nil Mirror does nothing. It is safe for concurrent
// use.
type Mirror struct {
	base string
	http *http.Client
	now  func() time.Time
}

// NewMirror returns nil if no emulator runs on the state folder.
func NewMirror(env app.Env) *Mirror {
	base, ok := Running(env)
	if !ok {
		return nil
	}
	return &Mirror{base: base, now: env.Now, http: &http.Client{Timeout: mirrorPatience, Transport: new(http.Transport)}}
}

// Close closes the connections.
func (m *Mirror) Close() {
	if m != nil {
		m.http.CloseIdleConnections()
	}
}

// Attach mirrors the call of the options until ctx ends. It wraps their Observe.
func (m *Mirror) Attach(ctx context.Context, o *voicesim.Options) {
	if m == nil {
		return
	}
	run := &mirrored{calls: map[string]*api.RemoteCall{}}
	observe := o.Observe
	o.Observe = func(e event.Entry) {
		if changed, ok := run.entry(e, m.now); ok && !run.lost {
			run.lost = m.do(ctx, http.MethodPut, changed.Sid, changed, nil) != nil
		}
		if observe != nil {
			observe(e)
		}
	}
	o.Orders = func() []voicesim.Update {
		var orders []api.Order
		if run.lost || m.do(ctx, http.MethodPost, run.first+"/orders", nil, &orders) != nil {
			return nil
		}
		return updates(orders)
	}
}

// do sends a request of the emulator's internal API. After an error, such as an unknown account, no more requests are
// sent, and the call continues without the emulator.
func (m *Mirror) do(ctx context.Context, method, path string, body, into any) error {
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, m.base+"/_twvoice/remote/"+path, bytes.NewReader(sent))
	if err != nil {
		return err
	}
	response, err := m.http.Do(req)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return errors.New(response.Status)
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(into)
}

// updates converts orders for the simulator. The emulator has rejected invalid ones.
func updates(orders []api.Order) []voicesim.Update {
	var all []voicesim.Update
	for _, order := range orders {
		if update, err := order.Update(); err == nil {
			all = append(all, update)
		}
	}
	return all
}

// mirrored is the state of one run: its calls as the REST API shows them. It is for one goroutine.
type mirrored struct {
	first string // the SID of the first call
	calls map[string]*api.RemoteCall
	lost  bool
}

// entry returns the current state of an entry's call, and whether the entry changes it.
func (r *mirrored) entry(e event.Entry, now func() time.Time) (api.RemoteCall, bool) {
	if rang, ok := e.Event.(event.Rang); ok && r.calls[e.Sid] == nil {
		r.begin(rang.Call)
	}
	c := r.calls[e.Sid]
	if c == nil {
		return api.RemoteCall{}, false
	}
	before := *c
	if _, rang := e.Event.(event.Rang); rang {
		before = api.RemoteCall{}
	}
	if _, rings := e.Event.(event.Rings); rings {
		c.Status = string(event.Ringing)
	}
	for _, action := range e.Actions {
		switch a := action.(type) {
		case event.Answer:
			c.Status, c.Answered = string(event.InProgress), now()
		case event.Detected:
			c.AnsweredBy = a.AnsweredBy
		case event.End:
			c.Status, c.Ended, c.Seconds = string(a.Status), now(), a.Duration.Seconds()
		}
	}
	return *c, *c != before
}

// begin adds a call. An incoming one is ringing; a dialed one is not yet.
func (r *mirrored) begin(c event.Call) {
	status, direction := event.Queued, string(c.Direction)
	if c.Direction == event.Inbound {
		status, direction = event.Ringing, "inbound"
	}
	if r.first == "" {
		r.first = c.Sid
	}
	r.calls[c.Sid] = &api.RemoteCall{
		Run: r.first, Sid: c.Sid, AccountSid: c.AccountSid, ParentCallSid: c.Parent,
		From: c.From, To: c.To, Direction: direction, Status: string(status),
	}
}
