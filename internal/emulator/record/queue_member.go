package record

import (
	"context"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// Members returns the members by queue and call, in order of arrival.
func Members(on store.Handle) store.Collection[Member] {
	return store.In[Member](on, "emulator/queue-member")
}

// Member is a call that waits in a queue, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/voice/api/member-resource
type Member struct {
	CallSid      string `json:"call_sid"`
	DateEnqueued string `json:"date_enqueued"`
	Position     int    `json:"position"` // from 1; computed when shown, as is WaitTime
	URI          string `json:"uri"`
	WaitTime     int    `json:"wait_time"` // seconds
	QueueSid     string `json:"queue_sid"`
}

// Enqueue stores a call as the last member of a queue.
func (t *Tables) Enqueue(ctx context.Context, on store.Handle, q Queue, callSid string) error {
	return Members(on).Insert(ctx, q.Sid, callSid, Member{
		CallSid: callSid, DateEnqueued: FormatTime(t.Now()), QueueSid: q.Sid,
		URI: AccountsPath + "/" + q.AccountSid + "/Queues/" + q.Sid + "/Members/" + callSid + ".json",
	})
}

// Dequeue deletes a member of a queue.
func (t *Tables) Dequeue(ctx context.Context, on store.Handle, queueSid, callSid string) error {
	return Members(on).Delete(ctx, queueSid, callSid)
}

// WaitingMembers returns the members of a queue, in order of arrival.
func (t *Tables) WaitingMembers(ctx context.Context, on store.Handle, queueSid string) ([]Member, error) {
	rows, err := Members(on).List(ctx, store.Query{Scope: queueSid})
	if err != nil {
		return nil, err
	}
	all := make([]Member, len(rows))
	for i, row := range rows {
		m := row.Value
		m.Position = i + 1
		if since, err := time.Parse(time.RFC1123Z, m.DateEnqueued); err == nil {
			m.WaitTime = int(t.Now().Sub(since).Seconds())
		}
		all[i] = m
	}
	return all, nil
}
