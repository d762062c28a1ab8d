package webhook

import (
	"net"
	"net/http"
	"strings"
)

// Alternatives returns other URLs that the sender of r may have signed, for [Request.Alternatives]:
// those with its Host, with the hosts in proxies' headers, and with the user and password of its
// Authorization header. None of them is trusted; [Check] only uses them to explain.
func Alternatives(r *http.Request) []string {
	path := target(r)
	var all []string
	add := func(host, path string) {
		if host != "" {
			all = append(all, "https://"+host+path, "http://"+host+path)
		}
	}
	if prefix := r.Header.Get("X-Forwarded-Prefix"); prefix != "" {
		add(r.Host, strings.TrimSuffix(prefix, "/")+path)
	}
	for _, name := range []string{"X-Forwarded-Host", "X-Original-Host"} {
		first, _, _ := strings.Cut(r.Header.Get(name), ",")
		add(strings.TrimSpace(first), path)
	}
	add(r.Host, path)
	if _, port, err := net.SplitHostPort(r.Host); err == nil {
		add("localhost:"+port, path)
	}
	if user, password, ok := r.BasicAuth(); ok { // Twilio sends the user and password of the URL, and signs the URL with them
		all = append(withUser("https://"+r.Host+path, user, password), all...)
	}
	return all
}
