package tunnel

import (
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.ngrok.com/ngrok/v2"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/upstream"
	"github.com/twvoice/twvoice/internal/userfile"
)

// Options configure [Open]. Only Authtoken is required. The names are those of ngrok's own agent configuration,
// https://ngrok.com/docs/agent/config/v3/.
type Options struct {
	Authtoken  string
	URL        string // the fixed domain, "name.ngrok.app" or "https://name.ngrok.app"; "": selected by ngrok
	ConnectURL string // connect_url, host:port without a scheme; "": ngrok's own
	ConnectCAs string // connect_cas: "trusted" (or "") is ngrok's own CA, "host" the system's, else a PEM file
	ProxyURL   string // proxy_url: http, https, socks5 or socks5h; "": from Proxy

	// Proxy returns the proxy for an address, according to HTTPS_PROXY and NO_PROXY. Nil means no proxy.
	Proxy func(target *url.URL) (*url.URL, error)

	Metadata string       // shown with the agent and the endpoint on ngrok's dashboard
	Logger   *slog.Logger // nil: ngrok-go does not log. The authtoken is removed from the log

	ConnectTimeout     time.Duration // time limit of [Open]; 0: 15 s
	HeartbeatInterval  time.Duration // 0: ngrok's 10 s
	HeartbeatTolerance time.Duration // how long an answer to a heartbeat may take; 0: ngrok's 15 s
}

const (
	defaultConnectURL     = "connect.ngrok-agent.com:443"
	defaultConnectTimeout = 15 * time.Second
)

// withDefaults returns o with defaults set, or an error for an invalid field.
func (o Options) withDefaults() (Options, error) {
	if o.Authtoken == "" {
		return o, fault.With(errors.New("ngrok needs an authtoken"), fault.Credentials, adviceOn("ERR_NGROK_4018").fix)
	}
	if o.URL != "" {
		domain, err := publicURL(o.URL)
		if err != nil {
			return o, err
		}
		o.URL = domain
	}
	if o.ConnectURL == "" {
		o.ConnectURL = defaultConnectURL
	}
	// ngrok-go takes the part before the first colon as the name in the certificate, so IPv6 addresses do not work
	host, port, err := net.SplitHostPort(o.ConnectURL)
	if _, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || strings.Contains(host, ":") {
		return o, fault.Usagef("connect_url %q: want host:port, without a scheme, and a name or an IPv4 address", o.ConnectURL)
	}
	if o.ConnectTimeout == 0 {
		o.ConnectTimeout = defaultConnectTimeout
	}
	return o, nil
}

// publicURL returns a fixed domain in ngrok's form. Only https is allowed: Twilio signs for it, and streams need wss.
func publicURL(s string) (string, error) {
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return "", fault.With(fmt.Errorf("%q is not a public URL of ngrok", s), fault.Usage, "write it as --url name.ngrok.app")
	}
	return "https://" + u.Host, nil
}

// proxy returns the proxy to ngrok, or nil.
func (o Options) proxy() (*url.URL, error) {
	if o.ProxyURL == "" {
		if o.Proxy == nil {
			return nil, nil
		}
		return o.Proxy(&url.URL{Scheme: "https", Host: o.ConnectURL})
	}
	u, err := url.Parse(o.ProxyURL)
	if err != nil || u.Host == "" { // the message does not repeat it: it may contain a password
		return nil, fault.Usagef("proxy_url is not a URL such as http://proxy:3128")
	}
	return u, nil
}

// agentOptions returns o as options of ngrok-go; link makes the connections. It keeps ngrok-go's client information:
// replacing it would also replace the version that ngrok checks for ERR_NGROK_120 and 121.
func (o Options) agentOptions(link *link) ([]ngrok.AgentOption, error) {
	opts := []ngrok.AgentOption{
		ngrok.WithAuthtoken(o.Authtoken),
		ngrok.WithAutoConnect(false), // only Open connects
		ngrok.WithAgentConnectURL(o.ConnectURL),
		ngrok.WithAgentMetadata(o.Metadata),
		ngrok.WithLogger(redacted(o.Logger, o.Authtoken)),
		ngrok.WithDialer(link),
	}
	if link.socks != nil {
		opts = append(opts, ngrok.WithProxyURL(link.socks.String()))
	}
	if o.HeartbeatInterval > 0 {
		opts = append(opts, ngrok.WithHeartbeatInterval(o.HeartbeatInterval))
	}
	if o.HeartbeatTolerance > 0 {
		opts = append(opts, ngrok.WithHeartbeatTolerance(o.HeartbeatTolerance))
	}
	pool, err := connectPool(o.ConnectCAs)
	if err != nil {
		return nil, err
	}
	if pool != nil {
		opts = append(opts, ngrok.WithAgentConnectCAs(pool))
	}
	return opts, nil
}

// connectPool returns the CAs of connect_cas, or nil for the one in ngrok-go.
func connectPool(cas string) (*x509.CertPool, error) {
	switch cas {
	case "", "trusted":
		return nil, nil
	case "host":
		if roots := upstream.Roots(); roots != nil {
			return roots, nil
		}
		return x509.SystemCertPool()
	}
	pem, err := userfile.ReadRegular(cas, userfile.MaxSettings)
	if err != nil {
		return nil, fmt.Errorf("read connect_cas: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("connect_cas: no certificate in %s", cas)
	}
	return pool, nil
}
