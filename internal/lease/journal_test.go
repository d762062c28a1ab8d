package lease_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/store"
)

// A8: the number is restored, and the journal cannot be written: what happened is said, and not that nothing was changed.
func TestUnwritableJournalIsReported(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.now()
	k, db := w.processWith()
	l := w.acquire(k, serve("https://a.ngrok.app/voice"))
	db.Close()
	entry, err := l.Release(t.Context())
	w.same(before)
	if entry.Outcome != lease.Restored || err == nil || !strings.Contains(err.Error(), "+14155550111 was restored, but the journal could not be written") {
		t.Errorf("got %s, %v; want what happened", entry.Outcome, err)
	}
	if _, still := errors.AsType[*lease.NotRestoredError](err); still || strings.Contains(fault.HintOf(err), "nothing was changed") {
		t.Errorf("it says that the number was left (hint %q)", fault.HintOf(err))
	}
	k.Close()
	if healed, failed := w.process().Heal(t.Context()); len(failed) != 0 || len(healed) != 1 || healed[0].Outcome != lease.Already {
		t.Errorf("the next one: got %v, %v; want that the number had it already", healed, failed)
	}
}

// A9: many processes check the lock of a dead owner at the same time. None takes another for the owner, and one restores
// the loan.
func TestConcurrentHealsRestoreOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	killed := w.process()
	w.acquire(killed, serve("https://a.ngrok.app/voice"))
	killed.Close()
	var all sync.WaitGroup
	for range 8 {
		k := w.process()
		all.Go(func() {
			for range 50 {
				if holder, held, err := k.Holder(t.Context(), phone.Sid); held || err != nil {
					t.Errorf("held by %s, %v; its owner is dead", holder.Who(), err)
					return
				}
			}
		})
	}
	all.Wait()
}

func TestHealOutlastsConcurrentChecks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.now()
	killed := w.process()
	w.acquire(killed, serve("https://a.ngrok.app/voice"))
	killed.Close()
	stop := make(chan struct{})
	var lookers sync.WaitGroup
	for range 4 {
		k := w.process()
		lookers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					_, _, _ = k.Holder(t.Context(), phone.Sid)
				}
			}
		})
	}
	healed, failed := w.process().Heal(t.Context())
	close(stop)
	lookers.Wait()
	if len(healed) != 1 || len(failed) != 0 {
		t.Errorf("healed %v, %v; want the one loan", healed, failed)
	}
	w.same(before)
}

// A10: closed entries are not read with the open ones, and are deleted in the end; open ones stay.
func TestJournalDeletesOldEntries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k, db := w.processWith()
	old := lease.Entry{Kind: lease.Loan, NumberSid: phone.Sid, Number: phone.Phone, Outcome: lease.Restored, Closed: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	recent := old
	recent.Closed = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	open := lease.Entry{ID: "open", Kind: lease.History, NumberSid: phone.Sid, Number: phone.Phone, At: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)}
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		journal, ended := store.In[lease.Entry](tx, "journal"), store.In[lease.Entry](tx, "journal-ended")
		for i := range 1200 {
			recent.ID = fmt.Sprint("recent", i)
			if err := ended.Insert(t.Context(), w.key, recent.ID, recent); err != nil {
				return err
			}
		}
		for i := range 3 { // as an earlier version kept them
			old.ID, recent.ID = fmt.Sprint("old", i), fmt.Sprint("moved", i)
			if err := errors.Join(ended.Insert(t.Context(), w.key, old.ID, old), journal.Insert(t.Context(), w.key, recent.ID, recent)); err != nil {
				return err
			}
		}
		return journal.Insert(t.Context(), w.key, open.ID, open)
	})
	if err != nil {
		t.Fatal(err)
	}
	locks := map[string]bool{"owner-old.lock": false, "owner-new.lock": true, "number-PN1.lock": true}
	for name := range locks {
		path := filepath.Join(w.dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if name != "owner-new.lock" {
			_ = os.Chtimes(path, time.Time{}, time.Now().Add(-48*time.Hour))
		}
	}

	l := w.acquire(k, serve("https://a.ngrok.app/voice"))
	rows := func(kind string) int {
		all, err := store.In[lease.Entry](db, kind).List(t.Context(), store.Query{Scope: w.key})
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	if got := rows("journal"); got != 2 {
		t.Errorf("%d entries are read as open, want the old one and the loan", got)
	}
	if got := rows("journal-ended"); got < 1000 || got > 1003 {
		t.Errorf("%d entries that have ended are kept, want about 1000", got)
	}
	for name, want := range locks {
		if _, err := os.Stat(filepath.Join(w.dir, name)); (err == nil) != want {
			t.Errorf("%s: is there %v, want %v", name, err == nil, want)
		}
	}
	w.release(l, lease.Restored)
	if got := rows("journal"); got != 1 {
		t.Errorf("%d entries are open, want the one that nobody has undone", got)
	}
}

func TestTimesHaveZone(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	if got, want := (lease.Entry{At: at}).Who(), at.Local().Format("2006-01-02 15:04:05 MST"); !strings.Contains(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A process that restores a loan holds the lock of the dead owner. Other processes then wait for it, and do not take it
// for the owner.
func TestLoanBeingRestoredHasNoHolder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	killed := w.process()
	w.acquire(killed, serve("https://a.ngrok.app/voice"))
	killed.Close()
	reached, goOn := make(chan struct{}), make(chan struct{})
	w.calls, w.fault = 0, func(call int) (bool, error) {
		if call == 2 { // the healer's change
			close(reached)
			<-goOn
		}
		return true, nil
	}
	healer, looker := w.process(), w.process()
	var all sync.WaitGroup
	all.Go(func() {
		if _, failed := healer.Heal(t.Context()); len(failed) > 0 {
			t.Error(failed)
		}
	})
	<-reached
	all.Go(func() {
		if holder, held, err := looker.Holder(t.Context(), phone.Sid); held || err != nil {
			t.Errorf("held by %s, %v; it is being healed", holder.Who(), err)
		}
	})
	close(goOn)
	all.Wait()
}
