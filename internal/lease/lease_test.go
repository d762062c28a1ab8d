package lease_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/store"
)

// phone is the one number of a world.
var phone = lease.Number{Sid: "PN0123456789abcdef0123456789abcdef", Phone: "+14155550111"}

// world is an account with one number, and a state folder that several processes share.
type world struct {
	t      *testing.T
	dir    string
	key    string
	mu     sync.Mutex
	has    lease.Settings
	gone   bool
	fault  func(call int) (apply bool, err error) // of the nth call, nil for none
	calls  int
	others map[string]lease.Another // machines, by the URL that they answer
	shared *world                   // whose number this is, for another machine
	later  time.Duration            // than the clock of a world says
	hang   int                      // this many reads get no answer
}

func newWorld(t *testing.T) *world {
	return &world{t: t, dir: t.TempDir(), key: "AC1 https://api.twilio.com", has: lease.Settings{
		"VoiceUrl": "https://prod.example/voice", "VoiceMethod": "GET", "VoiceFallbackUrl": "https://prod.example/sorry",
	}}
}

func (w *world) Key() string { return w.key }

func (w *world) call() (bool, error) {
	w.calls++
	if w.gone {
		return false, notFound{}
	}
	if w.fault != nil {
		return w.fault(w.calls)
	}
	return true, nil
}

func (w *world) Settings(ctx context.Context, _ string) (lease.Settings, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.hang > 0 {
		w.hang--
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if _, err := w.call(); err != nil {
		return nil, err
	}
	return maps.Clone(w.has), nil
}

func (w *world) Set(_ context.Context, _ string, change lease.Settings) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	apply, err := w.call()
	if apply {
		maps.Copy(w.has, change)
	}
	return err
}

// outsider changes the number as a user of Twilio's console would.
func (w *world) outsider(change lease.Settings) {
	w.mu.Lock()
	defer w.mu.Unlock()
	maps.Copy(w.has, change)
}

func (w *world) now() lease.Settings {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.has)
}

type notFound struct{}

func (notFound) Error() string        { return "Twilio answered 404" }
func (notFound) Origin() fault.Origin { return fault.Origin{Code: "20404", Status: 404} }

// process returns a keeper with a separate lock and database handle, like another twvoice.
func (w *world) process() *lease.Keeper {
	k, _ := w.processWith()
	return k
}

func (w *world) processWith() (*lease.Keeper, *store.DB) {
	db, err := store.Open(context.Background(), w.dir)
	if err != nil {
		w.t.Fatal(err)
	}
	var account lease.Account = w
	if w.shared != nil {
		account = w.shared
	}
	k := lease.New(db, account, lease.Options{
		Locks: w.dir, By: "ann@laptop", Now: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC).Add(w.later) },
		Temporary: func(err error) bool { return errors.Is(err, errPasses) },
		Another:   func(_ context.Context, url string) lease.Another { return w.others[url] },
	})
	w.t.Cleanup(func() { k.Close(); db.Close() })
	return k, db
}

func serve(url string) lease.Request {
	return lease.Request{Number: phone, Command: "serve", Want: lease.Settings{"VoiceUrl": url, "VoiceMethod": "POST"}}
}

func (w *world) acquire(k *lease.Keeper, r lease.Request) *lease.Lease {
	w.t.Helper()
	l, err := k.Acquire(w.t.Context(), r)
	if err != nil {
		w.t.Fatal(err)
	}
	return l
}

func (w *world) release(l *lease.Lease, want lease.Outcome) lease.Entry {
	w.t.Helper()
	entry, err := l.Release(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	if entry.Outcome != want {
		w.t.Errorf("outcome: got %q (%s), want %q", entry.Outcome, entry.Note, want)
	}
	return entry
}

func (w *world) same(want lease.Settings) {
	w.t.Helper()
	if diff := cmp.Diff(want, w.now()); diff != "" {
		w.t.Errorf("the number (-want +got):\n%s", diff)
	}
}

func TestReleaseRestoresNumberExactly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.now()
	l := w.acquire(w.process(), serve("https://a.ngrok.app/voice"))
	w.same(lease.Settings{"VoiceUrl": "https://a.ngrok.app/voice", "VoiceMethod": "POST", "VoiceFallbackUrl": "https://prod.example/sorry"})
	w.release(l, lease.Restored)
	w.same(before)
	w.release(l, lease.Restored) // a second time changes nothing
}

func TestReleaseKeepsChangeOfOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.acquire(w.process(), serve("https://a.ngrok.app/voice"))
	w.outsider(lease.Settings{"VoiceUrl": "https://new.example/"})
	entry := w.release(l, lease.Left)
	if w.now()["VoiceUrl"] != "https://new.example/" {
		t.Errorf("overwritten: %v", w.now())
	}
	if !strings.Contains(entry.Note, "https://new.example/") {
		t.Errorf("note %q does not say who is there", entry.Note)
	}
}

func TestHealRestoresLoanOfDeadProcess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.now()
	killed := w.process()
	w.acquire(killed, serve("https://a.ngrok.app/voice"))
	next := w.process()
	if healed, failed := next.Heal(t.Context()); len(healed)+len(failed) != 0 {
		t.Fatalf("healed %v, %v while its owner lives", healed, failed)
	}
	killed.Close() // what the system does to the lock of a process that died
	healed, failed := next.Heal(t.Context())
	if len(failed) != 0 || len(healed) != 1 || healed[0].Outcome != lease.Restored {
		t.Fatalf("got %v, %v; want one restored loan", healed, failed)
	}
	w.same(before)
	if healed, _ := next.Heal(t.Context()); len(healed) != 0 {
		t.Errorf("healed twice: %v", healed)
	}
}

// Whatever call to Twilio a process dies at, done or not done, the next one brings the number back.
func TestHealAfterCrashAtAnyAPICall(t *testing.T) {
	t.Parallel()
	dead := errors.New("the process died here")
	for at := 1; at <= 7; at++ {
		for _, applied := range []bool{false, true} {
			t.Run(fmt.Sprintf("at call %d, applied %v", at, applied), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				before := w.now()
				w.fault = func(call int) (bool, error) {
					if call == at {
						return applied, dead
					}
					if call > at {
						return false, dead
					}
					return true, nil
				}
				k := w.process()
				if l, err := k.Acquire(t.Context(), serve("https://a.ngrok.app/voice")); err == nil {
					if err := l.Repoint(t.Context(), lease.Settings{"VoiceUrl": "https://b.ngrok.app/voice"}); err == nil {
						_, _ = l.Release(t.Context())
					}
				}
				k.Close()
				w.fault = nil
				if _, failed := w.process().Heal(t.Context()); len(failed) != 0 {
					t.Fatal(failed)
				}
				w.same(before)
			})
		}
	}
}

func TestHealRestoresOriginalAfterStolenLoan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.now()
	w.acquire(w.process(), serve("https://a.ngrok.app/voice"))
	dead := errors.New("the process died here")
	w.calls, w.fault = 0, func(call int) (bool, error) { // it has read the number and written the journal
		if call > 1 {
			return false, dead
		}
		return true, nil
	}
	request := serve("https://b.ngrok.app/voice")
	request.Steal = true
	thief := w.process()
	if _, err := thief.Acquire(t.Context(), request); !errors.Is(err, dead) {
		t.Fatalf("got %v, want death", err)
	}
	thief.Close()
	w.fault = nil
	if _, failed := w.process().Heal(t.Context()); len(failed) != 0 {
		t.Fatal(failed)
	}
	w.same(before)
}

