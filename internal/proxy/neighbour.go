package proxy

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// public reports whether a listener on this address can be reached from other machines.
func public(ip string) bool {
	addr, err := netip.ParseAddr(ip)
	return err == nil && !addr.Unmap().IsLoopback()
}

// atHome reports whether a request comes from this machine: from loopback, or from the address that it came to. Nobody else is
// passed on to other hosts. The port would be an open proxy otherwise, into whatever network this machine is in.
func atHome(r *http.Request) bool {
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

// unregistrable reports whether a name is one that nobody can own, so that no page of a stranger's can be behind it: an address, a
// name without a dot, as containers give to each other, and what is reserved for private networks.
func unregistrable(name string) bool {
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return name != "" && (!strings.Contains(name, ".") || strings.HasSuffix(name, ".internal") || strings.HasSuffix(name, ".local"))
}
