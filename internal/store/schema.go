package store

import (
	"context"
	"fmt"

	"github.com/twvoice/twvoice/internal/fault"
)

// schema returns the steps from an empty file to the current tables. A released step is never edited: a change is a new
// step at the end, and PRAGMA user_version counts the completed ones.
func schema() []string {
	return []string{
		`CREATE TABLE row (
			seq   INTEGER PRIMARY KEY AUTOINCREMENT,
			kind  TEXT NOT NULL,
			scope TEXT NOT NULL,
			key   TEXT NOT NULL,
			value BLOB NOT NULL,
			UNIQUE (kind, scope, key)
		);
		CREATE INDEX row_order ON row (kind, scope, seq);`,
		// The blobs come last, so that counting sizes does not read the pages that they overflow to.
		`CREATE TABLE log (
			seq   INTEGER PRIMARY KEY AUTOINCREMENT,
			kind  TEXT NOT NULL,
			at    INTEGER NOT NULL,
			topic TEXT NOT NULL,
			size  INTEGER NOT NULL,
			head  BLOB NOT NULL,
			body  BLOB NOT NULL
		);
		CREATE INDEX log_topic ON log (kind, topic, seq);
		CREATE INDEX log_at ON log (kind, at);`,
	}
}

func (db *DB) migrate(ctx context.Context) error {
	tx, err := db.sql.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var done int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&done); err != nil {
		return err
	}
	steps := schema()
	if done > len(steps) {
		return fault.With(fmt.Errorf("written by a newer twvoice (schema %d, this one supports %d)", done, len(steps)),
			fault.Failed, "install the newer twvoice, or set TWVOICE_STATE_DIR to another folder")
	}
	for _, step := range steps[done:] {
		if _, err := tx.ExecContext(ctx, step); err != nil {
			return err
		}
	}
	if done < len(steps) {
		if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", len(steps))); err != nil {
			return err
		}
	}
	return tx.Commit()
}
