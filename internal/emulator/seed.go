package emulator

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/emulator/api"
	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Seed is the initial state of an emulator: an account, numbers, phones and failures. Read one with
// [ReadSeed].
type Seed struct {
	Account   Account // with fixed credentials; the zero Account is the existing one
	Numbers   []SeedNumber
	CallerIDs []string // E.164 numbers of other owners that the account may call from
	Phones    map[string]live.Phone
	Faults    []Failure
	Latency   string
}

// SeedNumber is a number of the account, with settings named as in the REST API: VoiceUrl,
// FriendlyName, ….
type SeedNumber struct {
	Number   string // E.164
	Settings url.Values
}

// Options returns the options for [New] that the seed sets.
func (s Seed) Options() ([]Option, error) {
	options := []Option{}
	for _, address := range slices.Sorted(maps.Keys(s.Phones)) {
		options = append(options, WithPhone(address, s.Phones[address]))
	}
	for _, f := range s.Faults {
		options = append(options, WithFailure(f))
	}
	if s.Latency != "" {
		wait, err := duration("latency", s.Latency)
		if err != nil {
			return nil, err
		}
		options = append(options, WithLatency(wait))
	}
	return options, nil
}

// ApplySeed applies the seed to the account. Existing things are changed where the seed differs, and
// everything else stays, so Plant can be repeated. On an empty database it creates the account.
func (e *Server) ApplySeed(ctx context.Context, s Seed) error {
	return e.tables.DB.Update(ctx, func(tx *store.Tx) error {
		a, err := e.ensureAccount(ctx, tx, s.Account)
		if err != nil {
			return err
		}
		for _, n := range s.Numbers {
			if err := e.applySeedNumber(ctx, tx, a, n); err != nil {
				return err
			}
		}
		for _, number := range s.CallerIDs {
			c := e.tables.NewCallerID(a.Sid, number, inventory.FriendlyNumber(number))
			err := e.tables.CheckNewCallerID(ctx, tx, c)
			if _, known := errors.AsType[*apierror.Error](err); known {
				continue
			}
			if err == nil {
				err = record.CallerIDs(tx).Insert(ctx, c.AccountSid, c.Sid, c)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// ensureAccount returns the account, or creates it with the credentials of the seed.
func (e *Server) ensureAccount(ctx context.Context, tx *store.Tx, want Account) (record.Account, error) {
	a, err := record.OldestAccount(ctx, tx)
	if err != nil {
		return a, err
	}
	if a.Sid == "" {
		a = e.tables.NewAccount("", "Local account")
		if want.Sid != "" {
			a.Sid, a.OwnerAccountSid, a.AuthToken = want.Sid, want.Sid, want.AuthToken
		}
		return a, e.tables.AddAccount(ctx, tx, a)
	}
	if want.Sid != "" && credentials(a) != want {
		return a, fault.With(errors.New("apply the seed file: the local account has other credentials"), fault.Failed,
			"twvoice emulate --reset deletes the local account and everything in it")
	}
	return a, nil
}

func (e *Server) applySeedNumber(ctx context.Context, tx *store.Tx, a record.Account, s SeedNumber) error {
	n, err := e.tables.NumberByE164(ctx, tx, s.Number)
	switch {
	case errors.Is(err, store.ErrNotFound):
		thing, ok := e.tables.Stock.Find(s.Number)
		if !ok {
			return fault.With(fmt.Errorf("apply the seed file: %s could be a real number; the emulator has only numbers reserved for fiction", s.Number),
				fault.Usage, "twvoice numbers search --local --country US")
		}
		n = e.tables.NewNumber(a.Sid, thing)
		if err := e.tables.AddNumber(ctx, tx, n); err != nil {
			return err
		}
	case err != nil:
		return err
	case n.AccountSid != a.Sid:
		return fault.With(fmt.Errorf("apply the seed file: %s belongs to the subaccount %s", s.Number, n.AccountSid), fault.Failed, "")
	}
	if err := e.api.ChangeNumber(ctx, tx, s.Settings, &n); err != nil {
		if why, ok := errors.AsType[*apierror.Error](err); ok {
			return fault.With(fmt.Errorf("apply the seed file: %s: %s (%d)", s.Number, why.Message, why.Code), fault.Usage, "")
		}
		return err
	}
	return record.Numbers(tx).Put(ctx, n.AccountSid, n.Sid, n)
}

// check rejects an invalid seed; each error begins with the place in the seed.
func (s Seed) check() error {
	switch {
	case (s.Account.Sid == "") != (s.Account.AuthToken == ""):
		return errors.New("account: sid and auth_token must both be given")
	case s.Account.Sid != "" && !webhook.ValidSID("AC", s.Account.Sid):
		return fmt.Errorf("account.sid: %q is not AC and 32 hexadecimal digits", s.Account.Sid)
	case s.Account.AuthToken != "" && !hexadecimal(s.Account.AuthToken):
		return errors.New("account.auth_token: it is not 32 hexadecimal digits")
	}
	for _, n := range s.Numbers {
		if _, ok := e164.ParseDialable(n.Number); !ok {
			return fmt.Errorf("numbers: %q is not a number in E.164 form: +14155550111", n.Number)
		}
	}
	for _, number := range s.CallerIDs {
		if _, ok := e164.ParseDialable(number); !ok {
			return fmt.Errorf("caller_ids: %q is not a number in E.164 form: +14155550100", number)
		}
	}
	for address, p := range s.Phones {
		if _, ok := api.Callable(address); !ok {
			return fmt.Errorf("phones: %q is not a number in E.164 form, client:… or sip:…", address)
		}
		if _, err := voicesim.NewScript(p.Lines...); err != nil {
			return fmt.Errorf("phones: %s: press: %w", address, err)
		}
	}
	return nil
}

func hexadecimal(text string) bool {
	return len(text) == 32 && strings.Trim(text, "0123456789abcdef") == ""
}
