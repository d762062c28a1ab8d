package emulator

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// queue is a waiting line as it is kept and shown, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/voice/api/queue-resource
type queue struct {
	DateUpdated     string `json:"date_updated"`
	CurrentSize     int    `json:"current_size"` // counted when it is shown, like the next but two
	FriendlyName    string `json:"friendly_name"`
	URI             string `json:"uri"`
	AccountSid      string `json:"account_sid"`
	AverageWaitTime int    `json:"average_wait_time"` // seconds
	Sid             string `json:"sid"`
	DateCreated     string `json:"date_created"`
	MaxSize         int    `json:"max_size"`
}

// Sizes of queues: https://www.twilio.com/docs/voice/api/queue-resource#queue-properties.
const (
	usualQueue   = 1000
	largestQueue = 5000
)

func (e *Server) queues() resource[queue] {
	return resource[queue]{db: e.db, kind: "emulator/queue", key: "queues", moving: true}
}

func (e *Server) queueRoutes() []route {
	const path = accountsPath + "/{AccountSid}/Queues"
	s := e.queues()
	list, fetch := s.as(e.measure)
	return []route{
		{pattern: path, on: map[string]handle{http.MethodGet: list, http.MethodPost: e.createQueue}},
		{pattern: path + "/{Sid}", on: map[string]handle{
			http.MethodGet: fetch, http.MethodPost: e.updateQueue, http.MethodDelete: s.remove(e.empty),
		}},
		{pattern: path + "/{QueueSid}/Members", on: map[string]handle{http.MethodGet: s.under("QueueSid", e.listMembers)}},
		{pattern: path + "/{QueueSid}/Members/{CallSid}", on: map[string]handle{
			http.MethodGet: s.under("QueueSid", e.fetchMember), http.MethodPost: s.under("QueueSid", e.updateMember),
		}},
	}
}

// measure counts who waits.
func (e *Server) measure(ctx context.Context, q queue) (any, error) {
	members, err := e.waiting(ctx, e.db, q.Sid)
	if err != nil {
		return nil, err
	}
	q.CurrentSize, q.AverageWaitTime = len(members), 0
	for _, m := range members {
		q.AverageWaitTime += m.WaitTime
	}
	if len(members) > 0 {
		q.AverageWaitTime /= len(members)
	}
	return q, nil
}

func (e *Server) createQueue(ctx context.Context, r *request) (answer, error) {
	q := e.newQueue(r.account.Sid, "")
	if r.form.Get("FriendlyName") == "" {
		return answer{}, invalid(badParameter, "FriendlyName is required")
	}
	err := e.db.Update(ctx, func(tx *store.Tx) error {
		if err := e.changeQueue(ctx, tx, r, &q); err != nil {
			return err
		}
		return e.queues().in(tx).Insert(ctx, q.AccountSid, q.Sid, q)
	})
	if err != nil {
		return answer{}, err
	}
	if e.board != nil {
		e.board.know(q)
	}
	return created(q)
}

// newQueue is a queue that nobody has kept yet.
func (e *Server) newQueue(accountSid, name string) queue {
	now := rfc2822(e.now())
	q := queue{
		DateUpdated: now, FriendlyName: name, AccountSid: accountSid, Sid: webhook.NewSID("QU", e.random),
		DateCreated: now, MaxSize: usualQueue,
	}
	q.rename(q.Sid)
	return q
}

// rename gives it the SID that the engine has drawn.
func (q *queue) rename(sid string) {
	q.Sid, q.URI = sid, accountsPath+"/"+q.AccountSid+"/Queues/"+sid+".json"
}

func (e *Server) updateQueue(ctx context.Context, r *request) (answer, error) {
	if _, err := e.queues().update(e.changeQueue)(ctx, r); err != nil {
		return answer{}, err
	}
	if q, err := e.queues().of(ctx, e.db, r); err == nil && e.board != nil {
		e.board.know(q)
	}
	_, fetch := e.queues().as(e.measure)
	return fetch(ctx, r)
}

// changeQueue sets a queue as a form asks. UNSURE of 22003 for a name that is taken.
func (e *Server) changeQueue(ctx context.Context, tx *store.Tx, r *request, q *queue) error {
	if text := r.form.Get("MaxSize"); text != "" {
		size, err := strconv.Atoi(text)
		if err != nil || size < 1 || size > largestQueue {
			return invalid(badParameter, "MaxSize %q is not a number from 1 to %d", text, largestQueue)
		}
		q.MaxSize = size
	}
	if name := r.form.Get("FriendlyName"); name != "" {
		if _, err := readName("FriendlyName", name); err != nil {
			return err
		}
		other, err := e.queueNamed(ctx, tx, q.AccountSid, name)
		if err == nil && other.Sid != q.Sid {
			return invalid(22003, "A queue with the name %s exists already", name)
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		q.FriendlyName = name
	}
	q.DateUpdated = rfc2822(e.now())
	return nil
}

// queueNamed finds a queue by its name, as <Enqueue> does.
func (e *Server) queueNamed(ctx context.Context, on store.Handle, accountSid, name string) (queue, error) {
	rows, err := e.queues().in(on).List(ctx, store.Query{Scope: accountSid})
	if err != nil {
		return queue{}, err
	}
	for _, row := range rows {
		if row.Value.FriendlyName == name {
			return row.Value, nil
		}
	}
	return queue{}, store.ErrNotFound
}

// empty refuses to delete a queue in which somebody waits. UNSURE of the code.
func (e *Server) empty(ctx context.Context, tx *store.Tx, q *queue) error {
	members, err := e.waiting(ctx, tx, q.Sid)
	if err == nil && len(members) > 0 {
		return invalid(22003, "The queue %s is not empty", q.FriendlyName)
	}
	return err
}
