package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"
)

// Update runs do as one transaction: all of its changes are kept, or none if it fails.
// It holds the database's only write lock, so do must not wait for anything; what has begun is not cut short when ctx ends.
//
// Transactions of this process that wait for each other are committed together, which takes little longer than to commit one.
func (db *DB) Update(ctx context.Context, do func(*Tx) error) error {
	if err := db.prepared.prepare(ctx, db.sql); err != nil {
		return explain(db.path, err)
	}
	mine := &update{do: do, done: make(chan struct{})}
	db.line.join(mine)
	select { // SQLite would have those who wait sleep and look again, for milliseconds in which the lock is free
	case db.line.turn <- struct{}{}:
		all := db.line.take()
		if len(all) != 1 || all[0] != mine {
			ctx = context.WithoutCancel(ctx) // whose end is no reason for the others
		}
		db.commit(ctx, all)
		<-db.line.turn
	case <-mine.done:
	case <-ctx.Done():
		if db.line.leave(mine) {
			return ctx.Err()
		}
	}
	<-mine.done
	if mine.reason != nil {
		panic(mine.reason)
	}
	return mine.err
}

// update is a transaction that somebody wants.
type update struct {
	do     func(*Tx) error
	done   chan struct{} // closed when the rest is known
	err    error
	reason any // of a panic, which is that of whoever wants the transaction
}

// run does it, in a transaction that may be others' too. A panic is an error here.
func (u *update) run(tx *Tx) (err error) {
	defer func() {
		if u.reason = recover(); u.reason != nil {
			err = errors.New("panic")
		}
	}()
	return u.do(tx)
}

// commit does what has gathered, and tells those who wait for it.
func (db *DB) commit(ctx context.Context, all []*update) {
	err := explain(db.path, db.together(ctx, all))
	for _, u := range all {
		if u.err == nil {
			u.err = err
		}
		close(u.done)
	}
}

// together does all in one transaction, in which each that fails leaves nothing behind. Its error is one of the database.
func (db *DB) together(ctx context.Context, all []*update) error {
	if len(all) == 0 {
		return nil // somebody else has done it
	}
	tx, err := db.sql.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	for _, u := range all {
		if len(all) == 1 {
			if u.err = u.run(&Tx{sql: tx, path: db.path, prepared: &db.prepared}); u.err != nil {
				return nil
			}
			continue
		}
		if err := db.apart(ctx, tx, u); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// apart does one of several, so that it can be undone alone.
func (db *DB) apart(ctx context.Context, tx *sql.Tx, u *update) error {
	if _, err := tx.ExecContext(ctx, "SAVEPOINT apart"); err != nil {
		return err
	}
	if u.err = u.run(&Tx{sql: tx, path: db.path, prepared: &db.prepared}); u.err != nil {
		if _, err := tx.ExecContext(ctx, "ROLLBACK TO apart"); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "RELEASE apart")
	return err
}

// line is the transactions that nobody does yet. Make one with newLine.
type line struct {
	turn chan struct{} // holds something while somebody commits

	mu      sync.Mutex
	waiting []*update
}

func newLine() *line { return &line{turn: make(chan struct{}, 1)} }

func (l *line) join(u *update) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = append(l.waiting, u)
}

// leave says whether it was still time to.
func (l *line) leave(u *update) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.Index(l.waiting, u)
	if i < 0 {
		return false
	}
	l.waiting = slices.Delete(l.waiting, i, i+1)
	return true
}

func (l *line) take() []*update {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.waiting
	l.waiting = nil
	return all
}
