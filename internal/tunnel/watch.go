package tunnel

import (
	"errors"
	"fmt"
	"sync"

	"golang.ngrok.com/ngrok/v2"

	"github.com/twvoice/twvoice/internal/fault"
)

// openAttempts limits the attempts for the first connection. ngrok-go waits 0.5 s and 1 s between the three, so that a
// missing network is reported within two seconds.
const openAttempts = 3

// watch converts ngrok-go's session events. Its handler is called from the goroutine that reconnects, under ngrok-go's
// own mutex, so it never waits and never calls the agent: that would deadlock.
type watch struct {
	queue  *queue
	secret string // the authtoken, which must not be shown

	mu       sync.Mutex
	giveUp   func(error) // cancels the first connection; nil after it succeeded
	attempts int
	lost     bool
	over     bool // stopped permanently; later events do not matter
}

func (w *watch) handle(ev ngrok.Event) {
	switch ev := ev.(type) {
	case *ngrok.EventAgentConnectSucceeded:
		w.connected()
	case *ngrok.EventAgentDisconnected:
		if ev.Error != nil { // ngrok-go ends with an extra event without an error
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
		// ngrok-go treats every rejection as temporary and retries without end, so that a bad token never returns:
		// https://github.com/ngrok/ngrok-go/issues/176. Only canceling ends that.
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

// explain returns err as an [*Error] if ngrok rejected something, and always without the authtoken.
func (w *watch) explain(err error) error {
	if e := refusal(err, w.secret); e != nil {
		return withHint(e)
	}
	if text := err.Error(); hide(text, w.secret) != text {
		return errors.New(hide(text, w.secret))
	}
	return err
}

// stop reports once that the tunnel has ended, and why. Later reports of ngrok-go are ignored.
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

// unreachable returns the error if ngrok did not answer at all.
func unreachable(address string, err error) error {
	hint := "check the network (HTTPS_PROXY, proxy_url); without ngrok: --public-url https://… or --tunnel none"
	if ngrok.IsTLSDiagnoseFailure(err) {
		hint = "a proxy replaces ngrok's certificate with its own: set connect_cas to host, or to the PEM file of the proxy's CA"
	}
	if step := errors.Unwrap(err); step != nil && ngrok.IsTCPDiagnoseFailure(err) || ngrok.IsTLSDiagnoseFailure(err) {
		err = step // without "diagnose tcp:", which does not help the user
	}
	return fault.With(fmt.Errorf("reach ngrok at %s: %w", address, err), fault.Failed, hint)
}
