package child

import "time"

// sameWish is how close together signals come that are one wish to end: process managers, GNU timeout and shells pass on what
// the terminal has delivered already.
const sameWish = 500 * time.Millisecond

// Wishes tells a wish to end from its echoes. The zero value has heard nothing; it is for one goroutine.
//
// Choice: the kind of signal does not matter. Supervisors answer a Ctrl-C that the terminal has delivered with a SIGTERM, and
// systemd can send a SIGHUP with its SIGTERM.
type Wishes struct {
	heard bool
	last  time.Time // when the last wish began
}

// New reports whether a signal at this time is a wish of its own.
func (w *Wishes) New(at time.Time) bool {
	if w.heard && at.Sub(w.last) < sameWish {
		return false
	}
	w.heard, w.last = true, at
	return true
}
