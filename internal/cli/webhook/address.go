package webhook

import (
	"net/netip"
	"net/url"
	"strings"
)

// privateHost reports whether a host cannot be reached from outside this network.
func privateHost(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified()
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local") ||
		strings.HasSuffix(host, ".internal") || host != "" && !strings.Contains(host, ".")
}

func portOf(u *url.URL) string {
	if port := u.Port(); port != "" {
		return port
	}
	return "3000"
}
