package doctor

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/proxy"
	"github.com/twvoice/twvoice/internal/upstream"
)

// proxies checks the variables that set a proxy. Whether the proxy works is shown by credentials and ngrok.
func proxies(ctx context.Context, e *examination) Finding {
	set := []string{}
	for _, name := range []string{"HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"} {
		for _, name := range e.spellings(name) {
			value := e.Env.Getenv(name)
			if value == "" {
				continue
			}
			set = append(set, name)
			u, err := parseProxy(value)
			if err != nil {
				return failed(fmt.Sprintf("set %s=http://host:port, or: %s", name, e.Env.Unset(name)), "%s: %v", name, err)
			}
			if f := e.localProxy(ctx, name, u); f != nil {
				return *f
			}
		}
	}
	if len(set) == 0 {
		return ok("no proxy is set")
	}
	if f := e.contradiction(); f != nil {
		return *f
	}
	via, err := upstream.From(e.Env.Getenv)(&url.URL{Scheme: "https", Host: "api.twilio.com"})
	switch {
	case err != nil: // parsed above
		return failed(e.Env.Unset(set...), "%s cannot be read", strings.Join(set, ", "))
	case via == nil:
		return ok("%s is set, but not used for Twilio", strings.Join(set, ", "))
	}
	return ok("Twilio is reached through %s", via.Redacted())
}

// spellings returns the names in upper and lower case where the system separates them.
func (e *examination) spellings(names ...string) []string {
	all := slices.Clone(names)
	for _, name := range names {
		if lower := strings.ToLower(name); e.Env.Variable(lower) != e.Env.Variable(name) {
			all = append(all, lower)
		}
	}
	return all
}

// parseProxy parses a proxy's address as Go and most programs do. Its error does not repeat the address, which may
// contain a password.
func parseProxy(value string) (*url.URL, error) {
	if !strings.Contains(value, "://") {
		value = "http://" + value
	}
	u, err := url.Parse(value)
	switch {
	case err != nil || u.Hostname() == "":
		return nil, fmt.Errorf("it is not an address such as http://proxy:3128")
	case u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "socks5" && u.Scheme != "socks5h":
		return nil, fmt.Errorf("%s is not a supported kind of proxy", u.Scheme)
	}
	return u, nil
}

// localProxy checks a proxy on this machine: whether it runs, and whether it is that of an `emulate` that has ended.
func (e *examination) localProxy(ctx context.Context, name string, u *url.URL) *Finding {
	if ip := net.ParseIP(u.Hostname()); u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	dialer := net.Dialer{Timeout: time.Second}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err == nil {
		_ = conn.Close()
	}
	var f Finding
	switch left := e.ofEmulate(); {
	case err != nil && left != "":
		f = failed(e.Env.Unset(append(e.spellings("HTTP_PROXY", "HTTPS_PROXY"), append([]string{"NODE_USE_ENV_PROXY"}, proxy.TrustVariables()...)...)...),
			"%s=%s was left behind by a twvoice emulate that has ended (%s)", name, u.Redacted(), left)
	case err != nil:
		f = failed("start that proxy, or: "+e.Env.Unset(name), "%s=%s: nothing listens there", name, u.Redacted())
	case left != "":
		f = warning("leave the shell that twvoice emulate started, or add --local",
			"%s=%s is a running twvoice emulate: requests to Twilio go to the emulator", name, u.Redacted())
	default:
		return nil
	}
	return &f
}

// ofEmulate returns the variable that was set by emulate, or "".
func (e *examination) ofEmulate() string {
	for _, name := range proxy.TrustVariables() {
		if e.namesEmulateFile(name) {
			return name
		}
	}
	return ""
}

// namesEmulateFile reports whether a variable names a file of emulate's.
func (e *examination) namesEmulateFile(name string) bool {
	path := e.Env.Getenv(name)
	return path != "" && strings.HasPrefix(filepath.Base(path), "trust-") && filepath.Base(filepath.Dir(path)) == "ca"
}

// contradiction reports a variable whose upper-case and lower-case spellings differ: programs do not agree on which one
// they read.
func (e *examination) contradiction() *Finding {
	for _, name := range []string{"HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"} {
		lower := strings.ToLower(name)
		upper, small := e.Env.Getenv(name), e.Env.Getenv(lower)
		if upper != "" && small != "" && upper != small && e.Env.OS != "windows" {
			f := warning(e.Env.Unset(lower), "%s and %s differ: twvoice reads %s, curl and others read the other one", name, lower, name)
			return &f
		}
	}
	for entry := range strings.FieldsFuncSeq(e.Env.Getenv("NO_PROXY")+","+e.Env.Getenv("no_proxy"), func(r rune) bool { return r == ',' || r == ' ' }) {
		if strings.Contains(entry, "/") && !isNetwork(entry) {
			f := warning("write names, addresses or networks: NO_PROXY=localhost,.example.com,10.0.0.0/8", "NO_PROXY: %q is not a name, address or network and is ignored", entry)
			return &f
		}
	}
	return nil
}

func isNetwork(entry string) bool {
	_, _, err := net.ParseCIDR(entry)
	return err == nil
}
