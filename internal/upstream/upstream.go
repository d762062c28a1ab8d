// Package upstream is the way out of a network that is left through a proxy: which proxy the environment names for a URL,
// and a connection through it. It reads no environment of its own, keeps no connection, and speaks to nobody but the proxy.
package upstream

import (
	"cmp"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// From reads the proxy variables, in upper or in lower case, as every other program does. What it returns says by which
// proxy a URL is reached; nil is none. Loopback needs none, whatever the variables say.
func From(getenv func(string) string) func(*url.URL) (*url.URL, error) {
	either := func(name string) string { return cmp.Or(getenv(name), getenv(strings.ToLower(name))) }
	all := either("ALL_PROXY") // curl and Python's requests read it; whoever has set nothing else means it
	set := httpproxy.Config{
		HTTPProxy:  cmp.Or(either("HTTP_PROXY"), all),
		HTTPSProxy: cmp.Or(either("HTTPS_PROXY"), all),
		NoProxy:    either("NO_PROXY"),
	}
	return set.ProxyFunc()
}
