package twilioapi

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"strings"
)

// Abilities tell what credentials can read: a restricted API key can read only what it was given. What they can change
// is unknown, because a test would change it. The zero value can read nothing.
//
// https://www.twilio.com/docs/iam/api-keys/restricted-api-keys
type Abilities struct {
	May, MayNot []string // "numbers", "calls", "alerts", "the account"
}

// String reads "may read numbers and calls; may not read alerts".
func (a Abilities) String() string {
	var parts []string
	if len(a.May) > 0 {
		parts = append(parts, "can read "+andList(a.May))
	}
	if len(a.MayNot) > 0 {
		parts = append(parts, "cannot read "+andList(a.MayNot))
	}
	return strings.Join(parts, "; ")
}

func andList(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// Abilities requests one resource of each kind. It returns an error if that tells nothing about permissions: the
// credentials were rejected altogether, or there was no answer.
func (c *Client) Abilities(ctx context.Context) (Abilities, error) {
	var found Abilities
	_, account := c.Accounts.Get(ctx, "")
	for _, kind := range []struct {
		name string
		err  error
	}{
		{"numbers", firstError(c.Numbers.List(ctx, NumberFilter{}, 1))},
		{"calls", firstError(c.Calls.List(ctx, CallFilter{}, 1))},
		{"alerts", firstError(c.Alerts.List(ctx, AlertFilter{}, 1))},
		{"the account", account},
	} {
		switch {
		case kind.err == nil:
			found.May = append(found.May, kind.name)
		case isForbidden(kind.err) || refused(kind.err) && len(found.May) > 0: // as for a standard key that reads the account
			found.MayNot = append(found.MayNot, kind.name)
		default:
			return found, kind.err
		}
	}
	return found, nil
}

func firstError[T any](all iter.Seq2[T, error]) error {
	for _, err := range all {
		return err
	}
	return nil
}

// isForbidden reports whether valid credentials were refused one resource.
//
// Choice: 403 and 70051 are that; no page of Twilio's says which refusals are.
func isForbidden(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && (e.Status == http.StatusForbidden || e.Code == "70051")
}

func refused(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Status == http.StatusUnauthorized
}
