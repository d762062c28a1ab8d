package store

import (
	"fmt"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/fault"
)

// A full disk is reported with what to do, and earlier data is still there.
func TestFullDiskLosesNothing(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db, err := Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.sql.SetMaxOpenConns(1) // the limit below is a connection's
	if _, err := db.sql.ExecContext(ctx, "PRAGMA max_page_count = 40"); err != nil {
		t.Fatal(err)
	}
	kept := 0
	for err == nil && kept < 1000 {
		if err = In[string](db, "note").Insert(ctx, "", fmt.Sprint(kept), strings.Repeat("x", 4096)); err == nil {
			kept++
		}
	}
	if err == nil || !strings.Contains(err.Error(), "full") || !strings.Contains(fault.HintOf(err), "free some disk space") {
		t.Errorf("got %v (hint %q), want that the disk is full", err, fault.HintOf(err))
	}
	rows, err := In[string](db, "note").List(ctx, Query{})
	if err != nil || len(rows) != kept || kept == 0 {
		t.Errorf("%d rows of %d are left, %v", len(rows), kept, err)
	}
}