func TestAcquireRejectsLeasedNumberUnlessStolen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.now()
	victim := w.acquire(w.process(), serve("https://a.ngrok.app/voice"))
	thief := w.process()
	_, err := thief.Acquire(t.Context(), serve("https://b.ngrok.app/voice"))
	if err == nil || !strings.Contains(err.Error(), "ann@laptop") || !strings.Contains(fault.HintOf(err), "--steal") {
		t.Fatalf("got %v (hint %q); want who has it, and --steal", err, fault.HintOf(err))
	}
	request := serve("https://b.ngrok.app/voice")
	request.Steal = true
	stolen := w.acquire(thief, request)
	w.release(victim, lease.TakenOver)
	if w.now()["VoiceUrl"] != "https://b.ngrok.app/voice" {
		t.Errorf("the victim undid the thief's change: %v", w.now())
	}
	w.release(stolen, lease.Restored)
	w.same(before)
}

func TestOnlyOneOfManyGetsTheNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var wg sync.WaitGroup
	var won sync.Map
	for i := range 8 {
		k := w.process()
		wg.Go(func() {
			if l, err := k.Acquire(context.Background(), serve(fmt.Sprintf("https://%d.ngrok.app/", i))); err == nil {
				won.Store(i, l)
			}
		})
	}
	wg.Wait()
	count := 0
	won.Range(func(_, l any) bool {
		count++
		w.release(l.(*lease.Lease), lease.Restored)
		return true
	})
	if count != 1 {
		t.Errorf("%d processes hold the number, want 1", count)
	}
}

func TestSettingLeasedNumberEndsLoan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.now()
	l := w.acquire(w.process(), serve("https://a.ngrok.app/voice"))
	k := w.process()
	if _, err := k.Change(t.Context(), lease.Request{Number: phone, Command: "webhook set", Want: lease.Settings{"VoiceUrl": "https://c.example/"}}); err != nil {
		t.Fatal(err)
	}
	w.release(l, lease.TakenOver)
	if w.now()["VoiceUrl"] != "https://c.example/" {
		t.Errorf("the loan's end undid the change: %v", w.now())
	}
	if _, err := k.Restore(t.Context(), phone); err != nil {
		t.Fatal(err)
	}
	w.same(before)
}

func TestRenamingKeepsLoanOfURL(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.has["FriendlyName"] = "old"
	before := w.now()
	l := w.acquire(w.process(), serve("https://a.ngrok.app/voice"))
	k := w.process()
	if _, err := k.Change(t.Context(), lease.Request{Number: phone, Command: "numbers update", Want: lease.Settings{"FriendlyName": "new"}}); err != nil {
		t.Fatal(err)
	}
	w.release(l, lease.Restored)
	before["FriendlyName"] = "new"
	w.same(before)
}

func TestRepointRejectsStolenLoan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.now()
	victim := w.acquire(w.process(), serve("https://a.ngrok.app/voice"))
	request := serve("https://a.ngrok.app/voice") // the same URL, so that only the journal knows
	request.Steal = true
	thief := w.acquire(w.process(), request)
	if err := victim.Repoint(t.Context(), lease.Settings{"VoiceUrl": "https://b.ngrok.app/voice"}); err == nil {
		t.Error("the victim re-pointed a number that is not its own any more")
	}
	w.release(victim, lease.TakenOver)
	w.release(thief, lease.Restored)
	w.same(before)
}

func TestRestoreUndoesOneEntryARun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k := w.process()
	before := w.now()
	for _, url := range []string{"https://1.example/", "https://2.example/"} {
		if _, err := k.Change(t.Context(), lease.Request{Number: phone, Command: "webhook set", Want: lease.Settings{"VoiceUrl": url}}); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"https://1.example/", before["VoiceUrl"]} {
		if _, err := k.Restore(t.Context(), phone); err != nil {
			t.Fatal(err)
		}
		if got := w.now()["VoiceUrl"]; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if _, err := k.Restore(t.Context(), phone); fault.ExitOf(err) != fault.Failed {
		t.Errorf("with nothing left: got %v, want an error of exit code 3", err)
	}
}

func TestRestoreKeepsChangeOfOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k := w.process()
	if _, err := k.Change(t.Context(), lease.Request{Number: phone, Want: lease.Settings{"VoiceUrl": "https://1.example/"}}); err != nil {
		t.Fatal(err)
	}
	w.outsider(lease.Settings{"VoiceUrl": "https://stranger.example/"})
	if _, err := k.Restore(t.Context(), phone); err == nil || !strings.Contains(err.Error(), "stranger.example") {
		t.Errorf("got %v, want who is there", err)
	}
	if w.now()["VoiceUrl"] != "https://stranger.example/" {
		t.Errorf("overwritten: %v", w.now())
	}
}

func TestKeepTurnsTheLoanIntoHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.now()
	request := serve("https://a.ngrok.app/voice")
	request.Keep = true
	k := w.process()
	w.release(w.acquire(k, request), lease.Kept)
	if w.now()["VoiceUrl"] != "https://a.ngrok.app/voice" {
		t.Errorf("not kept: %v", w.now())
	}
	if _, err := k.Restore(t.Context(), phone); err != nil {
		t.Fatal(err)
	}
	w.same(before)
}

func TestAcquireRejectsAttachedApplicationOrTrunk(t *testing.T) {
	t.Parallel()
	for _, rival := range []string{"VoiceApplicationSid", "TrunkSid"} {
		t.Run(rival, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.has[rival] = "XX0123456789abcdef0123456789abcdef"
			before := w.now()
			k := w.process()
			_, err := k.Acquire(t.Context(), serve("https://a.ngrok.app/voice"))
			if err == nil || !strings.Contains(fault.HintOf(err), "--detach") {
				t.Fatalf("got %v, want a refusal that names --detach", err)
			}
			w.same(before)
			request := serve("https://a.ngrok.app/voice")
			request.Detach = true
			l := w.acquire(k, request)
			if w.now()[rival] != "" {
				t.Errorf("not detached: %v", w.now())
			}
			w.release(l, lease.Restored)
			w.same(before)
		})
	}
}

func TestRejectedChangeLeavesNoOpenEntry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	refused := fault.With(errors.New("no"), fault.Failed, "")
	w.fault = func(call int) (bool, error) {
		if call == 2 {
			return false, refused
		}
		return true, nil
	}
	k := w.process()
	if _, err := k.Acquire(t.Context(), serve("https://a.ngrok.app/voice")); !errors.Is(err, refused) {
		t.Fatalf("got %v, want the refusal", err)
	}
	if open, err := k.Journal(t.Context()); err != nil || len(open) != 0 {
		t.Errorf("still open: %v, %v", open, err)
	}
}

func TestHealClosesLoanOfReleasedNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.acquire(w.process(), serve("https://a.ngrok.app/voice"))
	w.gone = true
	w.release(l, lease.Gone)
}

func TestRepointedLoanRestoresOriginal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.now()
	l := w.acquire(w.process(), serve("https://a.ngrok.app/voice"))
	if err := l.Repoint(t.Context(), lease.Settings{"VoiceUrl": "https://b.ngrok.app/voice"}); err != nil {
		t.Fatal(err)
	}
	if w.now()["VoiceUrl"] != "https://b.ngrok.app/voice" {
		t.Errorf("not repointed: %v", w.now())
	}
	w.release(l, lease.Restored)
	w.same(before)
}

func TestPasswordsStayOutOfTheJournal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.now()
	l := w.acquire(w.process(), serve("https://twilio:s3cret@a.ngrok.app/voice"))
	if text := fmt.Sprint(l.Entry()); strings.Contains(text, "s3cret") {
		t.Errorf("the journal holds the password: %s", text)
	}
	w.release(l, lease.Restored)
	w.same(before)
}

func TestAnotherAccountsLoansAreNotTouched(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k := w.process()
	w.acquire(k, serve("https://a.ngrok.app/voice"))
	k.Close()
	w.key = "AC2 https://api.twilio.com"
	if healed, failed := w.process().Heal(t.Context()); len(healed)+len(failed) != 0 {
		t.Errorf("healed %v, %v of another account", healed, failed)
	}
}
