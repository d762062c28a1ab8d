package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Health is the state of a database.
type Health struct {
	Path   string
	Bytes  int64  // of the file and its write-ahead log
	Broken string // the first problem that SQLite finds, or ""
}

// Path returns the path of a state folder's database.
func Path(dir string) string { return filepath.Join(dir, "twvoice.db") }

// Exists reports whether a state folder has a database. If that cannot be determined, it returns true.
func Exists(dir string) bool {
	_, err := os.Stat(Path(dir))
	return !errors.Is(err, fs.ErrNotExist)
}

// Health reads the whole database and checks it. An error means that it could not be read.
// https://www.sqlite.org/pragma.html#pragma_quick_check
func (db *DB) Health(ctx context.Context) (Health, error) {
	h := Health{Path: db.path}
	var found string
	if err := db.sql.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return h, explain(db.path, err)
	}
	if found != "ok" {
		h.Broken = found
	}
	for _, name := range []string{db.path, db.path + "-wal"} {
		if info, err := os.Stat(name); err == nil {
			h.Bytes += info.Size()
		}
	}
	return h, nil
}
