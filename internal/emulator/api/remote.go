package api

import (
	"net/url"
	"sync"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
)

// RemoteCall is a call that another process simulates, as twvoice call and twvoice test do. The
// account shows it like a call of the emulator, so an application can find the call that it gets
// requests for. Its times are those of the simulating process.
type RemoteCall struct {
	Run           string    `json:"run"` // SID of the first call of the run
	Sid           string    `json:"sid"`
	AccountSid    string    `json:"account_sid"`
	ParentCallSid string    `json:"parent_call_sid,omitempty"`
	From          string    `json:"from"`
	To            string    `json:"to"`
	Direction     string    `json:"direction"` // in Twilio's spelling: inbound, outbound-dial
	Status        string    `json:"status"`
	AnsweredBy    string    `json:"answered_by,omitempty"`
	Answered      time.Time `json:"answered,omitzero"`
	Ended         time.Time `json:"ended,omitzero"`
	Seconds       float64   `json:"seconds,omitempty"` // from answer to end
}

// Order is a change to a [RemoteCall] that a client of the REST API requested: the parameters of
// POST /Calls/{Sid}.json.
type Order struct {
	Sid  string     `json:"sid"`
	Form url.Values `json:"form"`
}

// Update returns the order in the form that the engine takes.
func (o Order) Update() (voicesim.Update, error) {
	change, err := readUpdate(o.Form)
	return voicesim.Update{Leg: o.Sid, Event: change}, err
}

// RemoteCalls holds the runs of other processes and their pending orders. The zero value is ready
// to use, and it is safe for concurrent use.
type RemoteCalls struct {
	mu     sync.Mutex
	runs   map[string]string // run by the SID of each call that has not ended
	orders map[string][]Order
}

// Follow records the state of a call. If it has not ended, orders for it are stored from now on.
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

// order stores an order until the call's process fetches it. ok is false if no other process runs
// the call.
func (m *RemoteCalls) order(sid string, form url.Values) (ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	run, ok := m.runs[sid]
	if ok {
		m.orders[run] = append(m.orders[run], Order{Sid: sid, Form: form})
	}
	return ok
}

// TakeOrders returns the pending orders of a run, and removes them.
func (m *RemoteCalls) TakeOrders(run string) []Order {
	m.mu.Lock()
	defer m.mu.Unlock()
	orders := m.orders[run]
	delete(m.orders, run)
	return orders
}
