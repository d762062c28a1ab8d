package store

import (
	"context"
	"time"
)

// Limits say how much of a log is stored. Rows that are older than Since, or beyond another limit, are deleted, oldest
// first.
type Limits struct {
	Since time.Time // zero: no limit
	Rows  int       // 0: no limit
	Bytes int       // of heads and bodies together; 0: no limit
}

// Prune deletes the rows beyond the limits, and returns their number.
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

// Compact frees the disk space of deleted rows, so that nothing of them is left in the file.
func (db *DB) Compact(ctx context.Context) error {
	_, err := db.sql.ExecContext(ctx, "VACUUM")
	if err == nil && db.path != memoryPath {
		_, err = db.sql.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	}
	return explain(db.path, err)
}
