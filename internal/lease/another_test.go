package lease_test

import (
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
)

// machine is a process with a separate journal, as on another machine.
func (w *world) machine() (*world, *lease.Keeper) {
	other := &world{t: w.t, dir: w.t.TempDir(), key: w.key, others: w.others, shared: w}
	return other, other.process()
}

func alive(urls ...string) map[string]lease.Another {
	all := map[string]lease.Another{}
	for _, url := range urls {
		all[url] = lease.Another{Living: true, Session: "0123abcd"}
	}
	return all
}

// A4: a number that another machine's serve has is refused, with the session that answers there.
func TestAcquireRejectsNumberServedByAnotherMachine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.others = alive("https://a.ngrok.app/voice")
	w.outsider(lease.Settings{"VoiceUrl": "https://a.ngrok.app/voice"})
	k := w.process()
	for name, try := range map[string]func() error{
		"planned": func() error { _, err := k.Plan(t.Context(), serve("https://b.ngrok.app/voice")); return err },
		"acquire": func() error { _, err := k.Acquire(t.Context(), serve("https://b.ngrok.app/voice")); return err },
	} {
		err := try()
		if err == nil || !strings.Contains(err.Error(), "session 0123abcd") || !strings.Contains(fault.HintOf(err), "--steal") {
			t.Errorf("%s: got %v (hint %q), want a refusal with the session, and --steal", name, err, fault.HintOf(err))
		}
	}
	if _, err := w.process().Acquire(t.Context(), serve("https://a.ngrok.app/voice")); err != nil {
		t.Errorf("our own host: got %v, want that nobody is asked", err)
	}
}

// A4: A, then B; A ends, then B ends. The number shows A's URL, and A's journal still knows what was there before.
func TestDisplacedLoanIsRestoredWhenURLReturns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.now()
	w.others = alive("https://a.ngrok.app/voice", "https://b.ngrok.app/voice")
	first := w.process()
	a := w.acquire(first, serve("https://a.ngrok.app/voice"))
	theirs, second := w.machine()
	request := serve("https://b.ngrok.app/voice")
	request.Steal = true
	b := theirs.acquire(second, request)

	entry := w.release(a, lease.Displaced)
	if !entry.Open() || !strings.Contains(entry.Note, "https://b.ngrok.app/voice") {
		t.Errorf("got %+v, want an entry that is open and says who is there", entry)
	}
	first.Close()
	next := w.process()
	if healed, failed := next.Heal(t.Context()); len(healed)+len(failed) != 0 {
		t.Errorf("healed %v, %v while the other machine has it", healed, failed)
	}
	if entry, err := next.Restore(t.Context(), phone); err == nil || entry.Outcome != lease.Displaced {
		t.Errorf("restore: got %s, %v; want that the other machine has it", entry.Outcome, err)
	}
	theirs.release(b, lease.Restored)
	healed, failed := next.Heal(t.Context())
	if len(failed) != 0 || len(healed) != 1 || healed[0].Outcome != lease.Restored {
		t.Errorf("got %v, %v; want one restored loan", healed, failed)
	}
	w.same(before)
}

// The displaced loan stays when a serve with our journal takes a number that another machine uses.
func TestDisplacedLoanOutlivesNextServe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.now()
	w.others = alive("https://b.ngrok.app/voice")
	first := w.process()
	a := w.acquire(first, serve("https://a.ngrok.app/voice"))
	w.outsider(lease.Settings{"VoiceUrl": "https://b.ngrok.app/voice"})
	w.release(a, lease.Displaced)
	first.Close()
	request := serve("https://c.ngrok.app/voice")
	request.Steal = true
	second := w.process()
	w.release(w.acquire(second, request), lease.Restored)
	w.outsider(lease.Settings{"VoiceUrl": "https://a.ngrok.app/voice"}) // the other machine restores it
	if _, err := second.Restore(t.Context(), phone); err != nil {
		t.Fatal(err)
	}
	w.same(before)
}

func TestDisplacedLoanExpires(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.others = alive("https://b.ngrok.app/voice")
	first := w.process()
	a := w.acquire(first, serve("https://a.ngrok.app/voice"))
	w.outsider(lease.Settings{"VoiceUrl": "https://b.ngrok.app/voice"})
	w.release(a, lease.Displaced)
	first.Close()
	w.later = 91 * 24 * time.Hour
	healed, failed := w.process().Heal(t.Context())
	if len(failed) != 0 || len(healed) != 1 || healed[0].Outcome != lease.Left {
		t.Errorf("got %v, %v; want a loan that is left", healed, failed)
	}
}
