package voicesim

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// settings are the attributes of one element as Twilio reads them: one that is wrong counts as its default.
type settings struct {
	el   *twiml.Element
	spec *twiml.Spec
}

// settings reads an element's attributes, and warns of those that are unknown or wrong; no warning ends a call.
func (m *Machine) settings(el *twiml.Element) settings {
	spec, ok := twiml.Lookup(el.Name)
	if !ok {
		return settings{el, &twiml.Spec{}}
	}
	for _, attr := range el.Attrs {
		known, ok := spec.Attr(attr.Name)
		switch {
		case strings.HasPrefix(attr.Name, "xml"): // xmlns and xml:lang say nothing to Twilio
		case !ok:
			m.warn(Warn{
				Code: "12200", Level: alert.Warning, Pos: attr.Pos,
				Message: fmt.Sprintf("%s is no attribute of <%s> and is ignored", attr.Name, el.Name),
			})
		case !known.Valid(strings.TrimSpace(attr.Value)):
			m.wrong(el, attr, known)
		}
	}
	return settings{el, spec}
}

func (m *Machine) wrong(el *twiml.Element, attr twiml.Attr, known *twiml.AttrSpec) {
	code := cmp.Or(known.Code, "12200")
	if code == "13310" && len(attr.Value) > 1 {
		code = "13311" // Gather: not a wrong key, but more than one
	}
	instead := "it is ignored"
	if known.Default != "" {
		instead = known.Default + " is used"
	}
	m.warn(Warn{
		Code: code, Level: level(code), Pos: attr.Pos,
		Message: fmt.Sprintf("%s=%q on <%s> is not %s; %s", attr.Name, attr.Value, el.Name, known.Wants(), instead),
	})
}

// level is how bad Twilio finds a code.
func level(code string) alert.Level {
	if known, ok := alert.Lookup(code); ok {
		return known.Level
	}
	return alert.Warning
}

// text is the value of an attribute that is set and valid.
func (s settings) text(name string) (value string, ok bool) {
	value, set := s.el.Attr(name)
	value = strings.TrimSpace(value)
	known, ok := s.spec.Attr(name)
	if !set || !ok || !known.Valid(value) {
		return "", false
	}
	return value, true
}

// or is the value of an attribute, and otherwise where it is missing or wrong.
func (s settings) or(name, otherwise string) string {
	if value, ok := s.text(name); ok {
		return value
	}
	return otherwise
}

// whole is an attribute that is a whole number.
func (s settings) whole(name string, otherwise int) int {
	value, ok := s.text(name)
	if !ok {
		return otherwise
	}
	n, err := strconv.Atoi(value)
	if err != nil { // a word that is allowed beside numbers, like auto
		return otherwise
	}
	return n
}

// loops is how often something is played: 1 where nothing is said, a thousand times for 0.
func (s settings) loops() int {
	n := s.whole("loop", 1)
	if n == 0 {
		return forever
	}
	return min(n, forever)
}

// method is GET or POST, "" where it is left open.
func (s settings) method() string { return strings.ToUpper(s.or("method", "")) }
