package emulator

import (
	"encoding/json"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/store"
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

// remotes are the runs of other processes that go on, and what they have been ordered. The zero value is ready.
type remotes struct {
	mu     sync.Mutex
	runs   map[string]string // by the SID of each call that has not ended
	orders map[string][]Order
}

// follow takes the state of a call: who asks for it gets it from now on.
func (m *remotes) follow(c RemoteCall, ended bool) {
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
func (m *remotes) order(sid string, form url.Values) (ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	run, ok := m.runs[sid]
	if ok {
		m.orders[run] = append(m.orders[run], Order{Sid: sid, Form: form})
	}
	return ok
}

func (m *remotes) take(run string) []Order {
	m.mu.Lock()
	defer m.mu.Unlock()
	orders := m.orders[run]
	delete(m.orders, run)
	return orders
}

// putRemote is PUT /_twvoice/remote/{sid}: the call is kept as it is now.
func (e *Server) putRemote(r *http.Request) (any, error) {
	var told RemoteCall
	if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxBody)).Decode(&told); err != nil {
		return nil, asked(http.StatusBadRequest, "", "the body is not a call in JSON: %v", err)
	}
	if told.Sid = r.PathValue("sid"); told.Run == "" {
		told.Run = told.Sid
	}
	if _, err := accountsIn(e.db).Get(r.Context(), everyone, told.AccountSid); err != nil {
		return nil, asked(http.StatusNotFound, "", "there is no account %s here", told.AccountSid)
	}
	row := e.newCall(ringing{sid: told.Sid, account: told.AccountSid, from: told.From, to: told.To, direction: told.Direction, parent: told.ParentCallSid})
	row.Status, row.AnsweredBy = told.Status, orNull(told.AnsweredBy)
	if !told.Answered.IsZero() {
		row.begin(told.Answered)
	}
	if row.ended() {
		row.end(told.Status, told.Ended, time.Duration(told.Seconds*float64(time.Second)))
		if row.StartTime == "" {
			row.begin(told.Ended)
		}
	}
	e.remotes.follow(told, row.ended())
	return map[string]string{"sid": row.Sid}, e.db.Update(r.Context(), func(tx *store.Tx) error {
		calls := e.calls().in(tx)
		if before, err := calls.Get(r.Context(), row.AccountSid, row.Sid); err == nil {
			row.DateCreated = before.DateCreated
		}
		row.PhoneNumberSid = e.ownSid(r.Context(), tx, row)
		return calls.Put(r.Context(), row.AccountSid, row.Sid, row)
	})
}

// takeOrders is POST /_twvoice/remote/{sid}/orders: what a run has been ordered since it last asked.
func (e *Server) takeOrders(r *http.Request) (any, error) {
	return append([]Order{}, e.remotes.take(r.PathValue("sid"))...), nil
}
