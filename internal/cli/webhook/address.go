package webhook

import (
	"net/netip"
	"net/url"
	"strings"
)

// privateHost says whether a host is one that nobody outside of this network reaches.
func privateHost(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified()
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local") ||
		strings.HasSuffix(host, ".internal") || host != "" && !strings.Contains(host, ".")
}

// tunnelHost says whether a host is that of a tunnel, which lives as long as a process on somebody's machine.
func tunnelHost(host string) bool {
	for _, provider := range []string{
		".ngrok.app", ".ngrok.dev", ".ngrok.io", ".ngrok-free.app", ".ngrok-free.dev", ".ngrok.pizza",
		".trycloudflare.com", ".loca.lt", ".lhr.life", ".serveo.net", ".localtunnel.me", ".tunnelmole.net", ".devtunnels.ms",
	} {
		if strings.HasSuffix(host, provider) {
			return true
		}
	}
	return false
}

func portOf(u *url.URL) string {
	if port := u.Port(); port != "" {
		return port
	}
	return "3000"
}
