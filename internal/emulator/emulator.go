// Package emulator is the built-in Twilio: an [http.Handler] that speaks the REST API over an account which lives
// in the embedded database, so that commands in different processes share it.
//
// It speaks as Twilio documents it, refusals included: the same keys, codes, statuses and paging. It serves the
// paths of api.twilio.com (/2010-04-01/…), pricing.twilio.com (/v1/…, /v2/…) and monitor.twilio.com (/v1/Alerts)
// together; they never collide.
//
// It refuses to touch a network, but for webhooks where [WithTransport] says how; to own a phone number that could be
// anybody's (all of its stock is reserved for fiction by the regulators); to charge; to be secure enough for more than
// loopback; and to answer in XML or CSV.
package emulator

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// New is a Twilio that keeps everything in the database of [WithStore], which it needs: New panics without.
// The handler is safe for concurrent use, and for use beside other processes on the same database. Whoever lets it
// send messages closes it in the end.
// Whom it lets in is told by [LocalAccount].
func New(options ...Option) *Server {
	e := &Server{now: time.Now, random: rand.Reader, stock: newStock()}
	for _, set := range options {
		set(e)
	}
	if e.db == nil {
		panic("emulator: New needs WithStore")
	}
	if e.pace != nil {
		e.board, e.recent = newSwitchboard(e), &recent{}
	}
	e.table = newTable(e.routes())
	e.controls = e.control()
	return e
}

// An Option changes what [New] makes.
type Option func(*Server)

// WithStore keeps accounts, numbers and everything else in db.
func WithStore(db *store.DB) Option {
	return func(e *Server) { e.db = db }
}

// WithTransport lets webhooks reach the applications, such as [http.DefaultTransport]. Without it each one that is owed
// is an alert (11200) instead.
func WithTransport(t http.RoundTripper) Option {
	return func(e *Server) { e.transport = t }
}

// WithConnectTo has webhooks reach hosts beside the applications' own, or reach them elsewhere.
func WithConnectTo(connect []client.ConnectTo) Option {
	return func(e *Server) { e.connectTo = connect }
}

// WithClock dates what is made and changed; without it, [time.Now] does.
func WithClock(now func() time.Time) Option {
	return func(e *Server) { e.now = now }
}

// WithRandom draws SIDs and tokens from random, which must be safe for concurrent use and never fail; without it,
// the system's randomness does.
func WithRandom(random io.Reader) Option {
	return func(e *Server) { e.random = random }
}

// Server is what [New] makes: the handler.
type Server struct {
	db        *store.DB
	now       func() time.Time
	random    io.Reader
	transport http.RoundTripper // nil: there is nobody to be reached
	connectTo []client.ConnectTo
	latency   time.Duration
	troubles  []*trouble
	stock     *stock
	table     table
	memo      memo
	recent    *recent // nil where no calls run
	errands   errands
	remotes   remotes

	controls   http.Handler // of /_twvoice/
	deliveries deliveries
	watch      func(Sighting)
	phones     phonebook    // whom calls may be made to
	pace       *Pace        // nil where no calls run
	board      *switchboard // the same
}

// Close waits until every webhook that is owed was sent, and cancels what is left when ctx ends, whose error it returns.
// Requests are answered afterwards as well, but nothing is sent any more. The database stays open.
func (e *Server) Close(ctx context.Context) error { return e.errands.close(ctx) }

// routes is the API: a resource is a file, and says here that it exists.
func (e *Server) routes() []route {
	return slices.Concat(
		e.accountRoutes(),
		e.balanceRoutes(),
		e.keyRoutes(),
		e.availableRoutes(),
		e.numberRoutes(),
		e.applicationRoutes(),
		e.addressRoutes(),
		e.callerIDRoutes(),
		e.messageRoutes(),
		e.callRoutes(),
		e.recordingRoutes(),
		e.queueRoutes(),
		e.conferenceRoutes(),
		e.usageRoutes(),
		e.alertRoutes(),
		e.pricingRoutes(),
	)
}
