package tunnel

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"sync"

	"golang.ngrok.com/ngrok/v2"
)

// Ngrok is a [Tunnel] through ngrok. [Open] makes one; it is safe for concurrent use.
type Ngrok struct {
	agent   ngrok.Agent
	options Options
	link    *link
	watch   *watch
	end     context.CancelCauseFunc // ends ngrok-go's session

	conns   chan net.Conn // accepted by the endpoints; separate, so that Accept works across them
	done    chan struct{} // closed when the tunnel has ended
	binding chan struct{} // held while the agent's endpoints change
	closing sync.Once
	pumps   sync.WaitGroup

	mu       sync.Mutex
	endpoint ngrok.EndpointListener // nil while it is replaced
	url      string
	err      error // why done is closed
}

// Open connects to ngrok, requests a public address, and returns once it works. ctx limits only Open; the tunnel lives
// until Close. If ngrok rejects something, there is an [*Error] in the chain, with fault.Credentials if another
// authtoken would help. If ngrok cannot be reached, Open fails after the third attempt.
func Open(ctx context.Context, o Options) (*Ngrok, error) {
	t, err := newNgrok(o)
	if err != nil {
		return nil, fmt.Errorf("open tunnel: %w", err)
	}
	if err := t.open(ctx); err != nil {
		_ = t.Close()
		return nil, fmt.Errorf("open tunnel: %w", err)
	}
	return t, nil
}

func newNgrok(o Options) (*Ngrok, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	proxy, err := o.proxy()
	if err != nil {
		return nil, err
	}
	link, err := newLink(proxy)
	if err != nil {
		return nil, err
	}
	opts, err := o.agentOptions(link)
	if err != nil {
		return nil, err
	}
	t := &Ngrok{
		options: o,
		link:    link,
		watch:   &watch{queue: newQueue(), secret: o.Authtoken},
		end:     func(error) {},
		conns:   make(chan net.Conn),
		done:    make(chan struct{}),
		binding: make(chan struct{}, 1),
	}
	opts = append(opts, ngrok.WithEventHandler(t.watch.handle), ngrok.WithRPCHandler(t.command))
	t.agent, err = ngrok.NewAgent(opts...)
	return t, err
}

// open connects and binds.
func (t *Ngrok) open(ctx context.Context) error { return t.connect(ctx, t.bind) }

// connect connects and calls then. The context that ngrok-go connects with owns the session permanently. It gets a
// separate context, which ctx and the time limit cancel only during the opening.
func (t *Ngrok) connect(ctx context.Context, then func(session context.Context) error) error {
	opening, opened := context.WithTimeoutCause(ctx, t.options.ConnectTimeout, errNoAnswer)
	defer opened()
	session, end := context.WithCancelCause(context.WithoutCancel(ctx))
	t.end = end
	t.watch.giveUp = end
	detach := context.AfterFunc(opening, func() { end(context.Cause(opening)) })

	err := t.agent.Connect(session)
	if err == nil {
		err = then(session)
	}
	if detach() && err == nil {
		return nil
	}
	// ngrok-go drops the chain of its errors; the context has the cause
	if cause := context.Cause(session); cause != nil {
		err = cause
	}
	return t.explain(opening, err)
}

// errNoAnswer is the error after ConnectTimeout.
var errNoAnswer = errors.New("no response in time")

// explain makes the error of a failed opening useful. If ngrok rejected it or the caller's time was up, the cause is
// known. Otherwise ngrok-go's own probe finds the failing step, because a rejected certificate, for example, often
// arrives as "session closed".
func (t *Ngrok) explain(opening context.Context, err error) error {
	if _, refused := errors.AsType[*Error](err); refused {
		return err
	}
	if errors.Is(err, errNoAnswer) {
		return unreachable(t.options.ConnectURL, fmt.Errorf("no answer within %s", t.options.ConnectTimeout))
	}
	if opening.Err() != nil {
		return err
	}
	// (With SOCKS it would go through the proxy twice: ngrok-go keeps the wrapped dialer.)
	if d, ok := t.agent.(ngrok.Diagnoser); ok && t.link.socks == nil {
		if _, found := d.Diagnose(opening, ""); found != nil {
			err = found
		}
	}
	return unreachable(t.options.ConnectURL, err)
}

// Accept waits for the next connection from the public URL.
func (t *Ngrok) Accept() (net.Conn, error) {
	select {
	case conn := <-t.conns:
		return conn, nil
	case <-t.done:
		return nil, t.reason()
	}
}

// Addr returns the host of the public URL.
func (t *Ngrok) Addr() net.Addr {
	u, err := url.Parse(t.URL())
	if err != nil {
		return publicAddr("")
	}
	return publicAddr(u.Host)
}

// URL returns the address that [Open] or the last Renew received.
func (t *Ngrok) URL() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.url
}

// Events returns the events: lost and restored connections, and the end.
func (t *Ngrok) Events() <-chan Event { return t.watch.queue.events }
