package numbers

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// releases releases numbers, one after the other. It is for one goroutine.
type releases struct {
	factory *cmdutil.Factory
	account *account.Account
	rows    *cmdutil.Ledger // of released numbers

	released int
	pretend  bool // a dry run reached the release
	failed   []error
	more     int // number of failures not in failed
	untried  int // numbers that were not tried after the last failure
}

// maxFailures limits the failures that are named.
const maxFailures = 5

// all continues after a number that cannot be released. It stops if the next number would fail too: the account was
// rejected, there is no answer, the command was interrupted, or standard output is closed.
func (r *releases) all(ctx context.Context, leaving []twilioapi.Number) error {
	for i, number := range leaving {
		if err := ctx.Err(); err != nil {
			r.failed = append(r.failed, err)
			break
		}
		err := r.one(ctx, number)
		if err == nil {
			continue
		}
		if len(r.failed) < maxFailures {
			r.failed = append(r.failed, err)
		} else {
			r.more++
		}
		if errors.Is(err, errUnseen) || twilioapi.OfAccount(err) {
			r.untried = len(leaving) - i - 1
			break
		}
	}
	return cmdutil.Unfinished(ctx, r.summed(ctx, len(leaving)))
}

// one releases a number. After the request has been sent, Ctrl-C waits for the answer, as for a purchase.
func (r *releases) one(ctx context.Context, n twilioapi.Number) error {
	err := r.rows.Do(ctx, n.PhoneNumber, func(ctx context.Context) error { return r.account.API.Numbers.Delete(ctx, n.SID) })
	switch {
	case err == nil:
		r.released++
		return shown(r.rows, n)
	case errors.Is(err, account.ErrDryRun):
		r.pretend = true
		return nil
	case twilioapi.Uncertain(err):
		return fault.Insist(fmt.Errorf("release %s: %w", n.PhoneNumber, err), fault.Failed,
			fmt.Sprintf("it may have been released: check with `twvoice numbers show %s%s`", n.PhoneNumber, r.factory.AccountFlags()))
	}
	return &unreleasedError{[]string{n.PhoneNumber}, err}
}

// unreleasedError says why numbers could not be released.
type unreleasedError struct {
	phones []string
	cause  error
}

func (u *unreleasedError) Error() string {
	return fmt.Sprintf("release %s: %v", strings.Join(u.phones, ", "), u.cause)
}

func (u *unreleasedError) Unwrap() error { return u.cause }

// groupByCause names each cause once, with all of its numbers.
func groupByCause(failed []error) []error {
	var all []error
	causes := map[string]*unreleasedError{}
	for _, err := range failed {
		one, ok := err.(*unreleasedError)
		if !ok {
			all = append(all, err)
			continue
		}
		key := one.cause.Error()
		if said, ok := fault.OriginOf(one.cause); ok && said.Code != "" {
			key = said.Code // the text contains the request ID too
		}
		if before := causes[key]; before != nil {
			before.phones = append(before.phones, one.phones...)
			continue
		}
		first := *one
		causes[key] = &first
		all = append(all, &first)
	}
	return all
}

// summed adds to the error how many were released.
func (r *releases) summed(ctx context.Context, wanted int) error {
	all := count(wanted, r.account.Prefix())
	err := errors.Join(groupByCause(r.failed)...)
	switch {
	case r.pretend && err == nil:
		return account.ErrDryRun
	case err == nil:
		r.factory.Env.Notef("released %s", all)
		return nil
	case ctx.Err() != nil && len(r.failed) == 1 && errors.Is(err, context.Canceled) && !twilioapi.Uncertain(err):
		r.factory.Env.Notef("released %d of %s", r.released, all)
		return err
	case wanted == 1 && r.released == 0:
		return err
	}
	said := fmt.Sprintf("released %d of %s", r.released, all)
	if r.untried > 0 {
		said += fmt.Sprintf(", and did not attempt %d", r.untried)
	}
	if r.more > 0 {
		err = errors.Join(err, fmt.Errorf("and %d more failures", r.more))
	}
	return fmt.Errorf("%s: %w", said, err)
}
