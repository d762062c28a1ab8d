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

// transport sends plain http to other hosts, through the upstream proxy if there is one. It does not change requests.
func (s *session) transport() *http.Transport {
	return &http.Transport{
		Proxy:               func(r *http.Request) (*url.URL, error) { return s.way(r.URL) },
		DialContext:         (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSHandshakeTimeout: helloTimeout,
		TLSClientConfig:     &tls.Config{RootCAs: upstream.Roots()},
		DisableCompression:  true,
		MaxIdleConnsPerHost: 32,
		IdleConnTimeout:     90 * time.Second,
	}
}

// forwarder forwards requests with an absolute URL. Some clients, such as axios, send these for https too and expect the
// proxy to do TLS.
func (s *session) forwarder() *httputil.ReverseProxy {
	return &httputil.ReverseProxy{
		Transport:     s.others,
		Rewrite:       keep,
		FlushInterval: -1, // the client may wait for each byte
		ErrorLog:      s.log(),
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			refuse(w, http.StatusBadGateway, "could not reach %s: %v", r.URL.Host, err)
		},
	}
}

// keep removes the headers that ReverseProxy adds for a server's reverse proxy: here the client chose the proxy.
func keep(pr *httputil.ProxyRequest) {
	pr.Out.URL.RawQuery = pr.In.URL.RawQuery
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"} {
		if values, ok := pr.In.Header[name]; ok {
			pr.Out.Header[name] = values
		}
	}
}
