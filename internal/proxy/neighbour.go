package proxy

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// public reports whether other machines can reach a listener on this address.
func public(ip string) bool {
	addr, err := netip.ParseAddr(ip)
	return err == nil && !addr.Unmap().IsLoopback()
}

// isLocal reports whether a request comes from this machine: from loopback, or from the address that it came to. Only
// such requests are forwarded to other hosts. Otherwise the port would be an open proxy into this machine's network.
func isLocal(r *http.Request) bool {
	here, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return false
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	to, err := netip.ParseAddrPort(here.String())
	if err != nil {
		return false
	}
	ip := from.Addr().Unmap()
	return ip.IsLoopback() || ip == to.Addr().Unmap()
}

// isPrivateName reports whether a name cannot be registered, so that it cannot be the host of an untrusted web page: an
// IP address, a name without a dot, as containers use, or a name reserved for private networks.
func isPrivateName(name string) bool {
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return name != "" && (!strings.Contains(name, ".") || strings.HasSuffix(name, ".internal") || strings.HasSuffix(name, ".local"))
}
