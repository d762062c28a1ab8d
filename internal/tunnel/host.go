package tunnel

import "strings"

// Host says whether a host, without a port, is that of a tunnel, which lives as long as a process on someone's machine.
func Host(host string) bool {
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
