// Package accounttest opens an account on a test's own server, in an isolated environment. It is for tests and contacts
// only that server.
package accounttest

import (
	"crypto/rand"
	"io"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/config"
)

// Env returns an environment with credentials, empty folders, and a stopped clock. Output goes to out.
func Env(t *testing.T, now time.Time, out io.Writer) app.Env {
	t.Helper()
	return app.Env{
		Now: func() time.Time { return now }, Random: rand.Reader, Dir: t.TempDir(), Stdout: out, Stderr: io.Discard,
		Folders: app.Folders{State: t.TempDir(), Config: t.TempDir(), Home: t.TempDir()},
		Environ: []string{"TWILIO_ACCOUNT_SID=AC00000000000000000000000000000001", "TWILIO_AUTH_TOKEN=token"},
	}
}

// Open opens the account of those credentials, until the test ends.
func Open(t *testing.T, env app.Env, url string) *account.Account {
	t.Helper()
	loaded, err := config.Load(config.From{Getenv: env.Getenv, Dir: env.Dir, Folder: env.Folders.Config})
	if err != nil {
		t.Fatal(err)
	}
	a, err := account.Open(t.Context(), account.Options{Env: env, Config: loaded, APIURL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}
