package account

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/twilioapi"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// shown is how many candidates an error names.
const shown = 5

// Find is the number that somebody means: by E.164 with whatever punctuation, by PN SID, or by a friendly name that
// only one number bears. None or several is an error of exit code 2 that names the candidates.
func (a *Account) Find(ctx context.Context, ref string) (twilioapi.Number, error) {
	ref = strings.TrimSpace(ref)
	if webhook.ValidSID("PN", ref) {
		number, err := a.API.Numbers.Get(ctx, ref)
		if twilioapi.IsCode(err, "20404") {
			return number, a.unknown(ctx, ref)
		}
		return number, err
	}
	filter := twilioapi.NumberFilter{FriendlyName: ref}
	phone, isPhone := Phone(ref)
	if isPhone {
		filter = twilioapi.NumberFilter{PhoneNumber: phone}
	}
	found, err := collect(a.API.Numbers.List(ctx, filter, shown), func(n twilioapi.Number) bool {
		return !isPhone || n.PhoneNumber == phone
	})
	switch {
	case err != nil:
		return twilioapi.Number{}, err
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return twilioapi.Number{}, fault.With(fmt.Errorf("%q is the name of several numbers", ref), fault.Usage, "name one of them: "+listed(found))
	case isPhone:
		return twilioapi.Number{}, a.unknown(ctx, phone)
	}
	return twilioapi.Number{}, a.unknown(ctx, fmt.Sprintf("%q", ref))
}

// unknown names what there is instead.
func (a *Account) unknown(ctx context.Context, ref string) error {
	owned, err := collect(a.API.Numbers.List(ctx, twilioapi.NumberFilter{}, shown), func(twilioapi.Number) bool { return true })
	if err != nil {
		return err
	}
	hint := "twvoice numbers buy"
	if len(owned) > 0 {
		hint = "it has " + listed(owned)
	}
	return fault.With(fmt.Errorf("the %saccount %s has no number %s", a.Prefix(), a.Sid(), ref), fault.Usage, hint)
}

// Phone reads a number as people write it: spaces, dots, dashes and brackets are forgiven, the plus sign is not.
func Phone(s string) (e164 string, ok bool) {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-()/\u00a0", r) {
			return -1
		}
		return r
	}, s)
	rest, plus := strings.CutPrefix(digits, "+")
	if !plus || len(rest) < 7 || len(rest) > 15 || strings.Trim(rest, "0123456789") != "" || rest[0] == '0' {
		return "", false
	}
	return digits, true
}

// Named is a number as a lease names it.
func Named(n twilioapi.Number) lease.Number { return lease.Number{Sid: n.SID, Phone: n.PhoneNumber} }

func collect[T any](all iter.Seq2[T, error], pick func(T) bool) ([]T, error) {
	var found []T
	for item, err := range all {
		if err != nil {
			return nil, err
		}
		if pick(item) {
			found = append(found, item)
		}
	}
	return found, nil
}

func listed(numbers []twilioapi.Number) string {
	var names []string
	for _, n := range numbers {
		name := n.PhoneNumber
		if n.FriendlyName != "" {
			name += " (" + n.FriendlyName + ")"
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}
