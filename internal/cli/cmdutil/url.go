package cmdutil

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/twvoice/twvoice/internal/fault"
	"golang.org/x/net/idna"
)

// CheckURL rejects a URL whose form shows that Twilio cannot call it. The error has exit code 2 and comes before any
// request. What names the value: "URL", "--fallback-url". An empty value clears the setting and is valid.
func CheckURL(what, typed string) error {
	if typed == "" {
		return nil
	}
	unseen := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) } // Cf: U+202E and similar
	if strings.ContainsFunc(typed, unseen) {
		return fault.With(fmt.Errorf("%s %q contains a space or a control character", what, typed), fault.Usage, "write a space as %20")
	}
	u, err := url.Parse(typed)
	if err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" {
		if port, err := strconv.Atoi(u.Port()); u.Port() != "" && (err != nil || port < 1 || port > 65535) {
			return fault.With(fmt.Errorf("%s %q: %s is not a valid port", what, u.Redacted(), u.Port()), fault.Usage, "ports go from 1 to 65535")
		}
		return nil
	}
	hint := "write it in full: https://example.com/voice"
	switch host, _, _ := strings.Cut(typed, "/"); {
	case strings.Contains(typed, "://"):
	case strings.HasPrefix(host, "localhost"):
		hint = "to reach an app on this machine: twvoice serve --forward http://" + typed
	case strings.Contains(host, "."):
		hint = "write it in full: https://" + typed
	}
	return fault.With(fmt.Errorf("%s %q is not an absolute http or https URL", what, typed), fault.Usage, hint)
}

// WarnURL warns on standard error if Twilio cannot reach a URL. The emulator can.
func (f *Factory) WarnURL(typed string) {
	u, err := url.Parse(typed)
	if f.Local || typed == "" || err != nil {
		return
	}
	warning := f.Paint().Yellow("warning:")
	switch {
	case isPrivateHost(u.Hostname()):
		forward := u.Port()
		if forward == "" {
			forward = u.Redacted()
		}
		f.Env.Notef("%s Twilio cannot reach %s: point the number at this machine with `twvoice serve --forward %s`", warning, u.Hostname(), forward)
	case u.Scheme == "http":
		f.Env.Notef("%s plain http exposes callers' data to anyone on the network path: use https", warning)
	}
}

// isPrivateHost reports whether a host has a meaning only within a machine or network.
func isPrivateHost(host string) bool {
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

// CheckPublicURL is [CheckURL] for a URL for Twilio: its host must be public. The emulator can also reach names without
// a dot, which belong to a machine or a network.
func CheckPublicURL(what, typed string) error {
	if err := CheckURL(what, typed); err != nil || typed == "" {
		return err
	}
	u, err := url.Parse(typed)
	if err != nil || !strings.Contains(u.Hostname(), ".") {
		return nil
	}
	host := u.Hostname()
	if strings.Contains(host, "_") {
		return fault.With(fmt.Errorf("%s %q: Twilio does not call hosts with an underscore in their name", what, u.Redacted()), fault.Usage, "give the host a name of letters, digits and hyphens")
	}
	if !strings.ContainsFunc(host, func(r rune) bool { return r > 0x7F }) {
		if !hostname(host) {
			return fault.With(fmt.Errorf("%s %q: its host is not a valid name", what, u.Redacted()), fault.Usage, "each part of the host begins and ends with a letter or a digit")
		}
		return nil
	}
	ascii, err := idna.Lookup.ToASCII(host)
	if err != nil {
		return fault.With(fmt.Errorf("%s %q: its host is not a valid name", what, u.Redacted()), fault.Usage, "")
	}
	hint := strings.Replace(typed, host, ascii, 1)
	if !strings.Contains(hint, ascii) || u.User != nil {
		hint = "the host is " + ascii
	}
	return fault.With(fmt.Errorf("%s %q: Twilio needs the host name in ASCII", what, u.Redacted()), fault.Usage, "write it as "+hint)
}

// hostname reports whether name is a valid host name by RFC 1123 or an IP address: labels of up to 63 letters, digits
// and hyphens, the last of which can be empty.
func hostname(name string) bool {
	if net.ParseIP(name) != nil {
		return true
	}
	name = strings.TrimSuffix(name, ".")
	for part := range strings.SplitSeq(name, ".") {
		if part == "" || len(part) > 63 || strings.HasPrefix(part, "-") || strings.HasSuffix(part, "-") || strings.ContainsFunc(part, notInHost) {
			return false
		}
	}
	return len(name) <= 253
}

// notInHost reports whether a character is not allowed in a host name.
func notInHost(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-'
}

// CheckSignAs rejects a URL that cannot be an application's public URL; the error has exit code 2. What names the value:
// "--sign-as".
func CheckSignAs(what, typed string) error {
	u, err := url.Parse(typed)
	if err == nil {
		typed = u.Redacted()
	}
	bare := err == nil && u.User == nil && u.RawQuery == "" && u.Fragment == ""
	if typed == "" || bare && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") {
		return nil
	}
	return fault.With(fmt.Errorf("%s %q is not a URL with a scheme, a host and an optional path", what, typed), fault.Usage, what+" https://my-app.ngrok.app")
}
