package client

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// ConnectTo allows a host other than the application's to be contacted, there or at another
// address: HOST[:PORT][=ADDRESS[:PORT]], similar to curl's option with that name. The zero value
// allows nothing. It never changes.
type ConnectTo struct {
	Host, Port       string // of the URL; Port "" matches every port; Host "*" matches every host
	Address, ToPort  string // destination of connections; Address "" is the host itself, ToPort "" the port of the URL
	addressIsLooping bool
}

// Everywhere returns a rule that allows every host.
func Everywhere() []ConnectTo { return []ConnectTo{{Host: "*"}} }

// ParseConnectTo parses HOST[:PORT][=ADDRESS[:PORT]]. IPv6 addresses are in brackets.
func ParseConnectTo(typed string) (ConnectTo, error) {
	from, to, elsewhere := strings.Cut(typed, "=")
	host, port, ok := splitHost(from)
	c := ConnectTo{Host: host, Port: port}
	if ok && elsewhere {
		c.Address, c.ToPort, ok = splitHost(to)
	}
	if !ok {
		return ConnectTo{}, fmt.Errorf("%q is not HOST[:PORT][=ADDRESS[:PORT]]", typed)
	}
	c.addressIsLooping = Loopback(c.Address)
	return c, nil
}

// splitHost parses HOST[:PORT], and returns it in lower case. ok is false for text with more parts,
// or without a host.
func splitHost(typed string) (host, port string, ok bool) {
	u, err := url.Parse("//" + typed)
	if err != nil || u.Host != typed || u.Hostname() == "" || strings.ContainsAny(typed, " *") || strings.HasSuffix(typed, ":") {
		return "", "", false
	}
	return strings.ToLower(u.Hostname()), u.Port(), true
}

func (c ConnectTo) matches(host, port string) bool {
	return (c.Host == "*" || strings.EqualFold(c.Host, host)) && (c.Port == "" || c.Port == port)
}

// Loopback reports whether a host name is this machine's: localhost and its subdomains, whatever
// the hosts file says, and the loopback addresses.
func Loopback(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && (ip.Unmap().IsLoopback() || ip.IsUnspecified())
}
