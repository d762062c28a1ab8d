package webhook

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// prober asks hosts whether they are there, each URL once.
type prober struct {
	transport *http.Transport
	patience  time.Duration
	known     map[string]string
}

func newProber(patience time.Duration) *prober {
	return &prober{transport: http.DefaultTransport.(*http.Transport).Clone(), patience: patience, known: map[string]string{}}
}

func (p *prober) close() { p.transport.CloseIdleConnections() }

// ask is why nobody is there, "" where somebody is. Whatever an application answers to a HEAD says that it is there; only ngrok
// answers for a tunnel that has ended, and says so in a header (https://ngrok.com/docs/errors/err_ngrok_3200).
func (p *prober) ask(ctx context.Context, url string) string {
	why, asked := p.known[url]
	if !asked {
		why = p.head(ctx, url)
		p.known[url] = why
	}
	return why
}

func (p *prober) head(ctx context.Context, url string) string {
	ctx, cancel := context.WithTimeout(ctx, p.patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
	if err != nil {
		return "its URL cannot be asked"
	}
	answer, err := p.transport.RoundTrip(r)
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
		return "no host of the name " + name.Name
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "its certificate is not good: " + reason(err)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "nobody answers"
	}
	return fmt.Sprintf("not reached: %v", err)
}

func reason(err error) string {
	if wrong, ok := errors.AsType[x509.CertificateInvalidError](err); ok && wrong.Reason == x509.Expired {
		return "it has expired"
	}
	if wrong, ok := errors.AsType[x509.HostnameError](err); ok {
		return "it is for another name than " + wrong.Host
	}
	return "nobody vouches for it"
}
