package voicesim

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
)

// sip says whether an address is reached by SIP.
func sip(address string) bool {
	scheme, rest, ok := strings.Cut(address, ":")
	scheme = strings.ToLower(scheme)
	return ok && rest != "" && (scheme == "sip" || scheme == "sips")
}

// domain is the host of a SIP address: example.com of sip:ann@example.com:5060;transport=tls.
func domain(address string) string {
	_, rest, _ := strings.Cut(address, ":")
	if _, host, ok := strings.Cut(rest, "@"); ok {
		rest = host
	}
	if i := strings.IndexAny(rest, ":;?"); i >= 0 {
		rest = rest[:i]
	}
	return rest
}

// sipDomain is what a request says of the domain: of a call that came by SIP the one that it came to, where it came to one, and
// of a phone that was dialled the phone's. It is "" where whoever holds the phone is reached otherwise.
func sipDomain(c Call) string {
	person, app := person(c)
	switch {
	case !sip(person):
		return ""
	case !c.outgoing() && sip(app):
		return domain(app)
	}
	return domain(person)
}

// sipCallID is the Call-ID of a leg by SIP, "" of another. It follows from the call's own SID.
func sipCallID(c Call) string {
	if person, _ := person(c); !sip(person) {
		return ""
	}
	sum := sha256.Sum256([]byte(c.Sid))
	return hex.EncodeToString(sum[:16]) + "@0.0.0.0"
}

// headers are the parameters that tell of the SIP headers of a <Sip>: those behind the ? of its address, and in Headers, which are
// X-… or User-to-User. Twilio tells of those that a phone sends back; this one sends back what it gets.
func headers(noun settings) url.Values {
	told := url.Values{}
	add := func(name, value string) {
		if lower := strings.ToLower(name); strings.HasPrefix(lower, "x-") || lower == "user-to-user" {
			told.Set("SipHeader_"+name, value)
		}
	}
	_, query, _ := strings.Cut(noun.el.Text(), "?")
	sent, _ := url.ParseQuery(query) // what is written wrong is left out
	for name := range sent {
		add(name, sent.Get(name))
	}
	for _, list := range noun.nouns() {
		for _, header := range list.nouns() {
			if header.el.Name == "Header" {
				add(header.or("name", ""), header.or("value", ""))
			}
		}
	}
	return told
}

// sipCode is the SIP response that a final status stands for.
func sipCode(s Status) string {
	switch s {
	case Busy:
		return "486"
	case NoAnswer, Canceled:
		return "487"
	case Failed:
		return "404"
	}
	return "200"
}
