package tunnel

import "strings"

// IsTunnelHost reports whether a host, without a port, belongs to a tunnel service, so that it works only while a process on
// some machine runs.
func IsTunnelHost(host string) bool {
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
