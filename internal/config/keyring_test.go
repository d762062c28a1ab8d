package config_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
)

// someSecrets look like numbers and like YAML, which a token may.
func someSecrets() config.Secrets {
	return config.Secrets{AuthToken: "01234567890123456789012345678901", KeySecret: "1e10", NgrokAuthtoken: "a: #b"}
}

func save(t *testing.T, w *world, p config.Profile) (saved config.Profile, warnings []string) {
	t.Helper()
	saved, err := w.load(t).Save(t.Context(), p, someSecrets(), func(s string) { warnings = append(warnings, s) })
	if err != nil {
		t.Fatal(err)
	}
	return saved, warnings
}

func TestSecretsGoIntoTheKeyring(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	saved, warnings := save(t, w, config.Profile{Name: "work", AccountSid: "AC1"})
	if saved.Store != config.InKeyring || len(warnings) > 0 {
		t.Errorf("got store %q and warnings %q", saved.Store, warnings)
	}
	if diff := cmp.Diff(someSecrets(), w.keyring.kept["work"]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := os.Stat(filepath.Join(w.folder, config.SecretsFile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file of secrets: got %v, want none", err)
	}
	got, err := w.load(t).Secrets(t.Context(), saved)
	if diff := cmp.Diff(someSecrets(), got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestWithoutAKeyringSecretsGoIntoAFileOfTheOwnersAfterAWarning(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keyring.fails = errLocked
	path := filepath.Join(w.folder, config.SecretsFile)
	_, err := w.load(t).Save(t.Context(), config.Profile{Name: "work", AccountSid: "AC1"}, someSecrets(), func(warning string) {
		if _, err := os.Stat(path); err == nil {
			t.Error("the file was written before the warning")
		}
		if !strings.Contains(warning, path) || !strings.Contains(warning, errLocked.Error()) {
			t.Errorf("the warning does not say where and why: %s", warning)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{config.SecretsFile, config.UserFile} {
		info, err := os.Stat(filepath.Join(w.folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != 0o600 && runtime.GOOS != "windows" {
			t.Errorf("%s: got mode %o", name, got)
		}
	}
	saved, _ := w.load(t).Profile("work")
	got, err := w.load(t).Secrets(t.Context(), saved)
	if diff := cmp.Diff(someSecrets(), got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}

	// When the keyring is back, the next login moves them there.
	w.keyring.fails = nil
	if saved, _ := save(t, w, saved); saved.Store != config.InKeyring {
		t.Errorf("got store %q", saved.Store)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file of secrets: got %v, want it gone with its last entry", err)
	}
}

func TestMissingKeyringIsNotAWarning(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.env["TWVOICE_KEYRING"] = "file"
	saved, warnings := save(t, w, config.Profile{Name: "work", AccountSid: "AC1"})
	if saved.Store != config.InFile || len(warnings) > 0 || len(w.keyring.kept) > 0 {
		t.Errorf("got store %q, warnings %q, and %d entries in the keyring", saved.Store, warnings, len(w.keyring.kept))
	}
}

func TestHangingKeyringIsWaitedForOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.user(t, "profile: work\nprofiles:\n  work: {account_sid: AC1, store: keyring}\n  home: {account_sid: AC2, store: keyring}\n")
	synctest.Test(t, func(t *testing.T) {
		w.keyring.hangs = make(chan struct{})
		c := w.load(t)
		began := time.Now()
		_, err := c.Credentials(t.Context(), config.Typed{})
		check(t, err, fault.Credentials, "read the secrets of profile work from the system's keyring: it did not answer within 3s", "twvoice login --profile work")
		_, err = c.Credentials(t.Context(), config.Typed{Profile: "home"})
		check(t, err, fault.Credentials, "profile home", "")
		if got := c.NgrokAuthtoken(t.Context(), ""); got != "" {
			t.Errorf("got %q", got)
		}
		saved, err := c.Save(t.Context(), config.Profile{Name: "new", AccountSid: "AC3"}, someSecrets(), func(string) {})
		if err != nil || saved.Store != config.InFile {
			t.Errorf("got store %q, %v; want the file", saved.Store, err)
		}
		if got := time.Since(began); got != 3*time.Second {
			t.Errorf("waited %v in all, want 3s", got)
		}
		w.keyring.mu.Lock()
		if w.keyring.asked != 1 {
			t.Errorf("asked %d times, want once: each one leaves a goroutine behind", w.keyring.asked)
		}
		w.keyring.mu.Unlock()
		close(w.keyring.hangs)
		synctest.Wait()
	})
}

func TestInterruptDoesNotWaitForKeyring(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	synctest.Test(t, func(t *testing.T) {
		w.keyring.hangs = make(chan struct{})
		ctx, interrupt := context.WithCancel(t.Context())
		go func() {
			synctest.Wait()
			interrupt()
		}()
		began := time.Now()
		_, err := w.load(t).Save(ctx, config.Profile{Name: "work", AccountSid: "AC1"}, someSecrets(), func(s string) { t.Errorf("warned: %s", s) })
		if !errors.Is(err, context.Canceled) || time.Since(began) > 0 {
			t.Errorf("got %v after %v, want that it was interrupted at once", err, time.Since(began))
		}
		for _, name := range []string{config.UserFile, config.SecretsFile} {
			if _, err := os.Stat(filepath.Join(w.folder, name)); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("%s: got %v, want that nothing was written", name, err)
			}
		}
		close(w.keyring.hangs)
		synctest.Wait()
	})
}

func TestUnreadableSecretsNameTheirStore(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, store, file, want string
		fails                   error
	}{
		{name: "a locked keyring", store: "keyring", fails: errLocked, want: "profile work from the system's keyring: the keyring is locked"},
		{name: "an entry that is gone", store: "keyring", want: "from the system's keyring: nothing is stored"},
		{name: "a file that is gone", store: "file", want: "secrets.yaml: nothing is stored"},
		{name: "a file without the profile", store: "file", file: "home: {auth_token: x}\n", want: "secrets.yaml: nothing is stored"},
		{name: "a broken file", store: "file", file: "work: {auth_token: hunter2\n", want: "secrets.yaml:1:"},
		{name: "a profile written by hand, and nothing anywhere", want: "secrets.yaml and the system's keyring: nothing is stored"},
		{name: "an entry without what calls the API", store: "file", file: "work: {ngrok_authtoken: x}\n", want: "neither an auth token nor an API key"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.keyring.fails = tt.fails
			store := ""
			if tt.store != "" {
				store = ", store: " + tt.store
			}
			w.user(t, "profile: work\nprofiles: {work: {account_sid: AC1"+store+"}}\n")
			w.write(t, w.folder, config.SecretsFile, tt.file)
			_, err := w.load(t).Credentials(t.Context(), config.Typed{})
			check(t, err, fault.Credentials, tt.want, "twvoice login --profile work")
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the message shows the secret: %v", err)
			}
		})
	}
}

func TestHandWrittenProfileFindsItsSecrets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.user(t, "profiles: {work: {account_sid: AC1}, home: {account_sid: AC2}}\n")
	w.write(t, w.folder, config.SecretsFile, "work: {auth_token: 0123, ngrok_authtoken: nwork}\n")
	w.keyring.kept["home"] = config.Secrets{AuthToken: "thome"}
	c := w.load(t)
	for name, want := range map[string]string{"work": "0123", "home": "thome"} {
		got, err := c.Credentials(t.Context(), config.Typed{Profile: name})
		if err != nil || got.AuthToken != want {
			t.Errorf("%s: got %q, %v", name, got.AuthToken, err)
		}
	}
	if got := c.NgrokAuthtoken(t.Context(), "work"); got != "nwork" {
		t.Errorf("got authtoken %q", got)
	}
	if got := c.NgrokAuthtoken(t.Context(), "nobody"); got != "" {
		t.Errorf("got authtoken %q", got)
	}
}
