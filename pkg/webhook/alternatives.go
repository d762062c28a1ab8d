package webhook

import (
	"net"
	"net/http"
	"strings"
)

// Alternatives are other URLs that whoever signed r may have meant, for [Request.Alternatives]: those of its Host, and of the
// headers in which proxies tell what stood there before, and with the user and password of its Authorization header. None of
// them is believed, [Check] only explains by them.
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
	if user, password, ok := r.BasicAuth(); ok { // Twilio sends what stands in its URL, and signs it there
		all = append(withUser("https://"+r.Host+path, user, password), all...)
	}
	return all
}
