package frame

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"golang.org/x/net/idna"

	"github.com/twvoice/twvoice/internal/fault"
)

// CheckPublicURL is [CheckURL] for a URL that Twilio is given: its host must be one that Twilio calls. Names without a dot are those
// of a machine or a network, which the emulator can reach.
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
		return fault.With(fmt.Errorf("%s %q: Twilio calls no host with an underscore in its name", what, u.Redacted()), fault.Usage, "give the host a name of letters, digits and hyphens")
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
	return fault.With(fmt.Errorf("%s %q: the name of a host is written in ASCII where Twilio is to call it", what, u.Redacted()), fault.Usage, "write it as "+hint)
}

// hostname reports whether a name can be one of a host, by RFC 1123: parts of up to 63 letters, digits and hyphens, the last of which
// may be empty, or the address of one.
func hostname(name string) bool {
	if net.ParseIP(name) != nil {
		return true
	}
	name = strings.TrimSuffix(name, ".")
	for part := range strings.SplitSeq(name, ".") {
		if part == "" || len(part) > 63 || strings.HasPrefix(part, "-") || strings.HasSuffix(part, "-") || strings.ContainsFunc(part, foreign) {
			return false
		}
	}
	return len(name) <= 253
}

// foreign reports whether a character cannot be part of the name of a host.
func foreign(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-'
}
