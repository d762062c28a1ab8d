package proxy

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/internal/upstream"
)

// transport reaches other hosts for plain http, by the upstream proxy where there is one. It changes nothing on the way.
func (s *session) transport() *http.Transport {
	return &http.Transport{
		Proxy:               func(r *http.Request) (*url.URL, error) { return s.way(r.URL) },
		DialContext:         (&net.Dialer{Timeout: reaching}).DialContext,
		TLSHandshakeTimeout: hello,
		TLSClientConfig:     &tls.Config{RootCAs: upstream.Roots()},
		DisableCompression:  true,
		MaxIdleConnsPerHost: 32,
		IdleConnTimeout:     90 * time.Second,
	}
}

// forwarder passes on requests that name their target in full. Some clients do so for https too (axios does), and leave TLS to us.
func (s *session) forwarder() *httputil.ReverseProxy {
	return &httputil.ReverseProxy{
		Transport:     s.others,
		Rewrite:       keep,
		FlushInterval: -1, // somebody may be waiting for each byte
		ErrorLog:      s.log(),
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			refuse(w, http.StatusBadGateway, "could not reach %s: %v", r.URL.Host, err)
		},
	}
}

// keep undoes what ReverseProxy does for servers that have one in front of them: here the client chose the proxy.
func keep(pr *httputil.ProxyRequest) {
	pr.Out.URL.RawQuery = pr.In.URL.RawQuery
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"} {
		if values, ok := pr.In.Header[name]; ok {
			pr.Out.Header[name] = values
		}
	}
}
