package store_test

import (
	"context"
	"testing"

	"github.com/twvoice/twvoice/internal/store"
)

func version(t *testing.T, db *store.DB) store.Version {
	t.Helper()
	v, err := db.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestVersionTellsWhetherAnythingWasCommitted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	here, there := open(t, dir), open(t, dir)
	memory, err := store.Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { memory.Close() })
	tests := []struct {
		name           string
		reader, writer *store.DB
	}{
		{"by the same handle", here, here},
		{"by another process", here, there},
		{"in memory", memory, memory},
	}
	for _, tt := range tests { // one after the other: they share a file
		before := version(t, tt.reader)
		if again := version(t, tt.reader); again != before {
			t.Errorf("%s: nothing happened, and the version went from %v to %v", tt.name, before, again)
		}
		notes := store.In[note](tt.writer, "note")
		changes := map[string]func() error{
			"insert": func() error { return notes.Insert(t.Context(), "AC1", tt.name, note{"a"}) },
			"put":    func() error { return notes.Put(t.Context(), "AC1", tt.name, note{"b"}) },
			"delete": func() error { return notes.Delete(t.Context(), "AC1", tt.name) },
		}
		for _, what := range []string{"insert", "put", "delete"} {
			if err := changes[what](); err != nil {
				t.Fatal(err)
			}
			after := version(t, tt.reader)
			if after == before {
				t.Errorf("%s: %s, and the version is still %v", tt.name, what, before)
			}
			before = after
		}
		err := tt.writer.Update(t.Context(), func(tx *store.Tx) error {
			return store.In[note](tx, "note").Put(t.Context(), "AC1", tt.name, note{"in a transaction"})
		})
		if err != nil {
			t.Fatal(err)
		}
		if version(t, tt.reader) == before {
			t.Errorf("%s: a transaction, and the version is still %v", tt.name, before)
		}
	}
}

func TestVersionSurvivesAQuestionThatWasGivenUp(t *testing.T) {
	t.Parallel()
	db := open(t, t.TempDir())
	version(t, db)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if v, err := db.Version(gone); err == nil {
		t.Errorf("got %v although nobody waits for it", v)
	}
	version(t, db)
}
