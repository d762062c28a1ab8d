package twilioapi

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// Retry configures how often and how long a request is retried. The zero value makes four attempts, waits half a second
// at first and doubles that, with the real clock and real randomness. A 429 without a Retry-After is retried for as long
// as [Options].Timeout, with any number of attempts.
type Retry struct {
	Attempts int           // including the first; 0: 4
	Base     time.Duration // upper bound of the first wait, doubled each time; 0: 500 ms
	Longest  time.Duration // maximum wait; if the server asks for more, there is no retry; 0: 1 min

	Sleep  func(ctx context.Context, d time.Duration) error // nil: a timer that ends early with ctx
	Jitter func(below time.Duration) time.Duration          // nil: random in [0, below)
	Now    func() time.Time                                 // nil: time.Now
}

func (r Retry) orDefaults() Retry {
	if r.Attempts <= 0 {
		r.Attempts = 4
	}
	if r.Base <= 0 {
		r.Base = 500 * time.Millisecond
	}
	if r.Longest <= 0 {
		r.Longest = time.Minute
	}
	if r.Sleep == nil {
		r.Sleep = sleep
	}
	if r.Jitter == nil {
		r.Jitter = func(below time.Duration) time.Duration { return rand.N(below) }
	}
	if r.Now == nil {
		r.Now = time.Now
	}
	return r
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// tried is a finished attempt, with an answer or an error.
type tried struct {
	method   string
	attempt  int           // counts from 1
	patience time.Duration // time left for waiting
	answer   *answer
	err      error
}

// after returns how long to wait before the next attempt, and whether to make one.
func (r Retry) after(ctx context.Context, t tried) (time.Duration, bool) {
	if !t.worthRepeating() {
		return 0, false
	}
	wait, again := r.pause(t)
	if !again || wait > r.Longest {
		return 0, false
	}
	if deadline, ok := ctx.Deadline(); ok && r.Now().Add(wait).After(deadline) {
		return 0, false // waiting past the deadline would hide the server's answer
	}
	return wait, true
}

// pause returns how long to wait according to the answer, and whether a retry is useful.
func (r Retry) pause(t tried) (time.Duration, bool) {
	asked := time.Duration(0)
	if t.answer != nil {
		asked = retryAfter(t.answer.header, r.Now())
	}
	below := r.below(t.attempt, longestUnasked)
	switch {
	case asked <= 0 && t.limited():
		// The limit ends when other requests finish, at an unknown time, so retry while there is time. At least half of
		// the wait is fixed, so that there are few attempts.
		if below > t.patience {
			return 0, false
		}
		return below/2 + r.Jitter(below-below/2), true
	case t.attempt >= r.Attempts:
		return 0, false
	case asked > 0:
		return asked, true
	}
	return r.backoff(t.attempt), true
}

// longestUnasked limits a wait after a 429 that names none. Choice: Twilio says to back off, and not for how long
// (https://www.twilio.com/docs/api/errors/20429).
const longestUnasked = 8 * time.Second

// limited reports whether there were too many requests.
func (t tried) limited() bool {
	return t.err == nil && t.answer.status == http.StatusTooManyRequests
}

// worthRepeating reports whether an attempt can be repeated.
//
// 429 always can, because the request was rejected unread. Otherwise only GET and HEAD can. POST may have bought a
// number. HTTP allows repeating DELETE; but if the first answer was lost, the second is a 404, and the error would say
// that the number just released does not exist. They should list their numbers instead.
func (t tried) worthRepeating() bool {
	if t.err != nil {
		return safe(t.method) && isTemporary(t.err)
	}
	return t.limited() || t.answer.status >= 500 && safe(t.method)
}

func safe(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// backoff is exponential with full jitter.
// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
func (r Retry) backoff(attempt int) time.Duration {
	return r.Jitter(r.below(attempt, r.Longest))
}

// below returns the upper bound of the wait after an attempt.
func (r Retry) below(attempt int, longest time.Duration) time.Duration {
	below := r.Base
	for range attempt - 1 {
		below = min(2*below, longest)
	}
	return min(below, longest)
}

// retryAfter returns the wait that a server asked for, in seconds or as a date, or 0. Twilio does not document it but
// may send it. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := h.Get("Retry-After")
	if seconds, err := strconv.ParseInt(value, 10, 32); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return at.Sub(now)
	}
	return 0
}
