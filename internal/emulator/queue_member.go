package emulator

import (
	"context"
	"encoding/json"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// member is a call that waits in a queue, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/voice/api/member-resource
type member struct {
	CallSid      string `json:"call_sid"`
	DateEnqueued string `json:"date_enqueued"`
	Position     int    `json:"position"` // from 1; counted when it is shown, like the time
	URI          string `json:"uri"`
	WaitTime     int    `json:"wait_time"` // seconds
	QueueSid     string `json:"queue_sid"`
}

// membersIn is the members by queue and call, in the order of their arrival.
func membersIn(on store.Handle) store.Collection[member] {
	return store.In[member](on, "emulator/queue-member")
}

// enqueue and dequeue are for whoever runs queues.
func (e *Server) enqueue(ctx context.Context, on store.Handle, q queue, callSid string) error {
	return membersIn(on).Insert(ctx, q.Sid, callSid, member{
		CallSid: callSid, DateEnqueued: rfc2822(e.now()), QueueSid: q.Sid,
		URI: accountsPath + "/" + q.AccountSid + "/Queues/" + q.Sid + "/Members/" + callSid + ".json",
	})
}

func (e *Server) dequeue(ctx context.Context, on store.Handle, queueSid, callSid string) error {
	return membersIn(on).Delete(ctx, queueSid, callSid)
}

// waiting is who waits in a queue, the next one first.
func (e *Server) waiting(ctx context.Context, on store.Handle, queueSid string) ([]member, error) {
	rows, err := membersIn(on).List(ctx, store.Query{Scope: queueSid})
	if err != nil {
		return nil, err
	}
	all := make([]member, len(rows))
	for i, row := range rows {
		m := row.Value
		m.Position = i + 1
		if since, err := time.Parse(time.RFC1123Z, m.DateEnqueued); err == nil {
			m.WaitTime = int(e.now().Sub(since).Seconds())
		}
		all[i] = m
	}
	return all, nil
}

func (e *Server) listMembers(ctx context.Context, r *request) (answer, error) {
	p, err := readPage(r.query)
	if err != nil {
		return answer{}, err
	}
	members, err := e.waiting(ctx, e.db, r.arg("QueueSid"))
	if err != nil {
		return answer{}, err
	}
	all := make([]json.RawMessage, len(members))
	for i, m := range members {
		if all[i], err = json.Marshal(m); err != nil {
			return answer{}, err
		}
	}
	body, err := p.envelope(r.path, "queue_members", r.query, p.some(all))
	if err != nil {
		return answer{}, err
	}
	return fresh(body)
}

func (e *Server) fetchMember(ctx context.Context, r *request) (answer, error) {
	m, err := e.memberOf(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return fresh(m)
}

// memberOf finds a member by its call; Front is whoever is next.
func (e *Server) memberOf(ctx context.Context, r *request) (member, error) {
	members, err := e.waiting(ctx, e.db, r.arg("QueueSid"))
	if err != nil {
		return member{}, err
	}
	for _, m := range members {
		if asked := r.arg("CallSid"); m.CallSid == asked || asked == "Front" {
			return m, nil
		}
	}
	return member{}, missing(r.path)
}
