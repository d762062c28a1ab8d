package lease

import (
	"fmt"

	"github.com/twvoice/twvoice/internal/fault"
)

// LeftAlone returns an error if the number was not restored because someone else changed it. Otherwise it returns nil.
func (e Entry) LeftAlone() error {
	if e.Outcome != Left && e.Outcome != Displaced {
		return nil
	}
	return changed(e.Number, e.Note)
}

// changed returns the error for a number that someone else changed; now is its current target.
func changed(number, now string) error {
	return fault.With(fmt.Errorf("%s was changed by someone else and is not restored: it now has %s", number, now), fault.Failed, "twvoice webhook show "+number)
}
