package leg

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// phones returns the calls that a Dial makes, in the order of its nouns; text in the Dial itself is
// a number.
func (d *dial) phones(m *Machine, nouns []settings) []event.Call {
	if len(nouns) == 0 && d.set.el.Text() != "" {
		nouns = []settings{d.set}
	}
	var calls []event.Call
	for _, noun := range nouns {
		if to, ok := d.callable(m, noun); ok {
			calls = append(calls, d.phone(m, noun, to))
		}
	}
	return calls
}

// callable returns the address that a noun dials, or false. It reports reasons that
// package lint cannot know.
func (d *dial) callable(m *Machine, noun settings) (to string, ok bool) {
	to, ok = address(noun)
	number := noun.el.Name == "Number" || noun.el == d.set.el
	switch text := noun.el.Text(); {
	case number && !ok && text != "" && strings.Trim(text, "0123456789 .-()/") == "":
		d.refuse(m, noun, "13224", fmt.Sprintf("%s has no country code: write it in E.164", text))
	case number && ok && !phoneLike(d.callerID(m)):
		d.refuse(m, noun, "13214", fmt.Sprintf("%s cannot call a number: give <Dial> a callerId with one of your numbers", d.callerID(m)))
		return "", false
	}
	return to, ok
}

func (d *dial) refuse(m *Machine, noun settings, code, why string) {
	m.warn(event.Warn{Code: code, Level: level(code), Message: why, Pos: noun.el.Pos})
}

// phoneLike reports whether the telephone network can show an address: a number, a short code, or a
// SIP user that is a number.
func phoneLike(address string) bool {
	scheme, _, addressed := strings.Cut(address, ":")
	return !addressed || scheme == "tel" || strings.HasPrefix(address, "sip:+")
}

// callerID returns the number that the callee sees: that of the caller, unless the Dial has
// another. An invalid one counts as missing.
func (d *dial) callerID(m *Machine) string {
	id := d.set.or("callerId", "")
	if number, ok := e164.Parse(id); ok {
		return number
	}
	if strings.Contains(id, ":") {
		return id
	}
	return m.call.From
}

// phone returns the call to one noun. Choice: the phone of a <Sip> returns the headers that it
// gets, so that requests about it contain them. A number in Dial itself has none of the attributes.
func (d *dial) phone(m *Machine, noun settings, to string) event.Call {
	call := event.Call{
		Sid: m.sid("CA"), AccountSid: m.call.AccountSid, Direction: event.OutboundDial, Parent: m.call.Sid, Began: m.call.Began,
		From: d.callerID(m), To: to,
	}
	if noun.el == d.set.el {
		return call
	}
	if whisper, ok := m.address(noun.or("url", "")); ok { // an invalid URL counts as missing
		call.URL, call.Method = whisper, noun.method()
	}
	if noun.el.Name == "Sip" {
		call.Params = headers(noun)
	}
	call.Status = noun.hook(m, "statusCallback")
	call.SendDigits = noun.or("sendDigits", "")
	call.Detection = event.Detection{Mode: noun.or("machineDetection", ""), Hook: noun.hook(m, "amdStatusCallback")}
	return call
}

// ring rings all phones, or the next one of a sequence. Choice: each rings for exactly the timeout;
// Twilio allows a few seconds more.
func (d *dial) ring(m *Machine) bool {
	now := d.calls
	if d.sequential && len(now) > 1 {
		now = now[:1]
	}
	d.calls = d.calls[len(now):]
	for _, call := range now {
		d.rings = append(d.rings, call)
		m.do(event.Dial{Call: call})
	}
	if len(now) > 0 {
		d.timer = m.wait(d.timeout)
	}
	return len(now) > 0
}

func (d *dial) ringing(sid string) int {
	return slices.IndexFunc(d.rings, func(c event.Call) bool { return c.Sid == sid })
}

// stopRinging stops the phones that still ring, in the order in which they were rung, and returns the last
// one.
func (d *dial) stopRinging(m *Machine, status event.Status) (last event.Call) {
	for _, last = range d.rings {
		m.do(Drop{Sid: last.Sid, Status: status})
	}
	d.rings = nil
	return last
}

// address returns the address that a noun dials in the form of To, or false if it cannot be called.
// Choice: the headers after the ? of a SIP address are not part of it, and what Parameter sends to
// a client is ignored.
func address(noun settings) (to string, ok bool) {
	text := noun.el.Text()
	switch noun.el.Name {
	case "Number", "Dial":
		return e164.Parse(text)
	case "Client":
		return prefixed("client:", cmp.Or(child(noun, "Identity"), text))
	case "Sip":
		uri, _, _ := strings.Cut(cmp.Or(text, firstURI(noun)), "?")
		return prefixed("sip:", uri)
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

// child returns the text of a child element.
func child(noun settings, name string) string {
	for _, inner := range noun.nouns() {
		if inner.el.Name == name {
			return inner.el.Text()
		}
	}
	return ""
}

// firstURI returns the Uri that SIP tries first: the one with the lowest priority, and of these the
// one with the highest weight (RFC 2782).
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
