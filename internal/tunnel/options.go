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

// Options are what [Open] needs to know. All but Authtoken may stay zero.
// The names are those of ngrok's own agent configuration, https://ngrok.com/docs/agent/config/v3/.
type Options struct {
	Authtoken  string
	URL        string // the fixed domain, "name.ngrok.app" or "https://name.ngrok.app"; "": ngrok picks
	ConnectURL string // connect_url, host:port without a scheme; "": ngrok's own
	ConnectCAs string // connect_cas: "trusted" (or "") is ngrok's own CA, "host" the system's, else a PEM file
	ProxyURL   string // proxy_url: http, https, socks5 or socks5h; "": ask Proxy

	// Proxy says through which proxy to reach an address, as HTTPS_PROXY and NO_PROXY have it. Nil: through none.
	Proxy func(target *url.URL) (*url.URL, error)

	Metadata string       // shown beside the agent and the endpoint on ngrok's dashboard
	Logger   *slog.Logger // nil: ngrok-go logs nowhere. The authtoken is hidden from it

	ConnectTimeout     time.Duration // hard limit on [Open]; 0: 15 s
	HeartbeatInterval  time.Duration // 0: ngrok's 10 s
	HeartbeatTolerance time.Duration // how long an answer to a heartbeat may take; 0: ngrok's 15 s
}

const (
	defaultConnectURL     = "connect.ngrok-agent.com:443"
	defaultConnectTimeout = 15 * time.Second
)

// withDefaults is o with every field filled or refused, so that nothing else has to doubt it.
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
	// ngrok-go takes what stands before the first colon for the name in the certificate, so that no IPv6 address works.
	host, port, err := net.SplitHostPort(o.ConnectURL)
	if _, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || strings.Contains(host, ":") {
		return o, fault.Usagef("connect_url %q: want host:port, without a scheme, and a name or an IPv4 address", o.ConnectURL)
	}
	if o.ConnectTimeout == 0 {
		o.ConnectTimeout = defaultConnectTimeout
	}
	return o, nil
}

// publicURL is a fixed domain as ngrok wants it. Only https: Twilio signs for it, and streams need wss.
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

// proxy is the proxy to ngrok, or nil.
func (o Options) proxy() (*url.URL, error) {
	if o.ProxyURL == "" {
		if o.Proxy == nil {
			return nil, nil
		}
		return o.Proxy(&url.URL{Scheme: "https", Host: o.ConnectURL})
	}
	u, err := url.Parse(o.ProxyURL)
	if err != nil || u.Host == "" { // the text is not repeated: it may hold a password
		return nil, fault.Usagef("proxy_url is not a URL such as http://proxy:3128")
	}
	return u, nil
}

// agentOptions are o in ngrok-go's terms; link makes the connections.
// The client information stays ngrok-go's own: replacing it replaces the version as well that the service's
// gates ERR_NGROK_120 and 121 look at.
func (o Options) agentOptions(link *link) ([]ngrok.AgentOption, error) {
	opts := []ngrok.AgentOption{
		ngrok.WithAuthtoken(o.Authtoken),
		ngrok.WithAutoConnect(false), // Open connects, and nothing else does
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

// connectPool is the CAs of connect_cas, or nil for the one that ngrok-go carries.
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
