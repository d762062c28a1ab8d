// Package store is the embedded database: rows of JSON in named collections, durable, shared by processes. It knows no
// feature: the package that stores a row defines its meaning and when it is deleted.
//
// No transaction spans a network call: [DB.Update] passes no context, and its function must only compute.
package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/twvoice/twvoice/internal/fault"
)

// DB is an open database. It is safe for concurrent use, by goroutines and by processes.
type DB struct {
	sql      *sql.DB
	path     string
	watch    watcher
	prepared statements
	line     *updateQueue
}

// patience is how long a writer waits for another one, in this or another process.
const patience = 10 * time.Second

// Open opens the database in dir, and creates both if necessary. Only the owner may read them. Written data is on the
// disk when the call returns (WAL with synchronous=FULL, https://www.sqlite.org/pragma.html#pragma_synchronous).
func Open(ctx context.Context, dir string) (*DB, error) { return OpenWith(ctx, dir, Options{}) }

// Options change the behavior of a database. The zero value is that of [Open].
type Options struct {
	Patience time.Duration // how long to wait for other writers, when opening and at every write; 0: ten seconds
	// Fleeting means that the data may be lost in a power failure. A commit still outlives the process, and the database
	// stays consistent. Commits do not wait for the disk (synchronous=NORMAL), which is most of their time. Other
	// processes can use full durability for the same database.
	Fleeting bool
	Pages    int // maximum size of the file, above which it counts as a full disk; 0: no limit
}

// OpenWith is Open with options.
func OpenWith(ctx context.Context, dir string, o Options) (*DB, error) {
	patience := cmp.Or(o.Patience, patience)
	path := Path(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.With(fmt.Errorf("create the state folder: %w", err), fault.Failed,
			"set TWVOICE_STATE_DIR to a folder that you can write to")
	}
	// Two processes that convert the same new file to a WAL database would get SQLITE_BUSY regardless of the timeout.
	// The lock serializes the first opening.
	lock := flock.New(filepath.Join(dir, "open.lock"), flock.SetPermissions(0o600))
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if _, err := lock.TryLockContext(waiting, 5*time.Millisecond); err != nil {
		return nil, fault.With(&busyError{fmt.Errorf("open the state database: wait for %s: %w", lock.Path(), err)}, fault.Failed, "")
	}
	defer lock.Unlock()
	if err := create(path); err != nil {
		return nil, explain(path, err)
	}

	query := url.Values{"_txlock": {"immediate"}, "_pragma": {
		fmt.Sprintf("busy_timeout(%d)", patience.Milliseconds()), "journal_mode(WAL)", o.synchronous(),
		fmt.Sprintf("max_page_count(%d)", o.Pages), // 0 has no effect
	}}
	return open(ctx, path, uri(path)+"?"+query.Encode(), 4)
}

// uri returns a path as SQLite's URI. All separators are escaped: a Windows path such as \\?\C:\state or \\server\share
// would otherwise begin with the URI's host (https://www.sqlite.org/uri.html, 3.1).
func uri(path string) string { return "file:" + url.PathEscape(path) }

func (o Options) synchronous() string {
	if o.Fleeting {
		return "synchronous(NORMAL)"
	}
	return "synchronous(FULL)"
}

// create creates an empty file that only its owner can read; SQLite itself would use the umask. It does not open an
// existing file: closing it would release the locks that this process may hold on it
// (https://www.sqlite.org/howtocorrupt.html, 2.2).
func create(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// memoryPath is the path of a database in memory.
const memoryPath = ":memory:"

// Memory returns a database in memory, for tests and temporary data. It is lost when it is closed.
func Memory(ctx context.Context) (*DB, error) {
	return open(ctx, memoryPath, "file::memory:?_txlock=immediate", 1) // one connection, because each would have a separate database
}

func open(ctx context.Context, path, dsn string, connections int) (*DB, error) {
	handle, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, explain(path, err)
	}
	handle.SetMaxOpenConns(connections)
	handle.SetMaxIdleConns(connections) // opening one takes longer than most queries
	db := &DB{sql: handle, path: path, line: newUpdateQueue()}
	if err := db.migrate(ctx); err != nil {
		handle.Close()
		return nil, explain(path, err)
	}
	return db, nil
}

// Close closes the database. Committed rows are safe even without it.
func (db *DB) Close() error {
	db.watch.close()
	return db.sql.Close()
}

// Tx is a transaction, valid until the function that received it returns. It is for one goroutine.
type Tx struct {
	sql      *sql.Tx
	path     string
	prepared *statements
}

// Handle is what a [Collection] uses: the database itself, or a transaction.
type Handle interface {
	handle() (querier, string)
}

type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func (db *DB) handle() (querier, string) { return dbQuerier{db}, db.path }
func (tx *Tx) handle() (querier, string) { return txQuerier{tx}, tx.path }

// explain converts SQLite's error to one that helps the user.
func explain(path string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var wrapped error = fmt.Errorf("state database %s: %s", path, strings.TrimPrefix(err.Error(), "sqlite: "))
	failure, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return wrapped
	}
	hint := ""
	switch failure.Code() & 0xff { // the low byte is the primary result code, https://www.sqlite.org/rescode.html
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR:
		hint = "free some disk space, then run the command again"
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		hint = "set TWVOICE_STATE_DIR to a folder that you can write to"
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		hint = "move the file away; changes recorded in it can no longer be restored, so check your numbers with: twvoice numbers list"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		wrapped = &busyError{wrapped}
		hint = "another twvoice is busy writing; run the command again"
	}
	return fault.With(wrapped, fault.Failed, hint)
}

// busyError is an [ErrBusy] with SQLite's text.
type busyError struct{ error }

func (*busyError) Is(target error) bool { return target == ErrBusy }
