package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"
)

// Update runs do as one transaction: if it fails, none of its changes is stored. It holds the database's only write
// lock, so do must not wait for anything. Once it has begun, it does not end with ctx.
//
// Transactions of this process that wait are committed together, which takes little longer than committing one.
func (db *DB) Update(ctx context.Context, do func(*Tx) error) error {
	if err := db.prepared.prepare(ctx, db.sql); err != nil {
		return explain(db.path, err)
	}
	mine := &update{do: do, done: make(chan struct{})}
	db.line.join(mine)
	select { // SQLite would make waiting writers sleep and retry, for milliseconds in which the lock is free
	case db.line.turn <- struct{}{}:
		all := db.line.take()
		if len(all) != 1 || all[0] != mine {
			ctx = context.WithoutCancel(ctx) // the end of one caller's context must not cancel the others' changes
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

// update is a transaction that a caller waits for.
type update struct {
	do     func(*Tx) error
	done   chan struct{} // closed when the fields below are set
	err    error
	reason any // of a panic, which is repeated in the caller
}

// run calls do, in a transaction that may be shared. It returns a panic as an error.
func (u *update) run(tx *Tx) (err error) {
	defer func() {
		if u.reason = recover(); u.reason != nil {
			err = errors.New("panic")
		}
	}()
	return u.do(tx)
}

// commit runs the waiting updates, and wakes their callers.
func (db *DB) commit(ctx context.Context, all []*update) {
	err := explain(db.path, db.runAll(ctx, all))
	for _, u := range all {
		if u.err == nil {
			u.err = err
		}
		close(u.done)
	}
}

// runAll runs all in one transaction, in which a failed one leaves no changes. Its error is one of the database.
func (db *DB) runAll(ctx context.Context, all []*update) error {
	if len(all) == 0 {
		return nil // another caller has run them
	}
	tx, err := db.sql.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // has no effect after Commit
	for _, u := range all {
		if len(all) == 1 {
			if u.err = u.run(&Tx{sql: tx, path: db.path, prepared: &db.prepared}); u.err != nil {
				return nil
			}
			continue
		}
		if err := db.runOne(ctx, tx, u); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// runOne runs one of several, so that it can be undone separately.
func (db *DB) runOne(ctx context.Context, tx *sql.Tx, u *update) error {
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

// updateQueue holds the transactions that wait to be run. Make one with newLine.
type updateQueue struct {
	turn chan struct{} // holds a value while a caller commits

	mu      sync.Mutex
	waiting []*update
}

func newUpdateQueue() *updateQueue { return &updateQueue{turn: make(chan struct{}, 1)} }

func (l *updateQueue) join(u *update) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = append(l.waiting, u)
}

// leave removes u and reports whether it was still waiting.
func (l *updateQueue) leave(u *update) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.Index(l.waiting, u)
	if i < 0 {
		return false
	}
	l.waiting = slices.Delete(l.waiting, i, i+1)
	return true
}

func (l *updateQueue) take() []*update {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.waiting
	l.waiting = nil
	return all
}
