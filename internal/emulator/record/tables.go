// Package record is what accounts have: a row a thing, kept as it is shown, and the tables in which rows are found.
// It knows no HTTP.
package record

import (
	"crypto/rand"
	"io"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/store"
)

// Tables is the rows of everything that accounts have.
type Tables struct {
	DB      *store.DB
	Now     func() time.Time
	Random  io.Reader // of SIDs and tokens
	Stock   *inventory.Stock
	Lookups *Lookups // nil where few requests come
}

func NewTables(db *store.DB) *Tables {
	return &Tables{DB: db, Now: time.Now, Random: rand.Reader, Stock: inventory.NewStock()}
}
