package config_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zalando/go-keyring"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
)

func TestKeyringHasOneEntryPerProfile(t *testing.T) { // not parallel: the library's stand-in is global
	keyring.MockInit()
	w := newWorld(t)
	load := func() *config.Config {
		t.Helper()
		c, err := config.Load(config.From{Getenv: func(string) string { return "" }, Dir: w.project, Folder: w.folder})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	saved, err := load().Save(t.Context(), config.Profile{Name: "work", AccountSid: "AC1"}, someSecrets(), func(s string) { t.Error(s) })
	if err != nil {
		t.Fatal(err)
	}
	got, err := load().Secrets(t.Context(), saved)
	if diff := cmp.Diff(someSecrets(), got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if err := keyring.Set("twvoice", "work", "hunter2"); err != nil {
		t.Fatal(err)
	}
	_, err = load().Secrets(t.Context(), saved)
	check(t, err, fault.Credentials, "the entry work of service twvoice was not made by twvoice", "twvoice login")
	if _, err := load().Remove(t.Context(), "work"); err != nil {
		t.Fatal(err)
	}
	if _, err := keyring.Get("twvoice", "work"); err == nil {
		t.Error("the entry is still there")
	}
	_, err = load().Secrets(t.Context(), saved)
	check(t, err, fault.Credentials, "nothing is stored", "")
}
