package account

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/twilioapi"
	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// maxCandidates limits the candidates that an error names.
const maxCandidates = 5

// Find finds a number by its phone number with any punctuation, by its SID, or by a unique friendly name. If none or
// several match, the error has exit code 2 and names candidates.
func (a *Account) Find(ctx context.Context, ref string) (twilioapi.Number, error) {
	ref = strings.TrimSpace(ref)
	if ref == "" {
		return twilioapi.Number{}, a.checkName(ctx)
	}
	if webhook.ValidSID("PN", ref) {
		number, err := a.API.Numbers.Get(ctx, ref)
		if twilioapi.IsCode(err, "20404") {
			return number, a.unknown(ctx, ref)
		}
		return number, err
	}
	filter := twilioapi.NumberFilter{FriendlyName: ref}
	phone, isPhone := e164.ParseInternational(ref)
	if isPhone {
		filter = twilioapi.NumberFilter{PhoneNumber: phone}
	}
	// The server may ignore the filter, so compare the name again.
	found, err := collect(a.API.Numbers.List(ctx, filter, 0), func(n twilioapi.Number) bool {
		return isPhone && n.PhoneNumber == phone || !isPhone && n.FriendlyName == ref
	})
	switch {
	case err != nil:
		return twilioapi.Number{}, err
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return twilioapi.Number{}, fault.With(fmt.Errorf("several numbers are named %q", ref), fault.Usage, "use one of: "+listed(found))
	case isPhone:
		return twilioapi.Number{}, a.unknown(ctx, phone)
	}
	return twilioapi.Number{}, a.unknown(ctx, fmt.Sprintf("%q", ref))
}

// checkName returns the error for an empty name, which a script gets from an unset variable. It would match any number.
func (a *Account) checkName(ctx context.Context) error {
	return a.candidates(ctx, errors.New("NUMBER is empty"))
}

// ErrNoNumber is wrapped by the error of [Account.Find] if the account has no such number.
var ErrNoNumber = errors.New("the account has no such number")

type noNumber struct{ text string }

func (e noNumber) Error() string        { return e.text }
func (e noNumber) Is(target error) bool { return target == ErrNoNumber }

// unknown returns an error that names existing numbers.
func (a *Account) unknown(ctx context.Context, ref string) error {
	return a.candidates(ctx, noNumber{fmt.Sprintf("the %saccount %s has no number %s", a.Prefix(), a.Sid(), ref)})
}

func (a *Account) candidates(ctx context.Context, problem error) error {
	owned, err := collect(a.API.Numbers.List(ctx, twilioapi.NumberFilter{}, maxCandidates), func(twilioapi.Number) bool { return true })
	if err != nil {
		return err
	}
	hint := "twvoice numbers search"
	if len(owned) > 0 {
		hint = "it has " + listed(owned)
	}
	return fault.With(problem, fault.Usage, hint)
}

// Named converts a number for a lease.
func Named(n twilioapi.Number) lease.Number { return lease.Number{Sid: n.SID, Phone: n.PhoneNumber} }

// collect returns the first items that pick selects, up to as many as an error names.
func collect[T any](all iter.Seq2[T, error], pick func(T) bool) ([]T, error) {
	var found []T
	for item, err := range all {
		if err != nil {
			return nil, err
		}
		if !pick(item) {
			continue
		}
		if found = append(found, item); len(found) == maxCandidates {
			break
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
