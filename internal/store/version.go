package store

import (
	"context"
	"database/sql"
	"sync"
)

// Version stands for what is committed. Two that are equal (==) say that nothing was committed in between; only
// those of one DB can be compared. The zero value is older than everything.
type Version struct{ connection, commit int64 }

// Version is another one after every commit, of this process or of another: what was read at a version, or later,
// is still true while that version stays.
func (db *DB) Version(ctx context.Context) (Version, error) {
	version, err := db.watch.version(ctx, db.sql, db.path == memoryPath)
	return version, explain(db.path, err)
}

// watcher asks on a connection of its own, because SQLite only counts what others commit:
// https://www.sqlite.org/pragma.html#pragma_data_version. Its zero value connects when it is first asked.
type watcher struct {
	mu          sync.Mutex
	conn        *sql.Conn
	ask         *sql.Stmt
	connections int64 // so far: each counts from anew
}

func (w *watcher) version(ctx context.Context, db *sql.DB, memory bool) (v Version, err error) {
	if memory { // there is one connection, which counts its own changes
		err = db.QueryRowContext(ctx, "SELECT 1, total_changes()").Scan(&v.connection, &v.commit)
		return v, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ask == nil {
		if err := w.connect(ctx, db); err != nil {
			return v, err
		}
	}
	v.connection = w.connections
	if err = w.ask.QueryRowContext(ctx).Scan(&v.commit); err != nil {
		w.drop() // an interrupted connection may be of no more use
	}
	return v, err
}

func (w *watcher) connect(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	ask, err := conn.PrepareContext(ctx, "PRAGMA data_version")
	if err != nil {
		conn.Close()
		return err
	}
	w.conn, w.ask = conn, ask
	w.connections++
	return nil
}

// close gives the connection back, so that the database can be closed.
func (w *watcher) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.drop()
}

func (w *watcher) drop() {
	if w.ask != nil {
		w.ask.Close()
		w.conn.Close()
		w.ask, w.conn = nil, nil
	}
}
