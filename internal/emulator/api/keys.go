package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// keyRoutes returns the routes of keys, which Twilio serves under two names.
func (api *API) keyRoutes() []rest.Route {
	var routes []rest.Route
	for name, list := range map[string]string{"Keys": "keys", "SigningKeys": "signing_keys"} {
		path := record.AccountsPath + "/{AccountSid}/" + name
		list := func(ctx context.Context, r *rest.Request) (rest.Response, error) { return api.listKeys(ctx, r, list) }
		routes = append(routes,
			rest.Route{Pattern: path, TokenOnly: true, On: map[string]rest.Handler{http.MethodGet: list, http.MethodPost: api.createKey}},
			rest.Route{Pattern: path + "/{Sid}", TokenOnly: true, On: map[string]rest.Handler{
				http.MethodGet: api.fetchKey, http.MethodPost: api.renameKey, http.MethodDelete: api.deleteKey,
			}})
	}
	return routes
}

func (api *API) listKeys(ctx context.Context, r *rest.Request, name string) (rest.Response, error) {
	p, err := rest.ReadPage(r.Query)
	if err != nil {
		return rest.Response{}, err
	}
	s, err := p.Rows(ctx, store.In[json.RawMessage](api.DB, record.KeyKind), record.Global, func(raw json.RawMessage) bool {
		var k record.Key
		return json.Unmarshal(raw, &k) == nil && k.AccountSid == r.Account.Sid
	})
	if err != nil {
		return rest.Response{}, err
	}
	for i, raw := range s.Items {
		var k record.Key
		if err := json.Unmarshal(raw, &k); err != nil {
			return rest.Response{}, err
		}
		if s.Items[i], err = json.Marshal(k.Public()); err != nil {
			return rest.Response{}, err
		}
	}
	body, err := p.Envelope(r.Path, name, r.Query, s)
	if err != nil {
		return rest.Response{}, err
	}
	return rest.OK(body)
}

func (api *API) createKey(ctx context.Context, r *rest.Request) (rest.Response, error) {
	name, err := rest.ReadName("FriendlyName", r.Form.Get("FriendlyName"))
	if err != nil {
		return rest.Response{}, err
	}
	now := record.FormatTime(api.Now())
	k := record.Key{
		Sid: webhook.NewSID("SK", api.Random), FriendlyName: name, DateCreated: now, DateUpdated: now,
		Secret: webhook.NewSID("", api.Random), AccountSid: r.Account.Sid,
	}
	if err := record.Keys(api.DB).Insert(ctx, record.Global, k.Sid, k); err != nil {
		return rest.Response{}, err
	}
	k.AccountSid = ""
	return rest.Created(k)
}

func (api *API) fetchKey(ctx context.Context, r *rest.Request) (rest.Response, error) {
	k, err := keyOf(ctx, api.DB, r)
	if err != nil {
		return rest.Response{}, err
	}
	return rest.OK(k.Public())
}

// keyOf returns the key that a path names.
func keyOf(ctx context.Context, on store.Handle, r *rest.Request) (record.Key, error) {
	k, err := record.Keys(on).Get(ctx, record.Global, r.Arg("Sid"))
	if errors.Is(err, store.ErrNotFound) || err == nil && k.AccountSid != r.Account.Sid {
		return record.Key{}, apierror.NotFound(r.Path)
	}
	return k, err
}

func (api *API) renameKey(ctx context.Context, r *rest.Request) (rest.Response, error) {
	var k record.Key
	err := api.DB.Update(ctx, func(tx *store.Tx) error {
		var err error
		if k, err = keyOf(ctx, tx, r); err != nil {
			return err
		}
		if r.Form.Has("FriendlyName") {
			if k.FriendlyName, err = rest.ReadName("FriendlyName", r.Form.Get("FriendlyName")); err != nil {
				return err
			}
		}
		k.DateUpdated = record.FormatTime(api.Now())
		return record.Keys(tx).Put(ctx, record.Global, k.Sid, k)
	})
	if err != nil {
		return rest.Response{}, err
	}
	return rest.OK(k.Public())
}

func (api *API) deleteKey(ctx context.Context, r *rest.Request) (rest.Response, error) {
	err := api.DB.Update(ctx, func(tx *store.Tx) error {
		k, err := keyOf(ctx, tx, r)
		if err != nil {
			return err
		}
		return record.Keys(tx).Delete(ctx, record.Global, k.Sid)
	})
	if err != nil {
		return rest.Response{}, err
	}
	return rest.NoContent()
}
