package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

var (
	// ErrNotFound means that a collection has no row with that key.
	ErrNotFound = errors.New("not found")
	// ErrExists means that a collection already has a row with that key.
	ErrExists = errors.New("already exists")
	// ErrBusy means that another writer did not finish within the wait.
	ErrBusy = errors.New("busy")
)

// Collection accesses the rows of one kind, each a T as JSON under a scope (usually an account) and a key. It has no
// state, so make one where it is needed: store.In[Loan](db, "loan").
type Collection[T any] struct {
	on   Handle
	kind string
}

// In returns the collection of a kind, in the database or in a transaction.
func In[T any](on Handle, kind string) Collection[T] {
	return Collection[T]{on: on, kind: kind}
}

// Row is a stored value with its place. Seq increases with every insertion and is never reused.
type Row[T any] struct {
	Seq   int64
	Scope string
	Key   string
	Value T
}

// Get reads one row. It returns [ErrNotFound] if the key does not exist.
func (c Collection[T]) Get(ctx context.Context, scope, key string) (T, error) {
	var value T
	var data []byte
	db, path := c.on.handle()
	err := db.QueryRowContext(ctx, getRow, c.kind, scope, key).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return value, fmt.Errorf("%s %s: %w", c.kind, key, ErrNotFound)
	}
	if err != nil {
		return value, explain(path, err)
	}
	return value, c.decode(key, data, &value)
}

// Insert adds a row. It returns [ErrExists] if the key exists.
func (c Collection[T]) Insert(ctx context.Context, scope, key string, value T) error {
	err := c.write(ctx, insertRow, scope, key, value)
	if failure, ok := errors.AsType[*sqlite.Error](err); ok && failure.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE {
		return fmt.Errorf("%s %s: %w", c.kind, key, ErrExists)
	}
	_, path := c.on.handle()
	return explain(path, err)
}

// Put adds or replaces a row; a replaced row keeps its Seq.
func (c Collection[T]) Put(ctx context.Context, scope, key string, value T) error {
	_, path := c.on.handle()
	return explain(path, c.write(ctx, putRow, scope, key, value))
}

// Delete deletes a row. It returns [ErrNotFound] if the key does not exist.
func (c Collection[T]) Delete(ctx context.Context, scope, key string) error {
	db, path := c.on.handle()
	result, err := db.ExecContext(ctx, deleteRow, c.kind, scope, key)
	if err != nil {
		return explain(path, err)
	}
	if n, err := result.RowsAffected(); err == nil && n == 0 {
		return fmt.Errorf("%s %s: %w", c.kind, key, ErrNotFound)
	}
	return nil
}

// Clear deletes all rows whose kind begins with a prefix.
func Clear(ctx context.Context, on Handle, prefix string) error {
	db, path := on.handle()
	_, err := db.ExecContext(ctx, "DELETE FROM row WHERE substr(kind, 1, ?) = ?", len(prefix), prefix)
	return explain(path, err)
}

// Query selects rows for [Collection.List]. The zero value selects every row, oldest first.
type Query struct {
	Scope  string // "" for every scope
	Newest bool   // newest first instead of oldest first
	After  int64  // rows after this Seq in the selected order; 0 for the beginning
	Limit  int    // 0 for all
}

// List reads rows in the order of insertion.
func (c Collection[T]) List(ctx context.Context, q Query) ([]Row[T], error) {
	db, path := c.on.handle()
	text, args := q.sql(c.kind)
	rows, err := db.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, explain(path, err)
	}
	return scanned(rows, path, func(row *Row[T]) error {
		var data []byte
		if err := rows.Scan(&row.Seq, &row.Scope, &row.Key, &data); err != nil {
			return explain(path, err)
		}
		return c.decode(row.Key, data, &row.Value)
	})
}

// scanned reads all rows, each with scan, and closes them.
func scanned[R any](rows *sql.Rows, path string, scan func(*R) error) ([]R, error) {
	defer rows.Close()
	var list []R
	for rows.Next() {
		var row R
		if err := scan(&row); err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, explain(path, rows.Err())
}

func (q Query) sql(kind string) (string, []any) {
	var b strings.Builder
	args := []any{kind}
	b.WriteString("SELECT seq, scope, key, value FROM row WHERE kind = ?")
	if q.Scope != "" {
		b.WriteString(" AND scope = ?")
		args = append(args, q.Scope)
	}
	order, beyond := "ASC", ">"
	if q.Newest {
		order, beyond = "DESC", "<"
	}
	if q.After != 0 {
		b.WriteString(" AND seq " + beyond + " ?")
		args = append(args, q.After)
	}
	b.WriteString(" ORDER BY seq " + order)
	if q.Limit > 0 {
		b.WriteString(" LIMIT ?")
		args = append(args, q.Limit)
	}
	return b.String(), args
}

func (c Collection[T]) write(ctx context.Context, query, scope, key string, value T) error {
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode %s %s: %w", c.kind, key, err)
	}
	db, _ := c.on.handle()
	_, err = db.ExecContext(ctx, query, c.kind, scope, key, data)
	return err
}

func (c Collection[T]) decode(key string, data []byte, value *T) error {
	if err := json.Unmarshal(data, value); err != nil {
		return fmt.Errorf("decode %s %s: %w", c.kind, key, err)
	}
	return nil
}
