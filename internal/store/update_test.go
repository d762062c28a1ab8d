package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// gathered has transactions wait while another one lasts, so that they are committed together.
func gathered(t *testing.T, db *DB, all ...func(*Tx) error) (errs []error, reasons []any) {
	t.Helper()
	errs, reasons = make([]error, len(all)), make([]any, len(all))
	var every sync.WaitGroup
	if err := db.Update(t.Context(), func(*Tx) error {
		for i, do := range all {
			every.Go(func() {
				defer func() { reasons[i] = recover() }()
				errs[i] = db.Update(t.Context(), do)
			})
			for waiting(db) < i+1 {
				runtime.Gosched()
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	every.Wait()
	return errs, reasons
}

func waiting(db *DB) int {
	db.line.mu.Lock()
	defer db.line.mu.Unlock()
	return len(db.line.waiting)
}

func puts(ctx context.Context, key string, err error) func(*Tx) error {
	return func(tx *Tx) error {
		return errors.Join(In[string](tx, "bird").Put(ctx, "all", key, key), err)
	}
}

func keys(t *testing.T, db *DB) (all []string) {
	t.Helper()
	rows, err := In[string](db, "bird").List(t.Context(), Query{})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		all = append(all, row.Key)
	}
	return all
}

func TestWaitingTransactionsStayAtomic(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func() (*DB, error){
		"on the disk": func() (*DB, error) { return Open(t.Context(), t.TempDir()) },
		"in memory":   func() (*DB, error) { return Memory(t.Context()) },
	} {
		db, err := open()
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		failing := errors.New("no such bird")
		errs, reasons := gathered(t, db,
			puts(t.Context(), "owl", nil),
			puts(t.Context(), "dodo", failing),
			func(tx *Tx) error { _ = puts(t.Context(), "moa", nil)(tx); panic("extinct") },
			puts(t.Context(), "wren", nil),
		)
		if errs[0] != nil || !errors.Is(errs[1], failing) || errs[3] != nil {
			t.Errorf("%s: got errors %v, want only the second to fail", name, errs)
		}
		if got, want := fmt.Sprint(reasons), "[<nil> <nil> extinct <nil>]"; got != want {
			t.Errorf("%s: got panics %s, want %s: each belongs to whoever wanted the transaction", name, got, want)
		}
		if diff := cmp.Diff([]string{"owl", "wren"}, keys(t, db)); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", name, diff)
		}
	}
}

func TestCanceledUpdateWritesNothing(t *testing.T) {
	t.Parallel()
	db, err := Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ctx, cancel := context.WithCancel(t.Context())
	if err := db.Update(t.Context(), func(*Tx) error {
		gaveUp := make(chan error)
		go func() { gaveUp <- db.Update(ctx, puts(ctx, "owl", nil)) }()
		for waiting(db) == 0 {
			runtime.Gosched()
		}
		cancel()
		if err := <-gaveUp; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want %v", err, context.Canceled)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if got := keys(t, db); len(got) > 0 {
		t.Errorf("got %q, want nothing written", got)
	}
}
