package outbox

import (
	"net/url"
	"slices"
	"sync"
	"time"
)

// Delivery is a request that was made to an application.
type Delivery struct {
	At           time.Time         `json:"at"`
	CallSid      string            `json:"call_sid,omitempty"`
	Method       string            `json:"method"`
	URL          string            `json:"url"` // without the password
	Params       map[string]string `json:"params"`
	Status       int               `json:"status"` // 0 if there was no answer
	Milliseconds float64           `json:"milliseconds"`
	Purpose      string            `json:"purpose"`
}

// Form returns the parameters that were sent.
func (d Delivery) Form() url.Values {
	v := url.Values{}
	for name, value := range d.Params {
		v.Set(name, value)
	}
	return v
}

// maxDeliveries limits the stored deliveries.
const maxDeliveries = 1000

// Log holds the last deliveries, oldest first. The zero value is ready to use, and it is safe for
// concurrent use.
type Log struct {
	mu  sync.Mutex
	all []Delivery
}

// Add appends a delivery, and drops the oldest one if the log is full.
func (s *Log) Add(d Delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.all) == maxDeliveries {
		s.all = s.all[1:]
	}
	s.all = append(s.all, d)
}

// List returns a copy of the deliveries, oldest first.
func (s *Log) List() []Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.all)
}

// Last returns the newest delivery of a call to a URL.
func (s *Log) Last(callSid, to string) (Delivery, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range slices.Backward(s.all) {
		if d.CallSid == callSid && d.URL == to {
			return d, true
		}
	}
	return Delivery{}, false
}
