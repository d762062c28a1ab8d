package emulate

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"github.com/twvoice/twvoice/internal/child"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/proxy"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// session is one run of the command.
type session struct {
	f    *cmdutil.Factory
	o    Options
	seed emulator.Seed
	db   *store.DB

	account emulator.Account
	screen  *screen
}

// Run runs the emulator until ctx ends, or COMMAND does.
func Run(ctx context.Context, f *cmdutil.Factory, o Options) error {
	o = o.with(f.Env.Getenv)
	if err := o.check(); err != nil {
		return err
	}
	s := &session{f: f, o: o, screen: newScreen(f)}
	if err := s.readSeed(ctx); err != nil {
		return err
	}
	release, taken, err := store.Claim(f.Env.Folders.State, "emulate")
	if err != nil {
		return err
	}
	if taken {
		return fault.With(errors.New("start the emulator: another one uses the same state folder"), fault.Failed,
			"stop it, or use a separate state folder: TWVOICE_STATE_DIR=…")
	}
	defer release()
	if s.db, err = store.OpenWith(context.WithoutCancel(ctx), f.Env.Folders.State, store.Options{Fleeting: true}); err != nil {
		return err
	}
	defer s.db.Close()
	if err := s.applySeed(ctx); err != nil {
		return err
	}
	ln, err := listen(o.Listen, o.Port)
	if err != nil {
		return err
	}
	return s.serve(ctx, ln)
}

// maxSeed limits a seed file, in bytes: 20,000 numbers.
const maxSeed = 4 << 20

func (s *session) readSeed(ctx context.Context) error {
	if s.o.Seed == "" {
		return nil
	}
	source, err := s.f.Read(ctx, s.o.Seed, maxSeed)
	if err != nil {
		return err
	}
	s.seed, err = emulator.ReadSeed(s.o.Seed, source)
	return err
}

// applySeed creates the account and applies the seed.
func (s *session) applySeed(ctx context.Context) error {
	if s.o.Reset {
		if err := emulator.Reset(ctx, s.db); err != nil {
			return err
		}
	}
	planter := emulator.New(emulator.WithStore(s.db), emulator.WithClock(s.f.Env.Now))
	if err := planter.ApplySeed(ctx, s.seed); err != nil {
		return err
	}
	var err error
	s.account, err = emulator.LocalAccount(ctx, s.db)
	return err
}

// serve runs the calls, the server and COMMAND until one of them ends. It closes the listener.
func (s *session) serve(ctx context.Context, ln net.Listener) error {
	defer ln.Close()
	ca, err := proxy.OpenCA(ctx, filepath.Join(s.f.Env.Folders.State, "ca"), s.f.Env.Now)
	if err != nil {
		return err
	}
	addr := localAddress(ln.Addr())
	if err := store.Announce(s.f.Env.Folders.State, "emulate", addr); err != nil {
		return err
	}
	env, err := ca.Environment(addr, s.f.Env.Environ)
	if err != nil {
		return err
	}
	if env.Warning != "" {
		s.f.Env.Notef("warning: %s", env.Warning)
	}
	connect, err := s.o.ConnectTo.Read()
	if err != nil {
		return err
	}
	transport := client.NewTransport(client.TransportOptions{ConnectTo: connect})
	defer transport.CloseIdleConnections()
	twilio, err := s.twilio(transport, connect)
	if err != nil {
		return err
	}
	front := proxy.New(withCertificate(ca, s.screen.log(twilio)), ca, proxy.Options{Environ: s.f.Env.Environ, Notef: s.screen.notef})

	running, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	s.screen.feed.Broken = func(err error) { stop(err) }
	ends := make(chan error, 2)
	go func() { ends <- ended(stop, twilio.Run(running)) }()
	go func() { ends <- ended(stop, front.Serve(running, ln)) }()
	vars := append(env.Vars, "TWILIO_ACCOUNT_SID="+s.account.Sid, "TWILIO_AUTH_TOKEN="+s.account.AuthToken)
	if isPublic(ln.Addr()) {
		s.screen.notef("warning: %s lets other machines connect: without a password, they can place calls and make this machine fetch URLs", ln.Addr())
	}
	s.screen.ready(s, addr, vars)

	err = s.wait(running, vars)
	stop(err)
	err = errors.Join(err, <-ends, <-ends, closeEmulator(twilio))
	s.screen.drain()
	return err
}

// twilio returns the emulator configured by the seed and the flags.
func (s *session) twilio(transport http.RoundTripper, connect []client.ConnectTo) (*emulator.Server, error) {
	options, err := s.seed.Options()
	if err != nil {
		return nil, fault.With(fmt.Errorf("%s: %w", s.o.Seed, err), fault.Usage, "")
	}
	pace := live.Pace{Speed: s.o.Speed, Virtual: s.o.Speed == 0}
	return emulator.New(append(options, emulator.WithStore(s.db), emulator.WithClock(s.f.Env.Now), emulator.WithCalls(pace),
		emulator.WithTransport(transport), emulator.WithConnectTo(connect), emulator.WithIdleTimeout(s.o.IdleTimeout), emulator.WithWatch(s.screen.sighted))...), nil
}

// wait waits for COMMAND, whose end is ours, or for the end of ctx. A requested end is not an error.
func (s *session) wait(ctx context.Context, vars []string) error {
	if len(s.o.Command) == 0 {
		<-ctx.Done()
		return reason(ctx)
	}
	child, err := child.Start(s.f.Env, s.o.Command, vars)
	if err != nil {
		return err
	}
	err = child.Wait(ctx)
	return errors.Join(reason(ctx), err)
}

// reason returns why a context ended, or nil if that was requested.
func reason(ctx context.Context) error {
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// ended ends the session with err.
func ended(stop context.CancelCauseFunc, err error) error {
	stop(err)
	return err
}

// grace is the time for pending webhooks when the emulator ends.
const grace = 2 * time.Second

func closeEmulator(twilio *emulator.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	_ = twilio.Close(ctx) // webhooks that are not sent by then are dropped
	return nil
}
