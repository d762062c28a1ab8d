package scenario

import (
	"errors"
	"fmt"
	"strings"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// injection is the step `fault: drop-socket`.
type injection struct{ event.Fault }

func makeFault(f fields) stepAction {
	switch {
	case f.has("provider-error"):
		return injection{event.Fault{Kind: event.ProviderError, Code: f.text("provider-error")}}
	case f.has("stall"):
		return injection{event.Fault{Kind: event.Stall, Stall: f.length("stall", 0)}}
	}
	return injection{event.Fault{Kind: event.DropSocket}}
}

func (s injection) begin(p *play) runningStep { return &failing{step: s, target: p.talk.faults + 1} }

func (s injection) wants() string {
	switch s.Kind {
	case event.ProviderError:
		return "a WebSocket is open, and a provider of speech fails with " + s.Code
	case event.Stall:
		return fmt.Sprintf("a WebSocket is open, and its messages are held back for %s", s.Fault.Stall)
	}
	return "a WebSocket is open, and its connection is lost"
}

// raises returns the code of the error that the fault itself causes, or "". A scenario expects it.
func (s injection) raises() string {
	switch s.Kind {
	case event.ProviderError:
		return s.Code
	case event.DropSocket:
		return lostCode
	}
	return ""
}

// lostCode is the code of a WebSocket that was lost.
const lostCode = "64105"

// failing injects a fault as soon as a WebSocket is open.
type failing struct {
	expects
	step   injection
	target int
	acted  bool
}

func (t *failing) look(p *play) bool { return p.talk.faults >= t.target }

func (t *failing) move(p *play, _ voicesim.Turn) (voicesim.Input, bool) {
	if t.acted || !p.talk.open {
		return voicesim.Input{}, false
	}
	t.acted = true
	if code := t.step.raises(); code != "" {
		p.excused = append(p.excused, code)
	}
	return voicesim.Input{Event: t.step.Fault}, true
}

// readFault reads a fault without a setting.
func readFault(written string) (any, error) {
	switch event.FaultKind(written) {
	case event.DropSocket:
		return written, nil
	case event.Stall:
		return nil, errors.New("stall needs a duration: write { stall: 5s }")
	case event.ProviderError:
		return nil, errors.New("provider-error needs a code: write { provider-error: 64114 }")
	}
	return nil, fmt.Errorf("%q is invalid: use drop-socket, { provider-error: 64114 } or { stall: 5s }", written)
}

// readCode reads an error code of ConversationRelay.
func readCode(written string) (any, error) {
	if _, known := alert.Lookup(written); !known || !strings.HasPrefix(written, "641") {
		return nil, fmt.Errorf("%q is not an error code of ConversationRelay: write 64114", written)
	}
	return written, nil
}
