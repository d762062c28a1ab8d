package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/child"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/forward"
	"github.com/twvoice/twvoice/internal/inspector"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/twilioapi"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// session is one serve from the first file read to the last number given back.
// It belongs to the goroutine of Run; what others share with it is named in the fields.
type session struct {
	f *cmdutil.Factory
	o Options
	*screen

	buy        Buyer                // nil where nothing can be bought
	docs       *devserver.Documents // nil with --forward
	target     *url.URL             // of --forward
	app        *forward.App         // that is there
	gate       gate                 // closed until the public URL is known
	child      *child.Command       // COMMAND, once it was started
	user       *url.Userinfo        // of --basic-auth, nil without
	account    *account.Account     // nil with --no-number and --no-verify
	token      string               // that signatures are checked with
	sharedKeys map[string]string    // of --shared-key-file: secrets by the SID of their key
	chosen     []twilioapi.Number
	localURL   string // http://127.0.0.1:PORT
	nonce      string // of the probe
	keeper     *capture.Keeper
	tunnel     tunnel.Tunnel
	door       http.RoundTripper  // to the public URL, from outside
	connect    []client.ConnectTo // in calls that are simulated

	inspector    *inspector.Inspector // nil without the page
	inspectToken string
	inspectURL   string // with the token

	mu       sync.Mutex        // guards lent and followed
	lent     []*lease.Lease    // the numbers on loan, in order
	followed map[string]string // by number: the URL of the tunnel that it has followed, or will not
	pointed  pointed           // has a lock of its own

	unwatch func()     // stops following the tunnel, which must end before the numbers go back
	failed  chan error // what ends the session other than its context; the first counts
	undo    []step
}

// step is one thing to undo at the end, the last first.
type step struct {
	what string
	undo func(context.Context) error
}

// Buyer buys one number, after it has shown the price and asked.
type Buyer func(context.Context, *cmdutil.Factory) error

// With is Run for a program that can also buy: a person without a number that is free may get one on the spot.
func With(buy Buyer) func(context.Context, *cmdutil.Factory, Options) error {
	return func(ctx context.Context, f *cmdutil.Factory, o Options) error { return Run(ctx, f, o, buy) }
}

// Run serves until the context ends, the command is over, the rehearsal is, or the tunnel is lost for good.
func Run(ctx context.Context, f *cmdutil.Factory, o Options, buy Buyer) error {
	if err := o.check(f); err != nil {
		return err
	}
	s := newSession(f, o)
	s.buy = buy
	if f.DryRun {
		return s.end(ctx, s.steps(ctx, s.read, s.enter, s.choose, s.dryRun))
	}
	defer func() {
		if bug := recover(); bug != nil {
			_ = s.end(ctx, nil) // what is left is in the last words
			panic(bug)
		}
	}()
	err := s.begin(ctx)
	if err == nil {
		err = s.stay(ctx)
	}
	return s.end(ctx, err)
}

// newSession is a session that has done nothing yet.
func newSession(f *cmdutil.Factory, o Options) *session {
	connect, _ := o.ConnectTo.Read() // it was checked
	s := &session{f: f, o: o, screen: newScreen(f, o), failed: make(chan error, 1), connect: connect, door: newDoor(connect), followed: map[string]string{}, unwatch: func() {}}
	s.out.Broken, s.out.Gone = s.fail, "whoever reads it has stopped; the numbers were given back"
	if o.Forward != "" {
		s.target, _ = forward.Target(o.Forward) // it was checked
		if o.Path == "" {
			s.target, s.o.Path, _ = forward.Webhook(o.Forward)
		}
	}
	s.later("finish the output", s.flush)
	return s
}

// begin does everything up to the ready line. Whatever it did before it fails, end undoes.
func (s *session) begin(ctx context.Context) error {
	return s.steps(
		ctx,
		s.read,   // a broken document is refused before anything is opened
		s.enter,  // the account, its token, and what an earlier serve left behind
		s.choose, // the numbers, before anything costs time
		s.listen,
		s.dig,
		s.open,
		s.launch, // the application, which is told the public URL
		s.probe,
		s.inspect,
		s.point, // last, and given back first
		s.announce,
	)
}

