package emulator_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// A local is an emulator on a database, with the account that may ask it.
type local struct {
	http.Handler
	t       testing.TB
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
	return &local{emulator.New(append([]emulator.Option{emulator.WithStore(db)}, options...)...), t, db, account}
}

// openStore opens the database of a folder until the test ends.
func openStore(t testing.TB, dir string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
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
	conforms(l.t, r.Method, r.URL.Path, w)
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

// send makes one request of the account, without a client or a network.
func (l *local) send(method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.SetBasicAuth(l.account.Sid, l.account.AuthToken)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	l.ServeHTTP(w, r)
	return w
}

// want sends, and wants a status and an answer that is as Twilio published it.
func (l *local) want(t testing.TB, status int, method, path string, form url.Values) json.RawMessage {
	t.Helper()
	w := l.send(method, path, form)
	if w.Code != status {
		t.Fatalf("%s %s %v: got %d %s, want %d", method, path, form, w.Code, w.Body, status)
	}
	bare, _, _ := strings.Cut(path, "?")
	conforms(t, method, bare, w)
	return w.Body.Bytes()
}

func (l *local) get(t testing.TB, path string) json.RawMessage {
	t.Helper()
	return l.want(t, http.StatusOK, http.MethodGet, path, nil)
}

// path is one below the local account.
func (l *local) path(rest string) string {
	return "/2010-04-01/Accounts/" + l.account.Sid + rest
}

// subaccount makes one, and acts as it on the same emulator.
func (l *local) subaccount(t testing.TB) emulator.Account {
	t.Helper()
	var a struct {
		Sid       string
		AuthToken string `json:"auth_token"`
	}
	body := l.want(t, http.StatusCreated, http.MethodPost, "/2010-04-01/Accounts.json", url.Values{"FriendlyName": {"Branch"}})
	if err := json.Unmarshal(body, &a); err != nil {
		t.Fatal(err)
	}
	return emulator.Account{Sid: a.Sid, AuthToken: a.AuthToken}
}

// as is the same emulator, asked by another account.
func (l *local) as(a emulator.Account) *local {
	return &local{l.Handler, l.t, l.db, a}
}

// A numberPage is a list of numbers, owned or available.
type numberPage struct {
	Start, End int
	Owned      []struct {
		PhoneNumber string `json:"phone_number"`
	} `json:"incoming_phone_numbers"`
	Available []struct {
		PhoneNumber string `json:"phone_number"`
	} `json:"available_phone_numbers"`
	Next     string `json:"next_page_uri"`
	Previous string `json:"previous_page_uri"`
}

func (p numberPage) numbers() []string {
	var all []string
	for _, n := range append(p.Owned, p.Available...) {
		all = append(all, n.PhoneNumber)
	}
	return all
}

func (l *local) page(t testing.TB, path string) numberPage {
	t.Helper()
	var p numberPage
	if err := json.Unmarshal(l.get(t, path), &p); err != nil {
		t.Fatal(err)
	}
	return p
}
