package config_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
)

// world is everything that config reads: two folders, a home, an environment, and a separate keyring.
type world struct {
	project, folder, home string
	env                   map[string]string
	keyring               *fakeKeyring
}

func newWorld(t *testing.T) *world {
	t.Helper()
	root := t.TempDir()
	w := &world{
		project: filepath.Join(root, "project"), folder: filepath.Join(root, "config"), home: filepath.Join(root, "home"),
		keyring: &fakeKeyring{kept: map[string]config.Secrets{}},
	}
	w.env = map[string]string{"HOME": w.home}
	return w
}

// write puts a file somewhere. An empty text writes none.
func (w *world) write(t *testing.T, dir, name, text string) {
	t.Helper()
	if text == "" {
		return
	}
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (w *world) user(t *testing.T, text string) {
	t.Helper()
	w.write(t, w.folder, config.UserFile, text)
}

func (w *world) tryLoad() (*config.Config, error) {
	getenv := func(name string) string { return w.env[name] }
	return config.Load(config.From{Getenv: getenv, Dir: w.project, Folder: w.folder, Keyring: w.keyring})
}

func (w *world) load(t *testing.T) *config.Config {
	t.Helper()
	c, err := w.tryLoad()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (w *world) read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(w.folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// fakeKeyring is a keyring in memory. It can refuse, and it can hang.
type fakeKeyring struct {
	mu    sync.Mutex
	kept  map[string]config.Secrets
	fails error
	hangs chan struct{} // until it is closed
	asked int
}

func (k *fakeKeyring) ask() error {
	if k.hangs != nil {
		k.mu.Lock()
		k.asked++
		k.mu.Unlock()
		<-k.hangs
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.fails
}

func (k *fakeKeyring) Load(_ context.Context, profile string) (config.Secrets, error) {
	if err := k.ask(); err != nil {
		return config.Secrets{}, err
	}
	s, ok := k.kept[profile]
	if !ok {
		return s, config.ErrNoSecrets
	}
	return s, nil
}

func (k *fakeKeyring) Save(_ context.Context, profile string, s config.Secrets) error {
	err := k.ask()
	if err == nil {
		k.kept[profile] = s
	}
	return err
}

func (k *fakeKeyring) Remove(_ context.Context, profile string) error {
	err := k.ask()
	if err == nil {
		delete(k.kept, profile)
	}
	return err
}

var errLocked = errors.New("the keyring is locked")

// check compares an error with what it must say, and with its exit code. No text means no error.
func check(t *testing.T, err error, exit fault.Exit, text, hint string) {
	t.Helper()
	if text == "" {
		if err != nil {
			t.Fatalf("got error %v, want none", err)
		}
		return
	}
	switch {
	case err == nil:
		t.Fatalf("got no error, want %q", text)
	case !strings.Contains(err.Error(), text):
		t.Errorf("got error %q, want %q in it", err, text)
	case fault.ExitOf(err) != exit:
		t.Errorf("got exit code %d, want %d", fault.ExitOf(err), exit)
	case !strings.Contains(fault.HintOf(err), hint):
		t.Errorf("got hint %q, want %q in it", fault.HintOf(err), hint)
	}
}
