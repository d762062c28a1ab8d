package emulator_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// A local is an emulator on a database, with the account that may ask it.
type local struct {
	http.Handler
	db      *store.DB
	account emulator.Account
}

func newLocal(t testing.TB, options ...emulator.Option) *local {
	t.Helper()
	db, err := store.Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return onto(t, db, options...)
}

// onto is an emulator on a database that is there already.
func onto(t testing.TB, db *store.DB, options ...emulator.Option) *local {
	t.Helper()
	account, err := emulator.LocalAccount(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return &local{emulator.New(append([]emulator.Option{emulator.WithStore(db)}, options...)...), db, account}
}

// RoundTrip hands a request to the handler without a network; a connection that breaks is an error.
func (l *local) RoundTrip(r *http.Request) (answer *http.Response, err error) {
	defer func() {
		if reason := recover(); reason == http.ErrAbortHandler {
			answer, err = nil, http.ErrAbortHandler
		} else if reason != nil {
			panic(reason)
		}
	}()
	in := httptest.NewRequestWithContext(r.Context(), r.Method, r.URL.String(), r.Body)
	in.Header = r.Header
	w := httptest.NewRecorder()
	l.ServeHTTP(w, in)
	return w.Result(), nil
}

// client is the real client of the REST API, which does not really wait between attempts.
func (l *local) client(change ...func(*twilioapi.Options)) *twilioapi.Client {
	o := twilioapi.Options{
		Credentials: twilioapi.Credentials{AccountSid: l.account.Sid, AuthToken: l.account.AuthToken},
		BaseURL:     "http://127.0.0.1",
		Transport:   l,
		Retry:       twilioapi.Retry{Sleep: func(context.Context, time.Duration) error { return nil }},
	}
	for _, change := range change {
		change(&o)
	}
	return twilioapi.New(o)
}

func TestTheClientSearchesBuysListsUpdatesAndReleases(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := newLocal(t).client()

	var offered string
	for number, err := range c.Available.Search(ctx, twilioapi.Search{Country: "US", AreaCode: "415", Contains: "555****"}, 1) {
		if err != nil {
			t.Fatal(err)
		}
		offered = number.PhoneNumber
	}
	bought, err := c.Numbers.Create(ctx, twilioapi.NewNumber{PhoneNumber: offered, FriendlyName: "mine", VoiceURL: "https://example.com/voice"})
	if err != nil {
		t.Fatal(err)
	}
	if bought.PhoneNumber != "+14155550100" || bought.VoiceMethod != "POST" || !bought.Capabilities.Voice || bought.Type != "local" {
		t.Errorf("bought %s", bought.Raw)
	}

	var owned []string
	for number, err := range c.Numbers.List(ctx, twilioapi.NumberFilter{}, 0) {
		if err != nil {
			t.Fatal(err)
		}
		owned = append(owned, number.PhoneNumber)
	}
	if len(owned) != 2 || owned[0] != offered || owned[1] != "+14155550111" {
		t.Errorf("owned %q, want the new number before the first one", owned)
	}

	changed, err := c.Numbers.Update(ctx, bought.SID, map[string]string{"VoiceUrl": "", "StatusCallback": "http://example.com/done?a=1&b=2"})
	if err != nil || changed.VoiceURL != "" || changed.StatusCallback != "http://example.com/done?a=1&b=2" || changed.FriendlyName != "mine" {
		t.Errorf("changed %s, %v", changed.Raw, err)
	}
	if err := c.Numbers.Delete(ctx, bought.SID); err != nil {
		t.Error(err)
	}
	if _, err := c.Numbers.Get(ctx, bought.SID); !twilioapi.IsCode(err, "20404") {
		t.Errorf("after release: %v, want 20404", err)
	}
	if _, err := c.Numbers.Create(ctx, twilioapi.NewNumber{PhoneNumber: offered}); err != nil {
		t.Errorf("a released number is back in stock: %v", err)
	}
}
