package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/emulator"
)

func TestCredentialsAreChecked(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	sub, other := l.subaccount(t), l.subaccount(t)
	stranger := "AC" + strings.Repeat("0", 32)
	key := l.key(t)
	numbers := func(sid string) string { return "/2010-04-01/Accounts/" + sid + "/IncomingPhoneNumbers.json" }
	tests := []struct {
		name         string
		as           emulator.Account
		path         string
		status, code int
	}{
		{"an account acts on itself", l.account, numbers(l.account.Sid), 200, 0},
		{"a parent acts on its subaccount", l.account, numbers(sub.Sid), 200, 0},
		{"a subaccount acts on itself", sub, numbers(sub.Sid), 200, 0},
		{"a subaccount does not act on its parent", sub, numbers(l.account.Sid), 401, 20003},
		{"nor on its siblings", sub, numbers(other.Sid), 401, 20003},
		{"the token must be right", emulator.Account{Sid: l.account.Sid, AuthToken: "wrong"}, numbers(l.account.Sid), 401, 20003},
		{"the token of a parent is not its subaccount's", emulator.Account{Sid: sub.Sid, AuthToken: l.account.AuthToken}, numbers(sub.Sid), 401, 20003},
		{"nobody is nobody", emulator.Account{}, numbers(l.account.Sid), 401, 20003},
		{"a stranger is unknown", emulator.Account{Sid: stranger, AuthToken: "x"}, numbers(stranger), 401, 20003},
		{"a stranger's account cannot be told from none", l.account, numbers(stranger), 401, 20003},
		{"a path without a SID is not found", l.account, numbers("main"), 404, 20404},
		{"prices need an account too", emulator.Account{}, "/v1/PhoneNumbers/Countries", 401, 20003},
		{"an API key calls the API", key, numbers(l.account.Sid), 200, 0},
		{"an API key acts on subaccounts", key, numbers(sub.Sid), 200, 0},
		{"an API key does not read accounts", key, "/2010-04-01/Accounts.json", 401, 20003},
		{"an API key needs its secret", emulator.Account{Sid: key.Sid, AuthToken: l.account.AuthToken}, numbers(l.account.Sid), 401, 20003},
		{"an unknown API key is unknown", emulator.Account{Sid: "SK" + strings.Repeat("0", 32)}, numbers(l.account.Sid), 401, 20003},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.code == 0 {
				l.as(tt.as).get(t, tt.path)
				return
			}
			l.as(tt.as).refuses(t, tt.status, tt.code, http.MethodGet, tt.path, nil)
			w := l.as(tt.as).send(http.MethodGet, tt.path, nil)
			if got := w.Header().Get("WWW-Authenticate"); tt.status == 401 && got != `Basic realm="Twilio API"` {
				t.Errorf("WWW-Authenticate: %q", got)
			}
		})
	}
}

// key is an API key of the local account.
func (l *local) key(t testing.TB) emulator.Account {
	t.Helper()
	var k struct{ Sid, Secret string }
	body := l.want(t, http.StatusCreated, http.MethodPost, l.path("/Keys.json"), url.Values{"FriendlyName": {"CI"}})
	if err := json.Unmarshal(body, &k); err != nil {
		t.Fatal(err)
	}
	return emulator.Account{Sid: k.Sid, AuthToken: k.Secret}
}

func TestKeysAreShownWithoutTheirSecrets(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	key := l.key(t)
	for _, path := range []string{"/Keys.json", "/Keys/" + key.Sid + ".json"} {
		body := string(l.get(t, l.path(path)))
		if !strings.Contains(body, key.Sid) || strings.Contains(body, key.AuthToken) {
			t.Errorf("%s: %s", path, body)
		}
	}
	l.want(t, http.StatusOK, http.MethodPost, l.path("/Keys/"+key.Sid+".json"), url.Values{"FriendlyName": {"laptop"}})
	l.as(l.subaccount(t)).refuses(t, 401, 20003, http.MethodGet, l.path("/Keys/"+key.Sid+".json"), nil)
	l.want(t, http.StatusNoContent, http.MethodDelete, l.path("/Keys/"+key.Sid+".json"), nil)
	l.as(key).refuses(t, 401, 20003, http.MethodGet, l.path("/IncomingPhoneNumbers.json"), nil)
}

func TestSubaccountIsSuspendedAndClosed(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	sub := l.subaccount(t)
	self := "/2010-04-01/Accounts/" + sub.Sid + ".json"
	numbers := "/2010-04-01/Accounts/" + sub.Sid + "/IncomingPhoneNumbers.json"
	turn := func(status string) {
		t.Helper()
		l.want(t, http.StatusOK, http.MethodPost, self, url.Values{"Status": {status}})
	}
	l.as(sub).want(t, http.StatusCreated, http.MethodPost, numbers, url.Values{"PhoneNumber": {"+15105550100"}})
	l.as(sub).refuses(t, 400, 21101, http.MethodPost, "/2010-04-01/Accounts.json", nil)
	l.as(sub).refuses(t, 403, 20006, http.MethodPost, self, url.Values{"Status": {"closed"}})
	l.refuses(t, 400, 21477, http.MethodPost, l.path(".json"), url.Values{"Status": {"suspended"}})
	l.refuses(t, 400, 21475, http.MethodPost, self, url.Values{"Status": {"asleep"}})

	turn("suspended")
	l.as(sub).refuses(t, 401, 20005, http.MethodGet, numbers, nil)
	l.refuses(t, 401, 20005, http.MethodGet, numbers, nil)
	l.get(t, self)
	turn("active")
	l.as(sub).get(t, numbers)
	turn("closed")
	l.refuses(t, 400, 21479, http.MethodPost, self, url.Values{"Status": {"active"}})
	l.want(t, http.StatusCreated, http.MethodPost, l.path("/IncomingPhoneNumbers.json"), url.Values{"PhoneNumber": {"+15105550100"}})

	l.want(t, http.StatusOK, http.MethodPost, l.path(".json"), url.Values{"FriendlyName": {"Home"}})
	for query, want := range map[string]int{"": 2, "?Status=closed": 1, "?FriendlyName=Home": 1, "?Status=suspended": 0} {
		var list struct{ Accounts []struct{ Sid string } }
		if err := json.Unmarshal(l.get(t, "/2010-04-01/Accounts.json"+query), &list); err != nil || len(list.Accounts) != want {
			t.Errorf("%s: got %d accounts, %v; want %d", query, len(list.Accounts), err, want)
		}
	}
}
