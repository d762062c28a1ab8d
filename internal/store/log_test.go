package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/store"
)

// at returns the time of a row: this many hours after the first.
func at(hours int) time.Time {
	return time.UnixMilli(1_770_000_000_000).Add(time.Duration(hours) * time.Hour)
}

// filled is a log with ten rows of 1 kB, an hour from each to the next, of two topics in turn.
func filled(t *testing.T, on store.Handle) store.Log[note, string] {
	t.Helper()
	log := store.LogIn[note, string](on, "request")
	for i := range 10 {
		row := store.Logged[note]{At: at(i), Topic: fmt.Sprint("CA", i%2), Head: note{fmt.Sprint(i)}}
		if _, err := log.Append(t.Context(), row, strings.Repeat(fmt.Sprint(i), 1000)); err != nil {
			t.Fatal(err)
		}
	}
	return log
}

func texts(t *testing.T, log store.Log[note, string], q store.LogQuery) string {
	t.Helper()
	rows, err := log.List(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, row := range rows {
		all.WriteString(row.Head.Text)
	}
	return all.String()
}

func TestLogLists(t *testing.T) {
	t.Parallel()
	db, err := store.Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	log := filled(t, db)
	if _, err := store.LogIn[note, string](db, "other").Append(t.Context(), store.Logged[note]{At: at(0), Head: note{"other"}}, ""); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		q    store.LogQuery
		want string
	}{
		{"all, the oldest first, and of no other kind", store.LogQuery{}, "0123456789"},
		{"the newest ones", store.LogQuery{Newest: true, Limit: 3}, "987"},
		{"of a topic", store.LogQuery{Topic: "CA1"}, "13579"},
		{"since a time, itself included", store.LogQuery{Since: at(7)}, "789"},
		{"of a topic since a time", store.LogQuery{Topic: "CA0", Since: at(5), Limit: 1}, "6"},
	}
	for _, tt := range tests {
		if got := texts(t, log, tt.q); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}

	row, body, err := log.Get(t.Context(), 4)
	want := store.Logged[note]{Seq: 4, At: at(3), Topic: "CA1", Head: note{"3"}}
	if diff := cmp.Diff(want, row); err != nil || diff != "" || body != strings.Repeat("3", 1000) {
		t.Errorf("one row: %v %q (-want +got):\n%s", err, body, diff)
	}
	if _, _, err := log.Get(t.Context(), 11); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a row of another kind: got %v, want ErrNotFound", err)
	}
}

func TestLogDeletesOldRows(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		forget func(store.Log[note, string]) (int, error)
		gone   int
		want   string
	}{
		{"nothing where nothing is limited", func(l store.Log[note, string]) (int, error) { return l.Prune(t.Context(), store.Limits{}) }, 0, "0123456789"},
		{"what is old", func(l store.Log[note, string]) (int, error) {
			return l.Prune(t.Context(), store.Limits{Since: at(4)})
		}, 4, "456789"},
		{"what is too many", func(l store.Log[note, string]) (int, error) { return l.Prune(t.Context(), store.Limits{Rows: 3}) }, 7, "789"},
		{"what is too large", func(l store.Log[note, string]) (int, error) { return l.Prune(t.Context(), store.Limits{Bytes: 2500}) }, 8, "89"},
		{"nothing that has room", func(l store.Log[note, string]) (int, error) {
			return l.Prune(t.Context(), store.Limits{Rows: 10, Bytes: 20_000, Since: at(0)})
		}, 0, "0123456789"},
		{"one that is named", func(l store.Log[note, string]) (int, error) {
			return 1, l.Remove(t.Context(), 4)
		}, 1, "012456789"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			db, err := store.Memory(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			log := filled(t, db)
			gone, err := tt.forget(log)
			if got := texts(t, log, store.LogQuery{}); err != nil || gone != tt.gone || got != tt.want {
				t.Errorf("%d are gone and %s stay, %v; want %d and %s", gone, got, err, tt.gone, tt.want)
			}
		})
	}
}

// Deleted data is no longer in the files, and its number is never reused.
func TestCompact(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := open(t, dir)
	log := filled(t, db)
	if _, err := log.Prune(t.Context(), store.Limits{Since: at(100)}); err != nil {
		t.Fatal(err)
	}
	if err := db.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte("77777777")) {
			t.Errorf("%s still has a row that was taken away", filepath.Base(file))
		}
	}
	if seq, err := log.Append(t.Context(), store.Logged[note]{At: at(0)}, ""); err != nil || seq != 11 {
		t.Errorf("the next row is %d, %v; want 11", seq, err)
	}
}
