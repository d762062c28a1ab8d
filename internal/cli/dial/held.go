package dial

import (
	"errors"
	"fmt"
	"sync"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// placedCall is the call that the command is responsible for. A second Ctrl-C reports it while the command still waits. The
// zero value has no call. It is safe for concurrent use.
type placedCall struct {
	mu    sync.Mutex
	phone string // the number of a request without an answer yet, or ""
	call  twilioapi.Call
	goes  bool // the call was placed and has perhaps not ended
}

// asked records that the request for a call is sent.
func (h *placedCall) asked(phone string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.phone = phone
}

// answered records that the answer is known.
func (h *placedCall) answered() { h.asked("") }

// on records a running call.
func (h *placedCall) on(call twilioapi.Call) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.call, h.goes = call, !call.Over()
}

// release records that the command is no longer responsible for a call.
func (h *placedCall) release() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.goes = false
}

// lastWord returns what to report about the call, and shows its last known state.
func (h *placedCall) lastWord(s *show) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.phone != "":
		return fault.Insist(fmt.Errorf("whether %s is being called is unknown", h.phone), fault.Interrupted, "check with `twvoice logs --since 10m"+s.f.AccountFlags()+"`")
	case h.goes:
		return errors.Join(fault.Insist(fmt.Errorf("call %s continues", h.call.SID), fault.Interrupted, s.f.EndingHint(h.call.SID)), s.left(h.call))
	}
	return nil
}
