package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Log accesses the rows of one kind that are only added, and deleted when they are old. Each has a head, which lists
// read, and a body, which can be large. It has no state, so make one where it is needed: store.LogIn[Head, Body](db,
// "request").
type Log[H, B any] struct {
	on   Handle
	kind string
}

// LogIn returns the log of a kind, in the database or in a transaction.
func LogIn[H, B any](on Handle, kind string) Log[H, B] {
	return Log[H, B]{on: on, kind: kind}
}

// Logged is a row of a log. Seq increases with every row and is never reused. Topic is what it belongs to, or "".
type Logged[H any] struct {
	Seq   int64
	At    time.Time // to the millisecond
	Topic string
	Head  H
}

// Append adds a row and returns its Seq.
func (l Log[H, B]) Append(ctx context.Context, row Logged[H], body B) (int64, error) {
	head, err := json.Marshal(row.Head)
	if err != nil {
		return 0, fmt.Errorf("encode %s: %w", l.kind, err)
	}
	data, err := json.Marshal(body)
	if err != nil {
		return 0, fmt.Errorf("encode %s: %w", l.kind, err)
	}
	db, path := l.on.handle()
	result, err := db.ExecContext(ctx, appendLog,
		l.kind, row.At.UnixMilli(), row.Topic, len(head)+len(data), head, data)
	if err != nil {
		return 0, explain(path, err)
	}
	seq, err := result.LastInsertId()
	return seq, explain(path, err)
}

// Get reads one complete row. It returns [ErrNotFound] if it does not exist.
func (l Log[H, B]) Get(ctx context.Context, seq int64) (Logged[H], B, error) {
	row, body := Logged[H]{Seq: seq}, *new(B)
	var at int64
	var head, data []byte
	db, path := l.on.handle()
	err := db.QueryRowContext(ctx, "SELECT at, topic, head, body FROM log WHERE kind = ? AND seq = ?", l.kind, seq).Scan(&at, &row.Topic, &head, &data)
	if errors.Is(err, sql.ErrNoRows) {
		return row, body, fmt.Errorf("%s %d: %w", l.kind, seq, ErrNotFound)
	}
	if err != nil {
		return row, body, explain(path, err)
	}
	row.At = time.UnixMilli(at)
	return row, body, errors.Join(l.decode(seq, head, &row.Head), l.decode(seq, data, &body))
}

// LogQuery selects rows for [Log.List]. The zero value selects every row, oldest first.
type LogQuery struct {
	Topic  string    // "" for every topic
	Since  time.Time // zero: from the beginning
	Newest bool      // newest first instead of oldest first
	Limit  int       // 0 for all
}

// List reads the heads of rows in the order in which they were added.
func (l Log[H, B]) List(ctx context.Context, q LogQuery) ([]Logged[H], error) {
	db, path := l.on.handle()
	where, args := q.where(l.kind)
	order := " ORDER BY seq ASC"
	if q.Newest {
		order = " ORDER BY seq DESC"
	}
	if q.Limit > 0 {
		order += " LIMIT ?"
		args = append(args, q.Limit)
	}
	rows, err := db.QueryContext(ctx, "SELECT seq, at, topic, head FROM log"+where+order, args...)
	if err != nil {
		return nil, explain(path, err)
	}
	return scanned(rows, path, func(row *Logged[H]) error {
		var at int64
		var head []byte
		if err := rows.Scan(&row.Seq, &at, &row.Topic, &head); err != nil {
			return explain(path, err)
		}
		row.At = time.UnixMilli(at)
		return l.decode(row.Seq, head, &row.Head)
	})
}

// Remove deletes a row. A missing row is not an error.
func (l Log[H, B]) Remove(ctx context.Context, seq int64) error {
	_, err := l.remove(ctx, "DELETE FROM log WHERE kind = ? AND seq = ?", l.kind, seq)
	return err
}

func (q LogQuery) where(kind string) (string, []any) {
	var b strings.Builder
	args := []any{kind}
	b.WriteString(" WHERE kind = ?")
	if q.Topic != "" {
		b.WriteString(" AND topic = ?")
		args = append(args, q.Topic)
	}
	if !q.Since.IsZero() {
		b.WriteString(" AND at >= ?")
		args = append(args, q.Since.UnixMilli())
	}
	return b.String(), args
}

func (l Log[H, B]) remove(ctx context.Context, query string, args ...any) (int, error) {
	db, path := l.on.handle()
	result, err := db.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, explain(path, err)
	}
	n, err := result.RowsAffected()
	return int(n), explain(path, err)
}

func (l Log[H, B]) decode(seq int64, data []byte, value any) error {
	if err := json.Unmarshal(data, value); err != nil {
		return fmt.Errorf("decode %s %d: %w", l.kind, seq, err)
	}
	return nil
}
