package twilioapi

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lazy"
)

// labelPattern matches a label of a host name. A region such as "evil.example/" would otherwise send the credentials to
// another host.
var labelPattern = lazy.Regexp(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)

// place maps the stock hosts of twilio-go to the hosts to use. The zero value does not change them.
type place struct {
	base         *url.URL // nil: Twilio itself
	region, edge string
}

// newPlace checks the options. A base URL takes precedence over region and edge.
func newPlace(base, region, edge string) (place, error) {
	if base != "" {
		u, err := parseBase(base)
		return place{base: u}, err
	}
	if region == "" && edge == "" {
		return place{}, nil
	}
	if region == "" {
		region = "us1" // as every Twilio library does
	}
	if edge == "" {
		edge = defaultEdge(region)
	}
	if edge == "" {
		return place{}, fault.With(fmt.Errorf("unknown edge for region %q", region), fault.Usage, "name one: --edge dublin")
	}
	for _, label := range []string{region, edge} {
		if !labelPattern().MatchString(label) {
			return place{}, fault.Usagef("%q is not a Twilio region or edge, like ie1 or dublin", label)
		}
	}
	return place{region: region, edge: edge}, nil
}

// parseBase accepts http(s)://host[:port][/prefix]. It rejects user and password, and its errors never repeat them,
// because errors are logged.
func parseBase(base string) (*url.URL, error) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fault.With(errors.New("the API URL is not a URL of the form http://host:port"), fault.Usage, "for example --api-url http://127.0.0.1:4010")
	}
	if u.User != nil {
		return nil, fault.Usagef("the API URL of %s must not contain a user or password", u.Host)
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host, Path: strings.TrimRight(u.Path, "/")}, nil
}

// defaultEdge returns the edge of a region without one. It must be in the host name: without an edge, requests go to the
// United States, where the region's credentials are rejected. The legacy regions after au1 are UNSURE, and so are their
// edges: Twilio no longer lists them.
//
// https://www.twilio.com/docs/global-infrastructure/understanding-edge-locations
func defaultEdge(region string) string {
	switch region {
	case "us1":
		return "ashburn"
	case "ie1":
		return "dublin"
	case "au1":
		return "sydney"
	case "de1":
		return "frankfurt"
	case "sg1":
		return "singapore"
	case "jp1":
		return "tokyo"
	case "br1":
		return "sao-paulo"
	}
	return ""
}

// resolve maps a stock URL of a generated service, https://{product}.twilio.com/….
func (p place) resolve(stock string) (*url.URL, error) {
	u, err := url.Parse(stock)
	if err != nil {
		return nil, fmt.Errorf("build the request: %w", err)
	}
	if p.base != nil {
		u.Scheme, u.Host, u.Path = p.base.Scheme, p.base.Host, p.base.Path+u.Path
		return u, nil
	}
	if p.edge != "" {
		product, rest, _ := strings.Cut(u.Host, ".")
		u.Host = strings.Join([]string{product, p.edge, p.region, rest}, ".")
	}
	return u, nil
}

// server names the server for error texts: Twilio, or the host used instead.
func (p place) server() string {
	if p.base != nil {
		return p.base.Host
	}
	return "Twilio"
}
