package numbers

import (
	"errors"
	"fmt"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// errUnseen is the error for a number that was bought or released but could not be shown.
var errUnseen = errors.New("could not be printed")

// shown prints a number that was bought or released. After an error it prints no more: the reader has gone or the disk
// is full.
func shown(rows *cmdutil.Ledger, n twilioapi.Number) error {
	if err := rows.Add(n.Raw); err != nil {
		return fmt.Errorf("%s %w: %w", n.PhoneNumber, errUnseen, err)
	}
	return nil
}
