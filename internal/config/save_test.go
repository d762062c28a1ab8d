package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
)

func TestSavingLeavesTheRestOfTheFileAlone(t *testing.T) {
	t.Parallel()
	const saved = "  work:\n    account_sid: AC1\n    region: ie1\n    store: keyring\n"
	tests := []struct{ name, before, after string }{
		{"no file", "", "profiles:\n" + saved + "profile: work\n"},
		{"nothing but a comment", "# mine", "# mine\nprofiles:\n" + saved + "profile: work\n"},
		{
			"other settings and comments", "# mine\ntimeout: 5s # slow\n\n# colors\nno_color: true\n",
			"# mine\ntimeout: 5s # slow\n\n# colors\nno_color: true\nprofiles:\n" + saved + "profile: work\n",
		},
		{
			"another profile", "profile: home # the day job\nprofiles:\n  # at home\n  home:\n    account_sid: AC2 # mine\n\nngrok:\n  proxy_url: http://x\n",
			"profile: home # the day job\nprofiles:\n  # at home\n  home:\n    account_sid: AC2 # mine\n" + saved + "\nngrok:\n  proxy_url: http://x\n",
		},
		{
			"an earlier one of that name", "profiles:\n  work:\n    account_sid: AC9\n    key_sid: SK9\n    edge: dublin\nprofile: work\n",
			"profiles:\n" + saved + "profile: work\n",
		},
		{"profiles without any", "profiles:\nlocal: false\n", "profiles:\n" + saved + "local: false\nprofile: work\n"},
		{
			"deeper indentation", "ngrok:\n    proxy_url: http://x\nprofiles:\n    home:\n        account_sid: AC2\n",
			"ngrok:\n    proxy_url: http://x\nprofiles:\n    home:\n        account_sid: AC2\n    work:\n      account_sid: AC1\n      region: ie1\n      store: keyring\nprofile: work\n",
		},
		{
			"a file from Windows", "timeout: 5s # slow\r\nno_color: true\r\n",
			"timeout: 5s # slow\r\nno_color: true\r\n" + strings.ReplaceAll("profiles:\n"+saved+"profile: work\n", "\n", "\r\n"),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.user(t, tt.before)
			save(t, w, config.Profile{Name: "work", AccountSid: "AC1", Region: "ie1"})
			if diff := cmp.Diff(tt.after, w.read(t, config.UserFile)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			got, ok := w.load(t).Profile("work")
			want := config.Profile{Name: "work", AccountSid: "AC1", Region: "ie1", Store: config.InKeyring}
			if diff := cmp.Diff(want, got); !ok || diff != "" {
				t.Errorf("read again (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUneditableFileIsLeftUnchanged(t *testing.T) {
	t.Parallel()
	for _, before := range []string{
		"{timeout: 5s, profiles: {home: {account_sid: AC2}}}\n",
		"timeout: 5s\nprofiles: {home: {account_sid: AC2}}\n",
	} {
		w := newWorld(t)
		w.user(t, before)
		_, err := w.load(t).Save(t.Context(), config.Profile{Name: "work", AccountSid: "AC1"}, someSecrets(), func(string) {})
		after := w.read(t, config.UserFile)
		if err != nil {
			check(t, err, fault.Failed, "its format cannot be edited safely", "")
			if after != before {
				t.Errorf("%q became %q", before, after)
			}
			continue
		}
		c := w.load(t)
		if _, ok := c.Profile("home"); !ok || c.Text("timeout") != "5s" {
			t.Errorf("%q became %q", before, after)
		}
	}
}

func TestSymbolicLinkIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dotfiles := t.TempDir()
	w.write(t, dotfiles, "twvoice.yaml", "timeout: 5s\n")
	if err := os.MkdirAll(w.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(w.folder, config.UserFile)
	if err := os.Symlink(filepath.Join(dotfiles, "twvoice.yaml"), link); err != nil {
		t.Skip(err) // Windows, without the right to
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Skip("this system makes links that it does not show as links, as Wine does")
	}
	save(t, w, config.Profile{Name: "work", AccountSid: "AC1"})
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("got %v, %v; want a link", info, err)
	}
	if text, err := os.ReadFile(filepath.Join(dotfiles, "twvoice.yaml")); err != nil || !strings.Contains(string(text), "AC1") {
		t.Errorf("got %s, %v", text, err)
	}
}

func TestNoTemporaryFilesStay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keyring.fails = errLocked
	save(t, w, config.Profile{Name: "work", AccountSid: "AC1"})
	save(t, w, config.Profile{Name: "home", AccountSid: "AC2"})
	entries, err := os.ReadDir(w.folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if diff := cmp.Diff([]string{"config.lock", config.UserFile, config.SecretsFile}, names); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRemoveDeletesSecretsFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	save(t, w, config.Profile{Name: "work", AccountSid: "AC1"})
	save(t, w, config.Profile{Name: "home", AccountSid: "AC2"})

	w.keyring.fails = errLocked
	_, err := w.load(t).Remove(t.Context(), "work")
	check(t, err, fault.Failed, "remove the secrets of profile work from the system's keyring: the keyring is locked", "try again")
	if _, ok := w.load(t).Profile("work"); !ok {
		t.Error("the profile is gone while its secrets are still there")
	}

	w.keyring.fails = nil
	if _, err := w.load(t).Remove(t.Context(), "work"); err != nil {
		t.Fatal(err)
	}
	const want = "profiles:\n  home:\n    account_sid: AC2\n    store: keyring\n"
	if diff := cmp.Diff(want, w.read(t, config.UserFile)); diff != "" {
		t.Errorf("the active profile that is gone must not be named any more (-want +got):\n%s", diff)
	}
	if _, err := w.load(t).Remove(t.Context(), "home"); err != nil {
		t.Fatal(err)
	}
	if got := w.read(t, config.UserFile); got != "" || len(w.keyring.kept) != 0 {
		t.Errorf("got %q and %d entries in the keyring, want nothing", got, len(w.keyring.kept))
	}
	_, err = w.load(t).Remove(t.Context(), "home")
	check(t, err, fault.Usage, "profile home does not exist", "twvoice login --profile home")
}

func TestUse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.user(t, "profile: work # for now\nprofiles:\n  work:\n    account_sid: AC1\n  home:\n    account_sid: AC2\n")
	if err := w.load(t).Use(t.Context(), "home"); err != nil {
		t.Fatal(err)
	}
	const want = "profile: home # for now\nprofiles:\n  work:\n    account_sid: AC1\n  home:\n    account_sid: AC2\n"
	if diff := cmp.Diff(want, w.read(t, config.UserFile)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	check(t, w.load(t).Use(t.Context(), "nobody"), fault.Usage, "profile nobody does not exist", "profiles: work, home;")
}

func TestConcurrentLoginsAreAllStored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.env["TWVOICE_KEYRING"] = "file"
	var names []string
	var all sync.WaitGroup
	for i := range 8 {
		name := fmt.Sprintf("p%d", i)
		names = append(names, name)
		c := w.load(t) // as in a separate process
		all.Go(func() {
			if _, err := c.Save(t.Context(), config.Profile{Name: name, AccountSid: "AC1"}, someSecrets(), func(string) {}); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
	all.Wait()
	for _, name := range names {
		p, ok := w.load(t).Profile(name)
		got, err := w.load(t).Secrets(t.Context(), p)
		if diff := cmp.Diff(someSecrets(), got); !ok || err != nil || diff != "" {
			t.Errorf("%s: got %v, %v (-want +got):\n%s", name, ok, err, diff)
		}
	}
}
