package cmdutil

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// warnPlace warns about --region and --edge in combination with another server's URL, where they have no effect. It is
// not an error, because commands written for Twilio also run under emulate.
func (f *Factory) warnPlace() {
	for _, flag := range []struct{ name, value string }{{"region", f.Region}, {"edge", f.Edge}} {
		if flag.value != "" && f.typed[flag.name] && f.APIURL != "" {
			f.Env.Notef("%s --%s %s is ignored: requests go to %s", f.Paint().Yellow("warning:"), flag.name, flag.value, apiHost(f.APIURL))
		}
	}
}

// apiHost returns a URL without its password.
func apiHost(typed string) string {
	if u, err := url.Parse(typed); err == nil {
		return u.Host
	}
	return "the API URL"
}

// warnProxies warns about invalid proxy variables. Go ignores them silently and sends requests directly.
func (f *Factory) warnProxies() {
	told := map[string]bool{}
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		value := f.Env.Getenv(name)
		if value == "" || told[value] {
			continue
		}
		told[value] = true
		if err := readProxy(value); err != nil {
			f.Env.Notef("%s %s is ignored: %v", f.Paint().Yellow("warning:"), name, err)
		}
	}
}

// readProxy parses a proxy as golang.org/x/net/http/httpproxy does. Its error does not repeat the value, which may
// contain a password.
func readProxy(value string) error {
	u, err := url.Parse(value)
	if err != nil || u.Scheme == "" || u.Host == "" {
		u, err = url.Parse("http://" + value)
	}
	if err != nil || u.Host == "" {
		return errors.New("it is not the URL of a proxy, like http://proxy.example:3128")
	}
	if !strings.Contains(" http https socks5 socks5h ", " "+u.Scheme+" ") {
		return fmt.Errorf("%s is not a kind of proxy: http, https or socks5", u.Scheme)
	}
	return nil
}
