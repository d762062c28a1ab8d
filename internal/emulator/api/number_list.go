package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/e164"
)

// listNumbers lists the numbers of an account, newest first. kind limits them to a type; "" lists
// all.
//
// https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource#list-all-incomingphonenumber-resources-for-your-account
func (api *API) listNumbers(kind string) rest.Handler {
	return func(ctx context.Context, r *rest.Request) (rest.Response, error) {
		p, err := rest.ReadPage(r.Query)
		if err != nil {
			return rest.Response{}, err
		}
		keep, err := numberFilter(kind, r.Query)
		if err != nil {
			return rest.Response{}, err
		}
		var s rest.Slice
		if exact, ok := e164.ParseDialable(r.Query.Get("PhoneNumber")); ok && p.Place == 0 {
			s, err = api.numberNamed(ctx, r.Account.Sid, exact, keep)
		} else {
			s, err = p.Rows(ctx, store.In[json.RawMessage](api.DB, record.NumberKind), r.Account.Sid, keep)
		}
		if err != nil {
			return rest.Response{}, err
		}
		body, err := p.Envelope(r.Path, "incoming_phone_numbers", r.Query, s)
		if err != nil {
			return rest.Response{}, err
		}
		return rest.OK(body)
	}
}

// numberNamed returns a list of one complete number without reading the others.
func (api *API) numberNamed(ctx context.Context, accountSid, number string, keep func(json.RawMessage) bool) (rest.Slice, error) {
	found, err := record.Owners(api.DB).Get(ctx, api.OwnerScope(number), number)
	if err == nil && found.AccountSid == accountSid {
		var raw json.RawMessage
		raw, err = store.In[json.RawMessage](api.DB, record.NumberKind).Get(ctx, accountSid, found.Sid)
		if err == nil && (keep == nil || keep(raw)) {
			return rest.Slice{Items: []json.RawMessage{raw}}, nil
		}
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return rest.Slice{}, err
	}
	return rest.Slice{}, nil
}

// numberFilter returns the condition for a list, nil for all numbers.
func numberFilter(kind string, query url.Values) (func(json.RawMessage) bool, error) {
	beta, err := rest.ReadBool(query, "Beta")
	if err != nil {
		return nil, err
	}
	name, origin, pattern := query.Get("FriendlyName"), query.Get("Origin"), withoutPunctuation(query.Get("PhoneNumber"))
	if kind == "" && name == "" && origin == "" && pattern == "" && beta == nil {
		return nil, nil
	}
	return func(raw json.RawMessage) bool {
		var n struct {
			FriendlyName string `json:"friendly_name"`
			PhoneNumber  string `json:"phone_number"`
			Origin       string `json:"origin"`
			Type         string `json:"type"`
			Beta         bool   `json:"beta"`
		}
		return json.Unmarshal(raw, &n) == nil &&
			(kind == "" || n.Type == kind) &&
			(name == "" || n.FriendlyName == name) &&
			(origin == "" || n.Origin == origin) &&
			(beta == nil || n.Beta == *beta) &&
			matchesPattern(n.PhoneNumber, pattern)
	}, nil
}

// withoutPunctuation removes from a part of a phone number the characters that people write between digits.
func withoutPunctuation(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("+*0123456789", r) {
			return r
		}
		return -1
	}, text)
}

// matchesPattern reports whether the pattern matches any part of a number; * matches any digit.
func matchesPattern(number, pattern string) bool {
	for start := 0; start+len(pattern) <= len(number); start++ {
		i := 0
		for i < len(pattern) && (pattern[i] == number[start+i] || pattern[i] == '*' && number[start+i] != '+') {
			i++
		}
		if i == len(pattern) {
			return true
		}
	}
	return false
}
