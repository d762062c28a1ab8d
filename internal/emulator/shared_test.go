package emulator_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

func TestConcurrentStartsMakeOneAccount(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const processes = 4
	type outcome struct {
		account emulator.Account
		err     error
	}
	made := make(chan outcome, processes)
	for range processes {
		db := openStore(t, dir)
		go func() {
			account, err := emulator.LocalAccount(t.Context(), db)
			made <- outcome{account, err}
		}()
	}
	l := onto(t, openStore(t, dir))
	for range processes {
		if got := <-made; got.err != nil || got.account != l.account {
			t.Errorf("got %s, %v; want %s like everybody", got.account.Sid, got.err, l.account.Sid)
		}
	}
	if numbers := l.page(t, l.path("/IncomingPhoneNumbers.json")).numbers(); len(numbers) != 1 {
		t.Errorf("numbers %q, want the first one only", numbers)
	}
}

func TestProcessesShareTheAccount(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	here, there := onto(t, openStore(t, dir)), onto(t, openStore(t, dir))
	if here.account != there.account {
		t.Fatalf("two accounts in one database: %v, %v", here.account.Sid, there.account.Sid)
	}
	list := there.path("/IncomingPhoneNumbers.json")
	there.get(t, list) // is remembered from here on

	bought, err := here.client().Numbers.Create(t.Context(), twilioapi.NewNumber{AreaCode: "628"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"+16285550100", "+14155550111"}, there.page(t, list).numbers()); diff != "" {
		t.Errorf("after another process bought a number:\n%s", diff)
	}
	seen, err := there.client().Numbers.Get(t.Context(), bought.SID)
	if err != nil || string(seen.Raw) != string(bought.Raw) {
		t.Errorf("got %s, %v; want %s", seen.Raw, err, bought.Raw)
	}
}

func TestCachedAnswersArePerCredential(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	path := l.path("/IncomingPhoneNumbers.json")
	l.get(t, path)
	l.get(t, path)
	l.as(emulator.Account{Sid: l.account.Sid, AuthToken: "wrong"}).refuses(t, 401, 20003, http.MethodGet, path, nil)

	sub := l.subaccount(t)
	self := "/2010-04-01/Accounts/" + sub.Sid + ".json"
	l.as(sub).get(t, self)
	l.want(t, http.StatusOK, http.MethodPost, self, url.Values{"Status": {"suspended"}})
	l.as(sub).refuses(t, 401, 20005, http.MethodGet, self, nil)
}
