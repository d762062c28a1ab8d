// Package emulator is the built-in Twilio: an [http.Handler] that speaks the REST API over an account which lives
// in the embedded database, so that commands in different processes share it.
//
// It speaks as Twilio documents it, refusals included: the same keys, codes, statuses and paging. It serves the
// paths of api.twilio.com (/2010-04-01/…) and pricing.twilio.com (/v1/…, /v2/…) together; they never collide.
//
// It refuses to touch a network, to own a phone number that could be anybody's (all of its stock is reserved for
// fiction by the regulators), to charge, to be secure enough for more than loopback, and to answer in XML or CSV.
package emulator

import (
	"crypto/rand"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// New is a Twilio that keeps everything in the database of [WithStore], which it needs: New panics without.
// The handler is safe for concurrent use, and for use beside other processes on the same database.
// Whom it lets in is told by [LocalAccount].
func New(options ...Option) http.Handler {
	e := &emulator{now: time.Now, random: rand.Reader, stock: newStock()}
	for _, set := range options {
		set(e)
	}
	if e.db == nil {
		panic("emulator: New needs WithStore")
	}
	e.table = newTable(e.routes())
	return e
}

// An Option changes what [New] makes.
type Option func(*emulator)

// WithStore keeps accounts, numbers and everything else in db.
func WithStore(db *store.DB) Option {
	return func(e *emulator) { e.db = db }
}

// WithClock dates what is made and changed; without it, [time.Now] does.
func WithClock(now func() time.Time) Option {
	return func(e *emulator) { e.now = now }
}

// WithRandom draws SIDs and tokens from random, which must be safe for concurrent use and never fail; without it,
// the system's randomness does.
func WithRandom(random io.Reader) Option {
	return func(e *emulator) { e.random = random }
}

type emulator struct {
	db       *store.DB
	now      func() time.Time
	random   io.Reader
	latency  time.Duration
	troubles []*trouble
	stock    *stock
	table    table
	memo     memo
}

// routes is the API: a resource is a file, and says here that it exists.
func (e *emulator) routes() []route {
	return slices.Concat(
		e.accountRoutes(),
		e.keyRoutes(),
		e.availableRoutes(),
		e.numberRoutes(),
		e.applicationRoutes(),
		e.pricingRoutes(),
	)
}
