package numbers

import (
	"errors"
	"fmt"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// errUnseen is a number that was bought or released, and that nobody was told of.
var errUnseen = errors.New("could not be printed")

// shown prints a number that was bought or released. After an error nothing more is: the reader is gone, or the disk full.
func shown(rows *cmdutil.Ledger, n twilioapi.Number) error {
	if err := rows.Add(n.Raw); err != nil {
		return fmt.Errorf("%s %w: %w", n.PhoneNumber, errUnseen, err)
	}
	return nil
}
