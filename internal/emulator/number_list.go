package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/internal/store"
)

// listNumbers lists the numbers of an account, newest first; those of a type, unless it is "".
//
// https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource#list-all-incomingphonenumber-resources-for-your-account
func (e *Server) listNumbers(kind string) handle {
	return func(ctx context.Context, r *request) (answer, error) {
		p, err := readPage(r.query)
		if err != nil {
			return answer{}, err
		}
		keep, err := numberFilter(kind, r.query)
		if err != nil {
			return answer{}, err
		}
		var s part
		if exact := e164(r.query.Get("PhoneNumber")); exact != "" && p.place == 0 {
			s, err = e.numberNamed(ctx, r.account.Sid, exact, keep)
		} else {
			s, err = p.rows(ctx, store.In[json.RawMessage](e.db, numberKind), r.account.Sid, keep)
		}
		if err != nil {
			return answer{}, err
		}
		body, err := p.envelope(r.path, "incoming_phone_numbers", r.query, s)
		if err != nil {
			return answer{}, err
		}
		return ok(body)
	}
}

// numberNamed is the list of the one number that can be meant by all digits of one: no need to look at others.
func (e *Server) numberNamed(ctx context.Context, accountSid, e164 string, keep func(json.RawMessage) bool) (part, error) {
	found, err := ownersIn(e.db).Get(ctx, e.stock.shelf(e164), e164)
	if err == nil && found.AccountSid == accountSid {
		var raw json.RawMessage
		raw, err = store.In[json.RawMessage](e.db, numberKind).Get(ctx, accountSid, found.Sid)
		if err == nil && (keep == nil || keep(raw)) {
			return part{items: []json.RawMessage{raw}}, nil
		}
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return part{}, err
	}
	return part{}, nil
}

// numberFilter says which numbers are meant; nil is all of them.
func numberFilter(kind string, query url.Values) (func(json.RawMessage) bool, error) {
	beta, err := flag(query, "Beta")
	if err != nil {
		return nil, err
	}
	name, origin, pattern := query.Get("FriendlyName"), query.Get("Origin"), partial(query.Get("PhoneNumber"))
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
			like(n.PhoneNumber, pattern)
	}, nil
}

// partial is a part of a phone number without what people write between digits.
func partial(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("+*0123456789", r) {
			return r
		}
		return -1
	}, text)
}

// like reports whether the pattern is part of a number, at any place; * stands for any digit.
func like(number, pattern string) bool {
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
