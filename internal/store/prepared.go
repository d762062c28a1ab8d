package store

import (
	"context"
	"database/sql"
	"sync"
)

// Frequent statements, which are prepared once per connection: SQLite takes longer to parse one than to run it.
const (
	getRow    = "SELECT value FROM row WHERE kind = ? AND scope = ? AND key = ?"
	insertRow = "INSERT INTO row (kind, scope, key, value) VALUES (?, ?, ?, ?)"
	putRow    = insertRow + " ON CONFLICT (kind, scope, key) DO UPDATE SET value = excluded.value"
	deleteRow = "DELETE FROM row WHERE kind = ? AND scope = ? AND key = ?"
	appendLog = "INSERT INTO log (kind, at, topic, size, head, body) VALUES (?, ?, ?, ?, ?, ?)"
)

// statements are the prepared statements, by their text. The zero value prepares them on first use.
type statements struct {
	mu     sync.RWMutex
	byText map[string]*sql.Stmt
}

// prepare must run before a transaction: a database with a single connection has none left to prepare on.
func (s *statements) prepare(ctx context.Context, db *sql.DB) error {
	s.mu.RLock()
	done := s.byText != nil
	s.mu.RUnlock()
	if done {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byText != nil {
		return nil
	}
	byText := map[string]*sql.Stmt{}
	for _, text := range []string{getRow, insertRow, putRow, deleteRow, appendLog} {
		stmt, err := db.PrepareContext(ctx, text)
		if err != nil {
			return err
		}
		byText[text] = stmt
	}
	s.byText = byText
	return nil
}

// find returns a prepared statement, or nil if the text is not prepared.
func (s *statements) find(text string) *sql.Stmt {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.byText[text]
}

// dbQuerier queries the database without a transaction.
type dbQuerier struct{ *DB }

func (o dbQuerier) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if stmt := o.prepared.find(query); stmt != nil {
		return stmt.ExecContext(ctx, args...)
	}
	return o.sql.ExecContext(ctx, query, args...)
}

func (o dbQuerier) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return o.sql.QueryContext(ctx, query, args...)
}

func (o dbQuerier) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := o.prepared.find(query); stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return o.sql.QueryRowContext(ctx, query, args...)
}

// txQuerier queries in a transaction. It ignores cancellation: SQLite would undo the whole transaction, which other callers
// may share.
type txQuerier struct{ *Tx }

func (w txQuerier) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	ctx = context.WithoutCancel(ctx)
	if stmt := w.prepared.find(query); stmt != nil {
		return w.sql.StmtContext(ctx, stmt).ExecContext(ctx, args...)
	}
	return w.sql.ExecContext(ctx, query, args...)
}

func (w txQuerier) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx = context.WithoutCancel(ctx)
	return w.sql.QueryContext(ctx, query, args...)
}

func (w txQuerier) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	ctx = context.WithoutCancel(ctx)
	if stmt := w.prepared.find(query); stmt != nil {
		return w.sql.StmtContext(ctx, stmt).QueryRowContext(ctx, args...)
	}
	return w.sql.QueryRowContext(ctx, query, args...)
}
