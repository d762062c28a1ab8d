package tunnel

import (
	"errors"
	"fmt"
	"sync"

	"golang.ngrok.com/ngrok/v2"

	"github.com/twvoice/twvoice/internal/fault"
)

// openAttempts is how often the first connection is tried. ngrok-go waits 0.5 s and 1 s between the three,
// and a person in front of a terminal learns that the network is missing within two seconds.
const openAttempts = 3

// watch turns what ngrok-go tells about its session into events. Its handler is called from the goroutine that
// reconnects, under ngrok-go's own mutex, so it never waits and never calls the agent back: that would deadlock.
type watch struct {
	queue  *queue
	secret string // the authtoken, which must not come out

	mu       sync.Mutex
	giveUp   func(error) // ends the first connection; nil once there was one
	attempts int
	lost     bool
	over     bool // stopped for good: the rest is farewell
}

func (w *watch) handle(ev ngrok.Event) {
	switch ev := ev.(type) {
	case *ngrok.EventAgentConnectSucceeded:
		w.connected()
	case *ngrok.EventAgentDisconnected:
		if ev.Error != nil { // ngrok-go says goodbye with an extra nil
			w.disconnected(ev.Error)
		}
	}
}

func (w *watch) connected() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.giveUp = nil
	if w.lost && !w.over {
		w.lost = false
		w.queue.push(Event{Kind: Restored})
	}
}

func (w *watch) disconnected(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over {
		return
	}
	cause := w.explain(err)
	switch {
	case w.giveUp != nil:
		// ngrok-go takes every refusal for temporary and retries without end, so that a bad token never
		// returns: https://github.com/ngrok/ngrok-go/issues/176. Canceling is the only way out.
		w.attempts++
		if _, refused := errors.AsType[*Error](cause); refused || w.attempts >= openAttempts {
			w.giveUp(cause)
		}
	case w.lost:
		w.queue.push(Event{Kind: Retrying, Err: cause})
	default:
		w.lost = true
		w.queue.push(Event{Kind: Lost, Err: cause})
	}
}

// explain is err as a refusal if it is one, and without the authtoken in any case.
func (w *watch) explain(err error) error {
	if e := refusal(err, w.secret); e != nil {
		return mark(e)
	}
	if text := err.Error(); hide(text, w.secret) != text {
		return errors.New(hide(text, w.secret))
	}
	return err
}

// stop says once that the tunnel is over, and why. What ngrok-go reports afterwards is its farewell.
func (w *watch) stop(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.over {
		w.over = true
		w.queue.push(Event{Kind: Stopped, Err: err})
	}
}

// close ends the events.
func (w *watch) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	w.queue.close()
}

// unreachable is the failure to get as far as ngrok's first word.
func unreachable(address string, err error) error {
	hint := "check the network (HTTPS_PROXY, proxy_url); without ngrok: --public-url https://… or --tunnel none"
	if ngrok.IsTLSDiagnoseFailure(err) {
		hint = "a proxy replaces ngrok's certificate with its own: set connect_cas to host, or to the PEM file of the proxy's CA"
	}
	if step := errors.Unwrap(err); step != nil && ngrok.IsTCPDiagnoseFailure(err) || ngrok.IsTLSDiagnoseFailure(err) {
		err = step // without "diagnose tcp:", which says nothing to the user
	}
	return fault.With(fmt.Errorf("reach ngrok at %s: %w", address, err), fault.Failed, hint)
}
