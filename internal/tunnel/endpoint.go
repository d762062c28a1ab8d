package tunnel

import (
	"context"
	"errors"

	"golang.ngrok.com/ngrok/v2"
	"golang.ngrok.com/ngrok/v2/rpc"
)

// Renew closes the endpoint and requests a new one in the same session. In between, the URL is offline. After an error,
// the tunnel has no endpoint until a later Renew succeeds; Accept waits for it.
func (t *Ngrok) Renew(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	select {
	case t.binding <- struct{}{}:
	case <-t.done:
		return t.reason()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	bound := make(chan error, 1)
	if !t.start(func() {
		defer func() { <-t.binding }()
		if old := t.replace(nil); old != nil {
			_ = old.Close() // an error means that ngrok has deleted it already
		}
		bound <- t.bind(ctx)
	}) {
		<-t.binding
		return t.reason()
	}
	select {
	case err := <-bound:
		return err
	case <-ctx.Done(): // ngrok-go ignores the context here: the goroutine ends with an answer or with Close
		return context.Cause(ctx)
	}
}

// bind requests the public address and starts to accept connections from it.
func (t *Ngrok) bind(ctx context.Context) error {
	opts := []ngrok.EndpointOption{ngrok.WithDescription("twvoice"), ngrok.WithMetadata(t.options.Metadata)}
	if t.options.URL != "" {
		opts = append(opts, ngrok.WithURL(t.options.URL))
	}
	endpoint, err := t.agent.Listen(ctx, opts...)
	if err != nil {
		return t.watch.explain(err)
	}
	t.replace(endpoint)
	t.pumps.Go(func() { t.acceptFrom(endpoint) }) // Close has not finished waiting, because it waits for binding first
	return nil
}

// start runs work in a goroutine that Close waits for, unless Close has begun.
func (t *Ngrok) start(work func()) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err != nil {
		return false
	}
	t.pumps.Go(work)
	return true
}

// replace makes endpoint the current one and returns the previous one.
func (t *Ngrok) replace(endpoint ngrok.EndpointListener) ngrok.EndpointListener {
	t.mu.Lock()
	defer t.mu.Unlock()
	old := t.endpoint
	t.endpoint = endpoint
	if endpoint != nil {
		t.url = endpoint.URL().Scheme + "://" + endpoint.URL().Host
	}
	return old
}

// acceptFrom passes on the connections of endpoint until it ends. It also prevents a deadlock in ngrok-go: closing an endpoint
// waits until its connections are accepted.
func (t *Ngrok) acceptFrom(endpoint ngrok.EndpointListener) {
	for {
		conn, err := endpoint.Accept()
		if err != nil {
			t.ended(endpoint, err)
			return
		}
		select {
		case t.conns <- conn:
		case <-t.done:
			_ = conn.Close()
		}
	}
}

// ended handles the end of an endpoint. That is expected if it was replaced; otherwise ngrok stopped the tunnel.
func (t *Ngrok) ended(endpoint ngrok.EndpointListener, err error) {
	t.mu.Lock()
	current := t.endpoint == endpoint
	t.mu.Unlock()
	if !current {
		return
	}
	e := refusal(err, t.options.Authtoken)
	if e == nil {
		e = &Error{Message: "the session ended"}
	}
	t.stopped(e)
}

// command handles the commands of ngrok's dashboard. It runs on ngrok-go's goroutine and must not close anything itself:
// ngrok-go closes the session when it returns nil.
func (t *Ngrok) command(_ context.Context, _ ngrok.AgentSession, req rpc.Request) ([]byte, error) {
	switch req.Method() {
	case rpc.StopAgentMethod, rpc.RestartAgentMethod:
		t.stopped(&Error{Message: "stopped from the ngrok dashboard"})
		return nil, nil
	}
	return nil, errors.New("twvoice does not update itself: install a new version")
}
