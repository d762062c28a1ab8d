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
	URL          string            `json:"url"` // without a password
	Params       map[string]string `json:"params"`
	Status       int               `json:"status"` // 0 where there was no answer
	Milliseconds float64           `json:"milliseconds"`
	Purpose      string            `json:"purpose"`
}

// Form is what was sent.
func (d Delivery) Form() url.Values {
	v := url.Values{}
	for name, value := range d.Params {
		v.Set(name, value)
	}
	return v
}

// maxDeliveries is how many are kept.
const maxDeliveries = 1000

// Log are the last ones, the oldest first. The zero value is ready, and safe for concurrent use.
type Log struct {
	mu  sync.Mutex
	all []Delivery
}

func (s *Log) Add(d Delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.all) == maxDeliveries {
		s.all = s.all[1:]
	}
	s.all = append(s.all, d)
}

// List is a copy.
func (s *Log) List() []Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.all)
}

// Last is the newest one of a call to a URL.
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
