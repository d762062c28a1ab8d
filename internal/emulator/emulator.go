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
	"io"
	"net/http"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/api"
	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/internal/emulator/messaging"
	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// New is a Twilio that keeps everything in the database of [WithStore], which it needs: New panics without.
// The handler is safe for concurrent use, and for use beside other processes on the same database. Whoever lets it
// send messages closes it in the end.
// Whom it lets in is told by [LocalAccount].
func New(options ...Option) *Server {
	e := &Server{tables: record.NewTables(nil)}
	e.outbox = &outbox.Outbox{Tables: e.tables}
	for _, set := range options {
		set(e)
	}
	if e.tables.DB == nil {
		panic("emulator: New needs WithStore")
	}
	m := &messaging.Messenger{Tables: e.tables, Outbox: e.outbox}
	if e.runs {
		e.tables.Lookups = &record.Lookups{}
		e.board = live.New(e.tables, e.outbox, m, e.calls)
	}
	e.api = &api.API{Tables: e.tables, Outbox: e.outbox, Messenger: m, Board: e.board}
	e.table = rest.NewRouter(e.api.Routes())
	e.controls = e.control()
	return e
}

// An Option changes what [New] makes.
type Option func(*Server)

// WithStore keeps accounts, numbers and everything else in db.
func WithStore(db *store.DB) Option {
	return func(e *Server) { e.tables.DB = db }
}

// WithTransport lets webhooks reach the applications, such as [http.DefaultTransport]. Without it each one that is owed
// is an alert (11200) instead.
func WithTransport(t http.RoundTripper) Option {
	return func(e *Server) { e.outbox.Transport = t }
}

// WithConnectTo has webhooks reach hosts beside the applications' own, or reach them elsewhere.
func WithConnectTo(connect []client.ConnectTo) Option {
	return func(e *Server) { e.outbox.ConnectTo = connect }
}

// WithClock dates what is made and changed; without it, [time.Now] does.
func WithClock(now func() time.Time) Option {
	return func(e *Server) { e.tables.Now = now }
}

// WithRandom draws SIDs and tokens from random, which must be safe for concurrent use and never fail; without it,
// the system's randomness does.
func WithRandom(random io.Reader) Option {
	return func(e *Server) { e.tables.Random = random }
}

// Server is what [New] makes: the handler.
type Server struct {
	tables *record.Tables
	outbox *outbox.Outbox
	api    *api.API
	board  *live.Switchboard // nil where no calls run

	table    rest.Router
	cache    rest.Cache
	controls http.Handler // of /_twvoice/
	latency  time.Duration
	injected []*injectedFailure
	calls    live.Options
	runs     bool // whether calls do
}

// Close waits until every webhook that is owed was sent, and cancels what is left when ctx ends, whose error it returns.
// Requests are answered afterwards as well, but nothing is sent any more. The database stays open.
func (e *Server) Close(ctx context.Context) error { return e.outbox.Close(ctx) }
