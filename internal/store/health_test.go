package store_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/twvoice/twvoice/internal/store"
)

func TestHealth(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if store.Exists(dir) {
		t.Fatal("there is a database in an empty folder")
	}
	db, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	rows := store.In[string](db, "thing")
	for i := range 500 {
		if err := rows.Insert(t.Context(), "somebody", fmt.Sprint(i), "a value of some length, so that there are many pages"); err != nil {
			t.Fatal(err)
		}
	}
	h, err := db.Health(t.Context())
	if err != nil || h.Broken != "" || h.Bytes < 4096 || h.Path != store.Path(dir) {
		t.Errorf("got %+v, %v, want a database in order", h, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}

	damage(t, store.Path(dir))
	if db, err = store.Open(t.Context(), dir); err != nil {
		return // damaged so much that it cannot even be opened
	}
	defer db.Close()
	if h, err = db.Health(t.Context()); err == nil && h.Broken == "" {
		t.Errorf("got %+v, want what is damaged", h)
	}
}

// damage overwrites some of the pages, and neither the first nor the last.
func damage(t *testing.T, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 5 * 4096; i < len(content)-4096; i++ {
		content[i] = 0xa5
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
