package lease

import (
	"fmt"

	"github.com/twvoice/twvoice/internal/fault"
)

// LeftAlone is the error for a number that someone else has changed and that was therefore not restored; nil for any other outcome.
func (e Entry) LeftAlone() error {
	if e.Outcome != Left && e.Outcome != Displaced {
		return nil
	}
	return changed(e.Number, e.Note)
}

// changed is the error for a number that someone else has changed; now is what it has.
func changed(number, now string) error {
	return fault.With(fmt.Errorf("%s was changed by someone else and is not restored: it now has %s", number, now), fault.Failed, "twvoice webhook show "+number)
}
