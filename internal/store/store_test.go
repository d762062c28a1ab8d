package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/store"
)

type note struct{ Text string }

func open(t *testing.T, dir string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestRowsSurviveTheProcess(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.In[note](first, "note").Insert(t.Context(), "AC1", "a", note{"kept"}); err != nil {
		t.Fatal(err)
	}
	first.Close()

	got, err := store.In[note](open(t, dir), "note").Get(t.Context(), "AC1", "a")
	if err != nil || got.Text != "kept" {
		t.Errorf("got %+v, %v; want the row that was kept", got, err)
	}
	info, err := os.Stat(filepath.Join(dir, "twvoice.db"))
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("mode %v: others can read the database", info.Mode())
	}
}

func TestCollection(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db, err := store.Memory(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	notes := store.In[note](db, "note")
	for i, scope := range []string{"AC1", "AC2", "AC1", "AC1"} {
		if err := notes.Insert(ctx, scope, fmt.Sprint("k", i), note{fmt.Sprint("v", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.In[note](db, "other").Insert(ctx, "AC1", "k0", note{"another kind"}); err != nil {
		t.Fatal(err)
	}

	if err := notes.Insert(ctx, "AC1", "k0", note{}); !errors.Is(err, store.ErrExists) {
		t.Errorf("insert twice: got %v, want ErrExists", err)
	}
	if _, err := notes.Get(ctx, "AC2", "k0"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("get from another scope: got %v, want ErrNotFound", err)
	}
	if err := notes.Put(ctx, "AC1", "k2", note{"changed"}); err != nil {
		t.Fatal(err)
	}
	if err := notes.Delete(ctx, "AC1", "k3"); err != nil {
		t.Fatal(err)
	}
	if err := notes.Delete(ctx, "AC1", "k3"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("delete twice: got %v, want ErrNotFound", err)
	}

	tests := []struct {
		name string
		ask  store.Query
		want []string
	}{
		{"everything, oldest first, a replaced row in its old place", store.Query{}, []string{"v0", "v1", "changed"}},
		{"one scope", store.Query{Scope: "AC1"}, []string{"v0", "changed"}},
		{"newest first", store.Query{Newest: true}, []string{"changed", "v1", "v0"}},
		{"the second page", store.Query{After: 1, Limit: 1}, []string{"v1"}},
		{"the second page, newest first", store.Query{Newest: true, After: 3, Limit: 1}, []string{"v1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows, err := notes.List(ctx, tt.ask)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range rows {
				got = append(got, r.Value.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUpdateKeepsAllOrNothing(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := open(t, t.TempDir())
	broken := errors.New("changed my mind")
	err := db.Update(ctx, func(tx *store.Tx) error {
		if err := store.In[note](tx, "note").Insert(ctx, "", "a", note{"half"}); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Fatalf("got %v, want the function's own error", err)
	}
	if _, err := store.In[note](db, "note").Get(ctx, "", "a"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want nothing kept", err)
	}
}

func TestManyWritersLoseNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const writers, rounds = 6, 10
	var wg sync.WaitGroup
	for range writers { // each with a separate handle, like processes
		wg.Go(func() {
			db, err := store.Open(context.Background(), dir)
			if err != nil {
				t.Error(err)
				return
			}
			defer db.Close()
			for range rounds {
				if err := count(t.Context(), db); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	got, err := store.In[int](open(t, dir), "counter").Get(t.Context(), "", "n")
	if err != nil || got != writers*rounds {
		t.Errorf("got %d, %v; want %d", got, err, writers*rounds)
	}
}

func count(ctx context.Context, db *store.DB) error {
	return db.Update(ctx, func(tx *store.Tx) error {
		counter := store.In[int](tx, "counter")
		n, err := counter.Get(ctx, "", "n")
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		return counter.Put(ctx, "", "n", n+1)
	})
}

func TestOpenErrorsHaveReasons(t *testing.T) {
	t.Parallel()
	garbage := t.TempDir()
	if err := os.WriteFile(filepath.Join(garbage, "twvoice.db"), []byte("this is not a database, it is a sentence"), 0o600); err != nil {
		t.Fatal(err)
	}
	occupied := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(occupied, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{"a file that is no database": garbage, "a state folder that is a file": occupied} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := store.Open(t.Context(), dir)
			if fault.ExitOf(err) != fault.Failed || fault.HintOf(err) == "" {
				t.Errorf("got %v (exit %d, hint %q), want exit 3 and a hint", err, fault.ExitOf(err), fault.HintOf(err))
			}
		})
	}
}
