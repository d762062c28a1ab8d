package store

import (
	"context"
	"time"
)

// Limits are how much of a log stays. What is older than one of them, or beyond it, goes, the oldest first.
type Limits struct {
	Since time.Time // the zero time for any age
	Rows  int       // 0 for any number
	Bytes int       // of heads and bodies together, 0 for any size
}

// Prune takes away what is beyond the limits, and says how many rows that were.
func (l Log[H, B]) Prune(ctx context.Context, limits Limits) (int, error) {
	old, err := 0, error(nil)
	if !limits.Since.IsZero() {
		old, err = l.remove(ctx, "DELETE FROM log WHERE kind = ? AND at < ?", l.kind, limits.Since.UnixMilli())
	}
	many, large := 0, 0
	if limits.Rows > 0 && err == nil {
		many, err = l.remove(ctx, `DELETE FROM log WHERE kind = ? AND seq <=
			(SELECT seq FROM log WHERE kind = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)`, l.kind, l.kind, limits.Rows)
	}
	if limits.Bytes > 0 && err == nil {
		large, err = l.remove(ctx, `DELETE FROM log WHERE kind = ? AND seq <= (SELECT MAX(seq) FROM
			(SELECT seq, SUM(size) OVER (ORDER BY seq DESC) AS total FROM log WHERE kind = ?) WHERE total > ?)`, l.kind, l.kind, limits.Bytes)
	}
	return old + many + large, err
}

// Compact gives the room of rows that were taken away back to the disk, so that nothing of them is left in the file.
func (db *DB) Compact(ctx context.Context) error {
	_, err := db.sql.ExecContext(ctx, "VACUUM")
	if err == nil && db.path != memoryPath {
		_, err = db.sql.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	}
	return explain(db.path, err)
}
