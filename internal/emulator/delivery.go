package emulator

import (
	"net/url"
	"slices"
	"sync"
	"time"
)

// delivery is a request that was made to an application.
type delivery struct {
	At           time.Time         `json:"at"`
	CallSid      string            `json:"call_sid,omitempty"`
	Method       string            `json:"method"`
	URL          string            `json:"url"` // without a password
	Params       map[string]string `json:"params"`
	Status       int               `json:"status"` // 0 where there was no answer
	Milliseconds float64           `json:"milliseconds"`
	Purpose      string            `json:"purpose"`
}

// form is what was sent.
func (d delivery) form() url.Values {
	v := url.Values{}
	for name, value := range d.Params {
		v.Set(name, value)
	}
	return v
}

// mostDeliveries is how many are kept.
const mostDeliveries = 1000

// deliveries are the last ones, the oldest first. The zero value is ready, and safe for concurrent use.
type deliveries struct {
	mu  sync.Mutex
	all []delivery
}

func (s *deliveries) add(d delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.all) == mostDeliveries {
		s.all = s.all[1:]
	}
	s.all = append(s.all, d)
}

// list is a copy.
func (s *deliveries) list() []delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.all)
}

// last is the newest one of a call to a URL.
func (s *deliveries) last(callSid, to string) (delivery, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range slices.Backward(s.all) {
		if d.CallSid == callSid && d.URL == to {
			return d, true
		}
	}
	return delivery{}, false
}
