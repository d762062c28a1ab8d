package child

import "time"

// sameSignal is the time within which signals count as one request to end: process managers, GNU timeout and shells repeat
// a signal that the terminal has already delivered.
const sameSignal = 500 * time.Millisecond

// Signals separates a request to end from its repetitions. The zero value has seen none. It is for one goroutine.
//
// Choice: the kind of signal does not matter. Supervisors answer a Ctrl-C that the terminal has delivered with a
// SIGTERM, and systemd can send a SIGHUP with its SIGTERM.
type Signals struct {
	heard bool
	last  time.Time // time of the last request
}

// New reports whether a signal at this time is a new request.
func (w *Signals) New(at time.Time) bool {
	if w.heard && at.Sub(w.last) < sameSignal {
		return false
	}
	w.heard, w.last = true, at
	return true
}
