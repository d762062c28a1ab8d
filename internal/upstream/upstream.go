// Package upstream connects through a proxy: it determines which proxy the environment sets for a URL, and makes a
// connection through it. It does not read the process's environment or keep connections.
package upstream

import (
	"cmp"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// From reads the proxy variables, in upper or lower case, as other programs do. The returned function returns the proxy
// for a URL, or nil. Loopback never needs one.
func From(getenv func(string) string) func(*url.URL) (*url.URL, error) {
	either := func(name string) string { return cmp.Or(getenv(name), getenv(strings.ToLower(name))) }
	all := either("ALL_PROXY") // curl and Python's requests read it; it applies if no other is set
	set := httpproxy.Config{
		HTTPProxy:  cmp.Or(either("HTTP_PROXY"), all),
		HTTPSProxy: cmp.Or(either("HTTPS_PROXY"), all),
		NoProxy:    either("NO_PROXY"),
	}
	return set.ProxyFunc()
}
