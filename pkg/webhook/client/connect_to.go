package client

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// ConnectTo lets a host be contacted that is not the application's, there or elsewhere: HOST[:PORT][=ADDRESS[:PORT]], as
// curl's option of that name. The zero value lets nothing through. It never changes.
type ConnectTo struct {
	Host, Port       string // of the URL; Port "" is any; Host "*" is every host
	Address, ToPort  string // where connections go; Address "" is the host itself, ToPort "" the port of the URL
	addressIsLooping bool
}

// Everywhere lets every host be contacted.
func Everywhere() []ConnectTo { return []ConnectTo{{Host: "*"}} }

// ParseConnectTo reads HOST[:PORT][=ADDRESS[:PORT]]. IPv6 addresses stand in brackets.
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

// splitHost reads HOST[:PORT], in lower case; ok is false for anything that holds more, or no host.
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

// Loopback reports whether a host name is this machine's own: localhost and what lies below it, whatever the hosts file says,
// and the loopback addresses.
func Loopback(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && (ip.Unmap().IsLoopback() || ip.IsUnspecified())
}
