package record

import (
	"context"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Queue is a queue as stored and shown, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/voice/api/queue-resource
type Queue struct {
	DateUpdated     string `json:"date_updated"`
	CurrentSize     int    `json:"current_size"` // computed when shown, as is AverageWaitTime
	FriendlyName    string `json:"friendly_name"`
	URI             string `json:"uri"`
	AccountSid      string `json:"account_sid"`
	AverageWaitTime int    `json:"average_wait_time"` // seconds
	Sid             string `json:"sid"`
	DateCreated     string `json:"date_created"`
	MaxSize         int    `json:"max_size"`
}

// QueueKind is the kind of the rows of [Queues].
const QueueKind = "emulator/queue"

// Queues returns the queues, in the scope of their account.
func Queues(on store.Handle) store.Collection[Queue] { return store.In[Queue](on, QueueKind) }

// Default and largest size of a queue:
// https://www.twilio.com/docs/voice/api/queue-resource#queue-properties.
const (
	DefaultQueueSize = 1000
	LargestQueueSize = 5000
)

// WithSize returns the queue with its current size and average wait time.
func (t *Tables) WithSize(ctx context.Context, q Queue) (any, error) {
	members, err := t.WaitingMembers(ctx, t.DB, q.Sid)
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

// NewQueue returns a queue that is not stored yet.
func (t *Tables) NewQueue(accountSid, name string) Queue {
	now := FormatTime(t.Now())
	q := Queue{
		DateUpdated: now, FriendlyName: name, AccountSid: accountSid, Sid: webhook.NewSID("QU", t.Random),
		DateCreated: now, MaxSize: DefaultQueueSize,
	}
	q.SetSid(q.Sid)
	return q
}

// SetSid sets the SID, and the fields that contain it.
func (q *Queue) SetSid(sid string) {
	q.Sid, q.URI = sid, AccountsPath+"/"+q.AccountSid+"/Queues/"+sid+".json"
}

// QueueByName finds a queue by its name, as <Enqueue> does.
func (t *Tables) QueueByName(ctx context.Context, on store.Handle, accountSid, name string) (Queue, error) {
	rows, err := Queues(on).List(ctx, store.Query{Scope: accountSid})
	if err != nil {
		return Queue{}, err
	}
	for _, row := range rows {
		if row.Value.FriendlyName == name {
			return row.Value, nil
		}
	}
	return Queue{}, store.ErrNotFound
}
