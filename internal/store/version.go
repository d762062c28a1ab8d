package store

import (
	"context"
	"database/sql"
	"sync"
)

// Version identifies the committed data. Equal values (==) mean that nothing was committed in between; only versions of
// one DB can be compared. The zero value is older than everything.
type Version struct{ connection, commit int64 }

// Version returns a new value after every commit, of this process or of another. Data that was read at or after a
// version is still current while that version stays.
func (db *DB) Version(ctx context.Context) (Version, error) {
	version, err := db.watch.version(ctx, db.sql, db.path == memoryPath)
	return version, explain(db.path, err)
}

// watcher uses a separate connection, because SQLite only counts the commits of others:
// https://www.sqlite.org/pragma.html#pragma_data_version. The zero value connects on first use.
type watcher struct {
	mu          sync.Mutex
	conn        *sql.Conn
	ask         *sql.Stmt
	connections int64 // number so far: each starts counting again
}

func (w *watcher) version(ctx context.Context, db *sql.DB, memory bool) (v Version, err error) {
	if memory { // its single connection counts its own changes
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
		w.drop() // an interrupted connection may be unusable
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

// close returns the connection, so that the database can be closed.
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