// steps does one after the other, until one fails or the context ends.
func (s *session) steps(ctx context.Context, steps ...func(context.Context) error) error {
	for _, step := range steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) read(ctx context.Context) error {
	if err := errors.Join(s.readPassword(ctx), s.readSharedKeys(ctx)); err != nil {
		return err
	}
	if s.target != nil {
		s.o.Path = cmp.Or(s.o.Path, "/voice")
		return nil
	}
	docs, err := devserver.Open(s.f.Env.Path(s.o.TwiML), s.o.TwiML)
	if err != nil {
		return err
	}
	s.docs = docs
	docs.Changed = s.changed
	s.lint("")
	s.later("close "+s.o.TwiML, func(context.Context) error { return docs.Close() })
	s.watchFiles()
	if s.o.Path == "" {
		s.o.Path = "/voice"
		if docs.Index() {
			s.o.Path = "/"
		}
	}
	if docs.Source(s.o.Path) == "" {
		return fault.With(fmt.Errorf("no document of %s answers %s, where calls begin", s.o.TwiML, s.o.Path), fault.Usage,
			"add an index.xml, or --path with one of: "+fault.NearestFew(s.o.Path, docs.Paths()))
	}
	return nil
}

// changed tells of an edit, and what there is to mend in it.
func (s *session) changed(name string, err error) {
	s.edited(name, err)
	if err == nil {
		s.lint(name)
	}
}

// lint says what there is to mend in the documents, which answer nevertheless. It is talk: a program lints for itself.
func (s *session) lint(name string) {
	for _, found := range s.docs.Lint(name) {
		if found.Level != lint.Notice || s.f.Verbose { // what Twilio runs without a word
			s.notef("%s", found)
		}
	}
}

// watchFiles tells of edits as they are made; without it they are noticed on the next request.
func (s *session) watchFiles() {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := s.docs.Watch(ctx); err != nil {
			s.notef("%v", err)
		}
	}()
	s.later("stop watching "+s.o.TwiML, func(context.Context) error {
		stop()
		<-done
		return nil
	})
}

// enter opens the account. Its token is needed to check signatures, so that only --no-number and --no-verify
// together can do without one.
func (s *session) enter(ctx context.Context) error {
	if s.o.NoNumber && s.o.NoVerify && !s.o.Resign {
		return nil
	}
	a, err := s.f.Account(ctx)
	if err != nil {
		return err
	}
	s.account = a
	s.later("close the account", func(context.Context) error { return a.Close() })
	if !s.o.NoVerify || s.o.Resign {
		if s.token, err = a.SigningToken(ctx); err != nil {
			return err
		}
	}
	if s.f.DryRun {
		return nil
	}
	return s.heal(ctx)
}

// heal gives back what an earlier serve could not. That it fails for one number is no reason not to serve another.
func (s *session) heal(ctx context.Context) error {
	leases, err := s.account.Leases()
	if err != nil {
		return err
	}
	healed, failed := leases.Heal(ctx)
	for _, entry := range healed {
		s.healed(entry)
	}
	for _, err := range failed {
		s.notef("could not heal what an earlier serve left behind: %v", err)
		if still, ok := errors.AsType[*lease.NotRestoredError](err); ok {
			s.notef("to try again: %s", restoreCommand([]string{still.Entry.Number}, s.f.AccountFlags()))
		}
	}
	return nil
}

// stay waits for the end, and is nil for one in good order.
func (s *session) stay(ctx context.Context) error {
	switch {
	case s.o.Call:
		return s.rehearse(ctx)
	case len(s.o.Command) > 0:
		return s.command(ctx)
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-s.failed:
		return err
	}
}

// fail ends the session from another goroutine; only the first reason counts.
func (s *session) fail(err error) {
	select {
	case s.failed <- err:
	default:
	}
}

// later remembers what to undo at the end.
func (s *session) later(what string, undo func(context.Context) error) {
	s.undo = append(s.undo, step{what, undo})
}

// end undoes every step, the last first, each even if another failed, within a time of its own that a dead context does not
// shorten. A second Ctrl-C ends the process; what is not undone then lies in the journal.
func (s *session) end(ctx context.Context, err error) error {
	s.unwatch()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	for i := len(s.undo) - 1; i >= 0; i-- {
		if failed := s.undo[i].undo(last); failed != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", s.undo[i].what, failed))
		}
	}
	return err
}
