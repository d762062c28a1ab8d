package frame

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/twvoice/twvoice/internal/fault"
)

// CheckURL refuses what Twilio could not call by its form: exit code 2, before anything is asked of anybody.
// What names the value for a person: "URL", "--fallback-url". An empty value clears, and is fine.
func CheckURL(what, typed string) error {
	if typed == "" {
		return nil
	}
	unseen := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) } // Cf: U+202E and the like
	if strings.ContainsFunc(typed, unseen) {
		return fault.With(fmt.Errorf("%s %q has a blank or a control character in it", what, typed), fault.Usage, "write a blank as %20")
	}
	u, err := url.Parse(typed)
	if err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" {
		if port, err := strconv.Atoi(u.Port()); u.Port() != "" && (err != nil || port < 1 || port > 65535) {
			return fault.With(fmt.Errorf("%s %q: there is no port %s", what, u.Redacted(), u.Port()), fault.Usage, "ports go from 1 to 65535")
		}
		return nil
	}
	hint := "write it in full: https://example.com/voice"
	switch host, _, _ := strings.Cut(typed, "/"); {
	case strings.Contains(typed, "://"):
	case strings.HasPrefix(host, "localhost"):
		hint = "an app on this machine is reached with: twvoice serve --forward http://" + typed
	case strings.Contains(host, "."):
		hint = "write it in full: https://" + typed
	}
	return fault.With(fmt.Errorf("%s %q is not an absolute http or https URL", what, typed), fault.Usage, hint)
}

// WarnURL says on standard error what Twilio would not be able to do with a URL. The emulator can.
func (f *Frame) WarnURL(typed string) {
	u, err := url.Parse(typed)
	if f.Local || typed == "" || err != nil {
		return
	}
	warning := f.Paint().Yellow("warning:")
	switch {
	case private(u.Hostname()):
		forward := u.Port()
		if forward == "" {
			forward = u.Redacted()
		}
		f.Env.Notef("%s Twilio cannot reach %s: lend the number to this machine with `twvoice serve --forward %s`", warning, u.Hostname(), forward)
	case u.Scheme == "http":
		f.Env.Notef("%s plain http shows callers' data to everybody on the way: use https", warning)
	}
}

// private reports whether a host means something within a machine or a network only.
func private(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified()
	}
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	for _, suffix := range []string{".localhost", ".local", ".internal", ".test", ".home.arpa"} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return !strings.Contains(name, ".")
}
