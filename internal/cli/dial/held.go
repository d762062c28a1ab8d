package dial

import (
	"errors"
	"fmt"
	"sync"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// held is the call that the command has to answer for, as a second Ctrl-C tells of it while the command still waits. The zero value
// answers for nothing; it is safe for concurrent use.
type held struct {
	mu    sync.Mutex
	phone string // that Twilio was asked to call, "" once it has answered
	call  twilioapi.Call
	goes  bool // the call is made and not known to be over
}

// asked notes that Twilio is asked to call.
func (h *held) asked(phone string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.phone = phone
}

// answered notes that Twilio's answer is known.
func (h *held) answered() { h.asked("") }

// on notes a call that goes on.
func (h *held) on(call twilioapi.Call) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.call, h.goes = call, !call.Over()
}

// letGo notes that the command is no longer responsible for a call.
func (h *held) letGo() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.goes = false
}

// lastWord says what is left, and has the call shown as it was seen last.
func (h *held) lastWord(s *show) error {
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
