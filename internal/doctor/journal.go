package doctor

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/lease"
)

// journal reports numbers that a killed serve had pointed. They have no working webhook until they are restored.
func journal(ctx context.Context, e *examination) Finding {
	db, f := e.open(ctx)
	if f != nil && f.Status == OK {
		return ok("no number is in use%s", numberPrefix(e))
	}
	if f != nil {
		return skipped("the database cannot be read")
	}
	defer db.Close()
	all, err := lease.Loans(ctx, db, filepath.Join(e.Env.Folders.State, "locks"))
	if err != nil {
		return databaseFinding(ctx, err)
	}
	var left, held []lease.Standing
	for _, s := range all {
		switch {
		case account.OfLocal(s.Scope) != e.Account.Local: // numbers of the emulator and of Twilio are reported separately
		case s.Alive:
			held = append(held, s)
		default:
			left = append(left, s)
		}
	}
	switch {
	case len(left) > 0:
		return failed(e.restoreCommand(left), "left behind by a serve that was killed%s: %s", numberPrefix(e), numbers(left))
	case len(held) > 0:
		return ok("in use by a running serve%s: %s", numberPrefix(e), numbers(held))
	}
	return ok("no number is in use%s", numberPrefix(e))
}

// numberPrefix marks the emulator's numbers, so that they are not taken for real ones.
func numberPrefix(e *examination) string {
	if e.Account.Local {
		return " (local)"
	}
	return ""
}

// numbers names each number with its owner.
func numbers(all []lease.Standing) string {
	var names []string
	for _, s := range all {
		names = append(names, s.Loan.Number+" by "+s.Loan.Who())
	}
	return strings.Join(names, ", ")
}

// restoreCommand returns the commands that restore the numbers. Only credentials of a number's own account and server can do
// that.
func (e *examination) restoreCommand(left []lease.Standing) string {
	const command = "twvoice webhook restore --all"
	if e.Account.Local {
		return command + " --local"
	}
	var all []string
	for _, s := range left {
		sid, base, _ := strings.Cut(s.Scope, " ")
		line := command
		if base != "https://api.twilio.com" && base != e.Account.APIURL {
			line += " --api-url " + base
		}
		if e.Broken != nil || e.twilioSid() != sid {
			line += fmt.Sprintf(" (with credentials of %s)", sid)
		}
		if !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	return strings.Join(all, "; ")
}

// twilioSid returns the account that commands use now.
func (e *examination) twilioSid() string {
	<-e.visited // closes by the end of the visit's time limit
	return e.twilio.sid
}
