package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// apiKey is a standard API key as it is kept: it does all that a token does but for accounts and keys.
//
// https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
type apiKey struct {
	Sid          string `json:"sid"`
	FriendlyName string `json:"friendly_name"`
	DateCreated  string `json:"date_created"`
	DateUpdated  string `json:"date_updated"`
	Secret       string `json:"secret,omitempty"` // shown once, when it is made
	AccountSid   string `json:"account_sid,omitempty"`
}

const keyKind = "emulator/key"

// keysIn is the keys by SID, in the scope of [everyone]: a key does not say whose it is.
func keysIn(on store.Handle) store.Collection[apiKey] {
	return store.In[apiKey](on, keyKind)
}

// public is the key without what is only known to who made it.
func (k apiKey) public() apiKey {
	k.Secret, k.AccountSid = "", ""
	return k
}

// keyRoutes shows the same keys under both of the names that they have had.
func (e *Server) keyRoutes() []route {
	var routes []route
	for name, list := range map[string]string{"Keys": "keys", "SigningKeys": "signing_keys"} {
		path := accountsPath + "/{AccountSid}/" + name
		list := func(ctx context.Context, r *request) (answer, error) { return e.listKeys(ctx, r, list) }
		routes = append(routes,
			route{pattern: path, tokenOnly: true, on: map[string]handle{http.MethodGet: list, http.MethodPost: e.createKey}},
			route{pattern: path + "/{Sid}", tokenOnly: true, on: map[string]handle{
				http.MethodGet: e.fetchKey, http.MethodPost: e.renameKey, http.MethodDelete: e.deleteKey,
			}})
	}
	return routes
}

func (e *Server) listKeys(ctx context.Context, r *request, name string) (answer, error) {
	p, err := readPage(r.query)
	if err != nil {
		return answer{}, err
	}
	s, err := p.rows(ctx, store.In[json.RawMessage](e.db, keyKind), everyone, func(raw json.RawMessage) bool {
		var k apiKey
		return json.Unmarshal(raw, &k) == nil && k.AccountSid == r.account.Sid
	})
	if err != nil {
		return answer{}, err
	}
	for i, raw := range s.items {
		var k apiKey
		if err := json.Unmarshal(raw, &k); err != nil {
			return answer{}, err
		}
		if s.items[i], err = json.Marshal(k.public()); err != nil {
			return answer{}, err
		}
	}
	body, err := p.envelope(r.path, name, r.query, s)
	if err != nil {
		return answer{}, err
	}
	return ok(body)
}

func (e *Server) createKey(ctx context.Context, r *request) (answer, error) {
	name, err := readName("FriendlyName", r.form.Get("FriendlyName"))
	if err != nil {
		return answer{}, err
	}
	now := rfc2822(e.now())
	k := apiKey{
		Sid: webhook.NewSID("SK", e.random), FriendlyName: name, DateCreated: now, DateUpdated: now,
		Secret: webhook.NewSID("", e.random), AccountSid: r.account.Sid,
	}
	if err := keysIn(e.db).Insert(ctx, everyone, k.Sid, k); err != nil {
		return answer{}, err
	}
	k.AccountSid = ""
	return created(k)
}

func (e *Server) fetchKey(ctx context.Context, r *request) (answer, error) {
	k, err := keyOf(ctx, e.db, r)
	if err != nil {
		return answer{}, err
	}
	return ok(k.public())
}

// keyOf is the key that a path names.
func keyOf(ctx context.Context, on store.Handle, r *request) (apiKey, error) {
	k, err := keysIn(on).Get(ctx, everyone, r.arg("Sid"))
	if errors.Is(err, store.ErrNotFound) || err == nil && k.AccountSid != r.account.Sid {
		return apiKey{}, missing(r.path)
	}
	return k, err
}

func (e *Server) renameKey(ctx context.Context, r *request) (answer, error) {
	var k apiKey
	err := e.db.Update(ctx, func(tx *store.Tx) error {
		var err error
		if k, err = keyOf(ctx, tx, r); err != nil {
			return err
		}
		if r.form.Has("FriendlyName") {
			if k.FriendlyName, err = readName("FriendlyName", r.form.Get("FriendlyName")); err != nil {
				return err
			}
		}
		k.DateUpdated = rfc2822(e.now())
		return keysIn(tx).Put(ctx, everyone, k.Sid, k)
	})
	if err != nil {
		return answer{}, err
	}
	return ok(k.public())
}

func (e *Server) deleteKey(ctx context.Context, r *request) (answer, error) {
	err := e.db.Update(ctx, func(tx *store.Tx) error {
		k, err := keyOf(ctx, tx, r)
		if err != nil {
			return err
		}
		return keysIn(tx).Delete(ctx, everyone, k.Sid)
	})
	if err != nil {
		return answer{}, err
	}
	return deleted()
}
