// Package emulator implements the Twilio emulator: an [http.Handler] that serves Twilio's REST API for accounts in the
// embedded database, so that commands in different processes share them.
//
// It behaves as Twilio documents, errors included: the same keys, codes, statuses and paging. It serves the paths of
// api.twilio.com (/2010-04-01/…), pricing.twilio.com (/v1/…, /v2/…) and monitor.twilio.com (/v1/Alerts) together;
// they do not collide.
//
// It does not use a network, except for webhooks if [WithTransport] is given. It does not sell phone numbers that
// could belong to a person: regulators reserved its whole stock for fiction. It does not charge. It is not secure
// enough for more than loopback. It does not answer in XML or CSV.
package emulator

import (
	"context"
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

// New returns an emulator that stores everything in the database of [WithStore], which is required:
// New panics without it. The handler is safe for concurrent use, also while other processes use the
// same database. An emulator that sends messages must be closed. [LocalAccount] returns its
// credentials.
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

// Option changes what [New] returns.
type Option func(*Server)

// WithStore sets the database for accounts, numbers and everything else.
func WithStore(db *store.DB) Option {
	return func(e *Server) { e.tables.DB = db }
}

// WithTransport sets the transport for webhooks, such as [http.DefaultTransport]. Without it, each
// webhook becomes an alert (11200) instead.
func WithTransport(t http.RoundTripper) Option {
	return func(e *Server) { e.outbox.Transport = t }
}

// WithConnectTo sends webhooks to hosts other than the applications' own, or to other addresses.
func WithConnectTo(connect []client.ConnectTo) Option {
	return func(e *Server) { e.outbox.ConnectTo = connect }
}

// WithClock sets the clock; the default is [time.Now].
func WithClock(now func() time.Time) Option {
	return func(e *Server) { e.tables.Now = now }
}

// Server is the emulator as an [http.Handler]. Make one with [New]; it is safe for concurrent use.
type Server struct {
	tables *record.Tables
	outbox *outbox.Outbox
	api    *api.API
	board  *live.Switchboard // nil if no calls run

	table    rest.Router
	cache    rest.Cache
	controls http.Handler // of /_twvoice/
	latency  time.Duration
	injected []*injectedFailure
	calls    live.Options
	runs     bool // whether calls run
}

// Close waits until all pending webhooks are sent. If ctx ends first, Close cancels the rest and
// returns its error. Requests are still answered afterwards, but no webhooks are sent. The database
// stays open.
func (e *Server) Close(ctx context.Context) error { return e.outbox.Close(ctx) }
