package store

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// E11: nothing of a path is taken for the host of the URI, or for its query.
func TestURIHoldsAnyPath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		`/home/me/a b/state.db`:      "file:%2Fhome%2Fme%2Fa%20b%2Fstate.db",
		`/home/me/50%?#/state.db`:    "file:%2Fhome%2Fme%2F50%25%3F%23%2Fstate.db",
		`C:\Users\me\state.db`:       "file:C:%5CUsers%5Cme%5Cstate.db",
		`\\?\C:\Users\me\state.db`:   `file:%5C%5C%3F%5CC:%5CUsers%5Cme%5Cstate.db`,
		`\\server\share\me\state.db`: `file:%5C%5Cserver%5Cshare%5Cme%5Cstate.db`,
	} {
		if got := uri(path); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

func TestOpenTakesAnyPath(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a b%41#")
	if runtime.GOOS == "windows" {
		dir = `\\?\` + dir
	}
	db, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if info, err := os.Stat(Path(dir)); err != nil || info.Size() == 0 {
		t.Errorf("got %v %v, want the database at %s", info, err, Path(dir))
	}
}
