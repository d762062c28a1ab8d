package api

import (
	"net/url"
	"sync"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
)

// RemoteCall is a call that another process simulates, as twvoice call and twvoice test do: the account has it as if it were made
// here, so that an application finds the call about which it is asked. Times are those of the process that simulates.
type RemoteCall struct {
	Run           string    `json:"run"` // the SID of the first call of the run
	Sid           string    `json:"sid"`
	AccountSid    string    `json:"account_sid"`
	ParentCallSid string    `json:"parent_call_sid,omitempty"`
	From          string    `json:"from"`
	To            string    `json:"to"`
	Direction     string    `json:"direction"` // as Twilio spells it: inbound, outbound-dial
	Status        string    `json:"status"`
	AnsweredBy    string    `json:"answered_by,omitempty"`
	Answered      time.Time `json:"answered,omitzero"`
	Ended         time.Time `json:"ended,omitzero"`
	Seconds       float64   `json:"seconds,omitempty"` // from answer to end
}

// Order is what the REST API has been asked to do with a [RemoteCall]: the parameters of POST /Calls/{Sid}.json.
type Order struct {
	Sid  string     `json:"sid"`
	Form url.Values `json:"form"`
}

// Update is the order as the engine takes it.
func (o Order) Update() (voicesim.Update, error) {
	change, err := readUpdate(o.Form)
	return voicesim.Update{Leg: o.Sid, Event: change}, err
}

// RemoteCalls are the runs of other processes that go on, and what they have been ordered. The zero value is ready.
type RemoteCalls struct {
	mu     sync.Mutex
	runs   map[string]string // by the SID of each call that has not ended
	orders map[string][]Order
}

// Follow takes the state of a call: who asks for it gets it from now on.
func (m *RemoteCalls) Follow(c RemoteCall, ended bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.runs == nil {
		m.runs, m.orders = map[string]string{}, map[string][]Order{}
	}
	if !ended {
		m.runs[c.Sid] = c.Run
		return
	}
	delete(m.runs, c.Sid)
	if c.Sid == c.Run {
		delete(m.orders, c.Run)
	}
}

// order keeps what is asked of a call until its process fetches it; ok is false where no other process has the call.
func (m *RemoteCalls) order(sid string, form url.Values) (ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	run, ok := m.runs[sid]
	if ok {
		m.orders[run] = append(m.orders[run], Order{Sid: sid, Form: form})
	}
	return ok
}

func (m *RemoteCalls) TakeOrders(run string) []Order {
	m.mu.Lock()
	defer m.mu.Unlock()
	orders := m.orders[run]
	delete(m.orders, run)
	return orders
}
