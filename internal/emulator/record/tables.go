// Package record defines what accounts own, one row per thing in the form in which it is shown, and
// the tables that hold the rows. It does not depend on HTTP.
package record

import (
	"crypto/rand"
	"io"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/store"
)

// Tables stores everything that accounts own.
type Tables struct {
	DB      *store.DB
	Now     func() time.Time
	Random  io.Reader // source of SIDs and tokens
	Stock   *inventory.Stock
	Lookups *Lookups // nil if few requests are expected
}

// NewTables returns the tables of db, with the system's clock and randomness.
func NewTables(db *store.DB) *Tables {
	return &Tables{DB: db, Now: time.Now, Random: rand.Reader, Stock: inventory.NewStock()}
}
