package voicesim

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// sorted are the keys of a set of legs, in an order that is always the same.
func sorted(legs map[string]bool) []string { return slices.Sorted(maps.Keys(legs)) }

// phones are the calls that a Dial makes, in the order of its nouns; text of its own is a number.
func (d *dial) phones(m *Machine, nouns []settings) []Call {
	if number, ok := dialable(d.set.el.Text()); ok && len(nouns) == 0 {
		return []Call{d.phone(m, settings{el: d.set.el, spec: d.set.spec}, number)}
	}
	var calls []Call
	for _, noun := range nouns {
		if to, ok := address(noun); ok {
			calls = append(calls, d.phone(m, noun, to))
		}
	}
	return calls
}

// phone is the call to one noun. A number that stands in Dial itself has none of the attributes.
func (d *dial) phone(m *Machine, noun settings, to string) Call {
	call := Call{
		Sid: m.sid("CA"), AccountSid: m.call.AccountSid, Direction: OutboundDial, Parent: m.call.Sid, Began: m.call.Began,
		From: d.set.or("callerId", m.call.From), To: to,
	}
	if noun.el == d.set.el {
		return call
	}
	if whisper := noun.or("url", ""); whisper != "" {
		call.URL, call.Method = m.resolve(whisper), noun.method()
	}
	call.Status = noun.hook(m, "statusCallback")
	call.SendDigits = noun.or("sendDigits", "")
	call.Detection = Detection{Mode: noun.or("machineDetection", ""), Hook: noun.hook(m, "amdStatusCallback")}
	return call
}

// address is where a noun calls, as To spells it; false where it is nothing that can be called.
func address(noun settings) (to string, ok bool) {
	text := noun.el.Text()
	switch noun.el.Name {
	case "Number":
		return dialable(text)
	case "Client":
		return prefixed("client:", cmp.Or(child(noun, "Identity"), text))
	case "Sip":
		return prefixed("sip:", cmp.Or(text, firstURI(noun)))
	case "WhatsApp":
		return prefixed("whatsapp:", text)
	case "Application":
		return prefixed("app:", cmp.Or(child(noun, "ApplicationSid"), text))
	}
	return text, text != "" // Sim
}

func prefixed(prefix, name string) (string, bool) {
	if name == "" {
		return "", false
	}
	if strings.HasPrefix(name, prefix) || prefix == "sip:" && strings.HasPrefix(name, "sips:") {
		return name, true
	}
	return prefix + name, true
}

// child is the text of an element of that name within.
func child(noun settings, name string) string {
	for _, inner := range noun.nouns() {
		if inner.el.Name == name {
			return inner.el.Text()
		}
	}
	return ""
}

// firstURI is the Uri that SIP tries first: the one of the lowest priority, and of these the heaviest (RFC 2782).
func firstURI(noun settings) string {
	var best settings
	for _, uri := range noun.nouns() {
		if uri.el.Name != "Uri" {
			continue
		}
		if best.el == nil || cmp.Or(cmp.Compare(uri.whole("priority", 0), best.whole("priority", 0)), cmp.Compare(best.whole("weight", 0), uri.whole("weight", 0))) < 0 {
			best = uri
		}
	}
	if best.el == nil {
		return ""
	}
	return best.el.Text()
}

// dialable is a telephone number as Twilio normalises it: E.164, and the ten digits of North America without a country.
func dialable(text string) (number string, ok bool) {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-()/\u00a0", r) {
			return -1
		}
		return r
	}, text)
	bare, international := strings.CutPrefix(digits, "+")
	if strings.Trim(bare, "0123456789") != "" {
		return "", false
	}
	switch {
	case international && len(bare) >= 7 && len(bare) <= 15:
		return digits, true
	case !international && len(bare) == 10:
		return "+1" + bare, true
	case !international && len(bare) == 11 && bare[0] == '1':
		return "+" + bare, true
	}
	return "", false
}
