package webhook

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/account"
)

const (
	probesAtOnce  = 32              // Choice: Twilio's own limit of concurrent requests is of that order; files and sockets are few
	probePatience = 5 * time.Second // as long as Twilio waits for a connection
)

// prober probes hosts, each once, many at a time. It is for one goroutine.
type prober struct {
	transport http.RoundTripper
	patience  time.Duration
	places    chan struct{}     // limits the probes at a time
	hosts     map[string]*probe // by scheme and host
	asking    sync.WaitGroup
}

// probe is the probe of one host.
type probe struct {
	done chan struct{} // closed when the answer is known
	why  string        // why the host does not answer, or ""
}

func newProber(transport http.RoundTripper, patience time.Duration) *prober {
	return &prober{transport: transport, patience: min(patience, probePatience), places: make(chan struct{}, probesAtOnce), hosts: map[string]*probe{}}
}

// close waits for running probes.
func (p *prober) close() {
	p.asking.Wait()
	if t, ok := p.transport.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}

// begin starts the probe of a URL's host, unless there is one already. It does not wait for the answer.
func (p *prober) begin(ctx context.Context, u *url.URL) *probe {
	host := u.Scheme + "://" + u.Host
	if known, asked := p.hosts[host]; asked {
		return known
	}
	asked := &probe{done: make(chan struct{})}
	p.hosts[host] = asked
	p.asking.Go(func() {
		defer close(asked.done)
		select {
		case p.places <- struct{}{}:
			defer func() { <-p.places }()
			asked.why = p.head(ctx, u.String())
		case <-ctx.Done():
		}
	})
	return asked
}

// ask returns why the host does not answer, or "". Any answer to a HEAD means that the application runs, except one from
// ngrok for a tunnel that has ended, which has a header (https://ngrok.com/docs/errors/err_ngrok_3200). After an
// interruption it returns ctx's error.
func (p *prober) ask(ctx context.Context, u *url.URL) (string, error) {
	asked := p.begin(ctx, u)
	select {
	case <-asked.done:
	case <-ctx.Done():
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	return asked.why, nil
}

// answered returns how many hosts have answered so far.
func (p *prober) answered() (answered, all int) {
	for _, asked := range p.hosts {
		select {
		case <-asked.done:
			answered++
		default:
		}
	}
	return answered, len(p.hosts)
}

func (p *prober) head(ctx context.Context, address string) string {
	ctx, cancel := context.WithTimeout(ctx, p.patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodHead, address, nil)
	if err != nil {
		return "its URL cannot be requested"
	}
	answer, err := p.transport.RoundTrip(r)
	if errors.Is(err, account.ErrDryRun) {
		return ""
	}
	if err != nil {
		return unreachable(err)
	}
	answer.Body.Close()
	if code := answer.Header.Get("Ngrok-Error-Code"); code != "" {
		return "a tunnel that has ended (" + code + ")"
	}
	return ""
}

// unreachable says in a few words why a host was not reached.
func unreachable(err error) string {
	if name, ok := errors.AsType[*net.DNSError](err); ok {
		return "no host has the name " + name.Name
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "its certificate is not valid: " + reason(err)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "the host does not answer"
	}
	return fmt.Sprintf("not reached: %v", err)
}

func reason(err error) string {
	if wrong, ok := errors.AsType[x509.CertificateInvalidError](err); ok && wrong.Reason == x509.Expired {
		return "it has expired"
	}
	if wrong, ok := errors.AsType[x509.HostnameError](err); ok {
		return "it is not for the name " + wrong.Host
	}
	return "it is not from a trusted authority"
}
