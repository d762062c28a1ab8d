package lease_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
)

// errPasses is an error that may be gone a moment later.
var errPasses = errors.New("503 from Twilio")

// failing has every call from the nth on fail until a time, carried out or not.
func (w *world) failing(from int, until time.Duration, carriedOut bool) {
	end := time.Now().Add(until)
	w.calls = 0
	w.fault = func(call int) (bool, error) {
		if call < from || !time.Now().Before(end) {
			return true, nil
		}
		return carriedOut, errPasses
	}
}

// A2: whatever Twilio's failure is, as long as it passes within the time that there is.
func TestReleaseRetriesTemporaryErrors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		from       int // the first call that fails: 1 is the read, 2 the change
		until      time.Duration
		carriedOut bool
	}{
		{"the read, once", 1, time.Millisecond, false},
		{"the read, for 5 s", 1, 5 * time.Second, false},
		{"the change, once", 2, time.Millisecond, false},
		{"the change, for 8 s", 2, 8 * time.Second, false},
		{"the change is carried out, and its answer lost", 2, time.Millisecond, true},
		{"carried out, and then nothing for 5 s", 2, 5 * time.Second, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				before := w.now()
				l := w.acquire(w.process(), serve("https://a.ngrok.app/voice"))
				w.failing(tt.from, tt.until, tt.carriedOut)
				w.release(l, lease.Restored)
				w.same(before)
			})
		})
	}
}

func TestUnrestoredNumberIsNamedWithItsTarget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		before := w.now()
		k := w.process()
		l := w.acquire(k, serve("https://a.ngrok.app/voice"))
		w.failing(1, time.Hour, false)
		began := time.Now()
		_, err := l.Release(t.Context())
		still, ok := errors.AsType[*lease.NotRestoredError](err)
		if !ok || !strings.Contains(err.Error(), "+14155550111 still points at https://a.ngrok.app/voice: 503 from Twilio") {
			t.Fatalf("got %v, want which number points where", err)
		}
		if took := time.Since(began); took > 10*time.Second || took < 5*time.Second {
			t.Errorf("it tried for %s, want most of 10 s", took)
		}
		if !still.Entry.Open() {
			t.Error("the loan is closed: nobody would heal it")
		}
		w.fault = nil
		w.release(l, lease.Restored)
		w.same(before)
	})
}

func TestUnansweredRequestLeavesTimeForRetry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		before := w.now()
		l := w.acquire(w.process(), serve("https://a.ngrok.app/voice"))
		w.hang = 1
		w.release(l, lease.Restored)
		w.same(before)
	})
}

func TestPermanentFailureIsNotRetried(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.acquire(w.process(), serve("https://a.ngrok.app/voice"))
	w.calls = 0
	w.fault = func(int) (bool, error) { return false, fault.With(errors.New("Twilio answered 403"), fault.Failed, "") }
	if _, err := l.Release(t.Context()); err == nil || w.calls != 1 {
		t.Errorf("got %v after %d calls, want an error after one", err, w.calls)
	}
}

// A5: each setting that is still ours is restored, what someone else has changed is left and named. A URL takes with it what
// gives it its meaning.
func TestReleaseRestoresEachSettingSeparately(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		change  lease.Settings
		want    lease.Settings
		outcome lease.Outcome
		note    string
	}{
		{"the method", lease.Settings{"VoiceMethod": "PUT"}, lease.Settings{"VoiceUrl": "https://prod.example/voice", "VoiceMethod": "PUT"}, lease.Restored, "not restored, because someone else changed it: VoiceMethod=PUT"},
		{"the URL, and so the method that it was saved with", lease.Settings{"VoiceUrl": "https://new.example/"}, lease.Settings{"VoiceUrl": "https://new.example/", "VoiceMethod": "POST"}, lease.Left, "https://new.example/"},
		{"the URL, back by hand", lease.Settings{"VoiceUrl": "https://prod.example/voice"}, lease.Settings{"VoiceUrl": "https://prod.example/voice", "VoiceMethod": "GET"}, lease.Restored, ""},
		{"a setting that was not leased", lease.Settings{"FriendlyName": "new"}, lease.Settings{"VoiceUrl": "https://prod.example/voice", "VoiceMethod": "GET"}, lease.Restored, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			l := w.acquire(w.process(), serve("https://a.ngrok.app/voice"))
			w.outsider(tt.change)
			entry := w.release(l, tt.outcome)
			now := w.now()
			for name, want := range tt.want {
				if now[name] != want {
					t.Errorf("%s: got %s, want %s", name, now[name], want)
				}
			}
			if !strings.Contains(entry.Note, tt.note) {
				t.Errorf("note %q does not name %q", entry.Note, tt.note)
			}
		})
	}
}

// A3: repointing retries as long as restoring does, and can be repeated.
func TestRepointingIsTriedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		before := w.now()
		l := w.acquire(w.process(), serve("https://a.ngrok.app/voice"))
		next := lease.Settings{"VoiceUrl": "https://b.ngrok.app/voice", "VoiceMethod": "POST"}
		w.failing(1, 25*time.Second, false)
		for n := 0; ; n++ {
			err := l.Repoint(t.Context(), next)
			if err == nil {
				break
			}
			if errors.Is(err, lease.ErrTaken) || n > 5 {
				t.Fatal(err)
			}
		}
		if got := w.now()["VoiceUrl"]; got != next["VoiceUrl"] {
			t.Errorf("it points at %s", got)
		}
		if earlier := l.Entry().Earlier; len(earlier) > 1 {
			t.Errorf("each attempt is journalled: %v", earlier)
		}
		w.release(l, lease.Restored)
		w.same(before)
	})
}
