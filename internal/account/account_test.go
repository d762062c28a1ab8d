package account_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// open is an account of a process with these variables in its environment.
func open(t *testing.T, o account.Options, environ ...string) (*account.Account, *bytes.Buffer, error) {
	t.Helper()
	out := &bytes.Buffer{}
	o.Env = app.Env{
		Stdout: out, Stderr: out, Environ: environ, Now: time.Now, Random: rand.Reader, User: func() string { return "ann@laptop" },
		Folders: app.Folders{State: t.TempDir(), Config: t.TempDir(), Home: t.TempDir()}, Dir: t.TempDir(),
	}
	var err error
	if o.Config, err = config.Load(config.From{Getenv: o.Env.Getenv, Dir: o.Env.Dir, Folder: o.Env.Folders.Config}); err != nil {
		t.Fatal(err)
	}
	a, err := account.Open(t.Context(), o)
	if a != nil {
		t.Cleanup(func() { a.Close() })
	}
	return a, out, err
}

func local(t *testing.T) *account.Account {
	t.Helper()
	a, _, err := open(t, account.Options{Local: true})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestFind(t *testing.T) {
	t.Parallel()
	a := local(t)
	for _, name := range []string{"demo", "twin", "twin"} {
		for offer, err := range a.API.Available.Search(t.Context(), twilioapi.Search{Country: "US", Type: "local"}, 1) {
			if err != nil {
				t.Fatal(err)
			}
			if _, err := a.API.Numbers.Create(t.Context(), twilioapi.NewNumber{PhoneNumber: offer.PhoneNumber, FriendlyName: name}); err != nil {
				t.Fatal(err)
			}
		}
	}
	first, err := a.Find(t.Context(), "+14155550111")
	if err != nil {
		t.Fatal(err)
	}
	for name, ref := range map[string]string{"by number": "+1 415-555-0111", "by SID": first.SID, "by name": "(415) 555-0111"} {
		if got, err := a.Find(t.Context(), ref); err != nil || got.SID != first.SID {
			t.Errorf("%s: got %s, %v; want %s", name, got.SID, err, first.SID)
		}
	}
	for name, tt := range map[string]struct{ ref, says string }{
		"nothing":                       {"", "NUMBER is empty"},
		"blanks":                        {" \t", "NUMBER is empty"},
		"a number that is not ours":     {"+14155550199", "has no number +14155550199"},
		"a SID that is not ours":        {"PN00000000000000000000000000000000", "has no number PN"},
		"a name that nobody bears":      {"nobody", `has no number "nobody"`},
		"a name that two numbers share": {"twin", "several numbers are named "},
	} {
		_, err := a.Find(t.Context(), tt.ref)
		if fault.ExitOf(err) != fault.Usage || !strings.Contains(err.Error(), tt.says) || !strings.Contains(fault.HintOf(err), "+1") {
			t.Errorf("%s: got %v (hint %q); want exit 2, %q and candidates", name, err, fault.HintOf(err), tt.says)
		}
	}
}

func TestWithoutCredentialsNothingIsAttempted(t *testing.T) {
	t.Parallel()
	_, _, err := open(t, account.Options{})
	if fault.ExitOf(err) != fault.Credentials || !strings.Contains(fault.HintOf(err), "TWILIO_ACCOUNT_SID") {
		t.Errorf("got %v (hint %q), want exit 4 and how to set them", err, fault.HintOf(err))
	}
}

func TestAPIKeyCannotSign(t *testing.T) {
	t.Parallel()
	a, _, err := open(t, account.Options{}, "TWILIO_ACCOUNT_SID=AC0123456789abcdef0123456789abcdef",
		"TWILIO_API_KEY=SK0123456789abcdef0123456789abcdef", "TWILIO_API_SECRET=secret")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.SigningToken(t.Context()); fault.ExitOf(err) != fault.Credentials || !strings.Contains(fault.HintOf(err), "--no-verify") {
		t.Errorf("got %v (hint %q), want exit 4 and --no-verify", err, fault.HintOf(err))
	}
}

// A subaccount signs with its own token, which its parent may read.
func TestSubaccountSignsWithItsOwnToken(t *testing.T) {
	t.Parallel()
	const sub = "AC11111111111111111111111111111111"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/2010-04-01/Accounts/"+sub+".json" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"sid":"` + sub + `","auth_token":"of the subaccount"}`))
	}))
	defer server.Close()
	a, _, err := open(t, account.Options{APIURL: server.URL, Typed: config.Typed{AccountSid: sub}},
		"TWILIO_ACCOUNT_SID=AC0123456789abcdef0123456789abcdef", "TWILIO_AUTH_TOKEN=of the parent")
	if err != nil {
		t.Fatal(err)
	}
	got, err := a.SigningToken(t.Context())
	if err != nil || got != "of the subaccount" {
		t.Errorf("got %q, %v; want the subaccount's own", got, err)
	}
	// A command that serve runs acts as the subaccount, never as its parent.
	want := []string{"TWILIO_ACCOUNT_SID=" + sub, "TWILIO_AUTH_TOKEN=of the subaccount", "TWILIO_API_KEY=", "TWILIO_API_SECRET="}
	if env := a.Environment(got); !slices.Equal(env, want) {
		t.Errorf("environment: got %q, want %q", env, want)
	}
}

// A dry run shows a change, and leaves neither number nor journal touched.
func TestDryRunChangesNothing(t *testing.T) {
	t.Parallel()
	a, out, err := open(t, account.Options{Local: true, DryRun: true})
	if err != nil {
		t.Fatal(err)
	}
	number, err := a.Find(t.Context(), "+14155550111")
	if err != nil {
		t.Fatal(err)
	}
	leases, err := a.Leases()
	if err != nil {
		t.Fatal(err)
	}
	_, err = leases.Change(t.Context(), lease.Request{Number: account.Named(number), Want: lease.Settings{"VoiceUrl": "https://a.example/"}})
	if !errors.Is(err, account.ErrDryRun) {
		t.Fatalf("got %v, want that nothing was sent", err)
	}
	if !strings.Contains(out.String(), "VoiceUrl=https://a.example/") {
		t.Errorf("it shows %q, want the change", out)
	}
	if again, err := a.Find(t.Context(), "+14155550111"); err != nil || again.VoiceURL != "" {
		t.Errorf("the number has %q, %v; want it untouched", again.VoiceURL, err)
	}
}
