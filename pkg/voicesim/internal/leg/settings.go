package leg

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// settings are the attributes of one element as Twilio reads them: an invalid one counts as its
// default. It was reported when the verb began, see [Machine.judge].
type settings struct {
	el   *twiml.Element
	spec *twiml.Spec
}

// read reads the attributes of a verb.
func read(el *twiml.Element) settings {
	spec, ok := twiml.Lookup(el.Name)
	if !ok {
		spec = &twiml.Spec{}
	}
	return settings{el, spec}
}

// noun reads the attributes of a child element, whose meaning may depend on its parent.
func (s settings) noun(el *twiml.Element) settings {
	spec, ok := s.spec.Child(el.Name)
	if !ok {
		spec = &twiml.Spec{}
	}
	return settings{el, spec}
}

// nouns returns the allowed child elements.
func (s settings) nouns() []settings {
	var all []settings
	for child := range s.el.Elements() {
		if s.spec.Allows(child.Name) {
			all = append(all, s.noun(child))
		}
	}
	return all
}

// level returns the level of an alert code.
func level(code string) alert.Level {
	if known, ok := alert.Lookup(code); ok {
		return known.Level
	}
	return alert.Warning
}

// text returns the value of an attribute that is set and valid.
func (s settings) text(name string) (value string, ok bool) {
	value, set := s.el.Attr(name)
	value = strings.TrimSpace(value)
	known, ok := s.spec.Attr(name)
	if !set || !ok || !known.Valid(value) {
		return "", false
	}
	return value, true
}

// or returns the value of an attribute, or otherwise if it is missing or invalid.
func (s settings) or(name, otherwise string) string {
	if value, ok := s.text(name); ok {
		return value
	}
	return otherwise
}

// is returns a boolean attribute.
func (s settings) is(name string, otherwise bool) bool {
	return s.or(name, strconv.FormatBool(otherwise)) == "true"
}

// whole returns an integer attribute.
func (s settings) whole(name string, otherwise int) int {
	value, ok := s.text(name)
	if !ok {
		return otherwise
	}
	n, err := strconv.Atoi(value)
	if err != nil { // a word that is allowed in addition to numbers, such as auto
		return otherwise
	}
	return n
}

// seconds returns an attribute in seconds.
func (s settings) seconds(name string, otherwise int) time.Duration {
	return time.Duration(s.whole(name, otherwise)) * time.Second
}

// loops returns the number of repetitions: 1 if it is not set, a thousand for 0.
func (s settings) loops() int {
	n := s.whole("loop", 1)
	if n == 0 {
		return endlessLoops
	}
	return min(n, endlessLoops)
}

// method returns GET or POST, "" if it is not set.
func (s settings) method() string { return strings.ToUpper(s.or("method", "")) }

// followUp is what comes after a verb: its action, if it has one. Without one, Gather, Record and
// Pay request the current document, and the other verbs continue with the next verb.
type followUp struct {
	url, method string
	asks        bool
}

// action reads the action of a verb that requests nothing without one. Choice: nor if it is empty.
func (s settings) action(m *Machine) followUp {
	ref := s.or("action", "")
	if ref == "" {
		return followUp{}
	}
	return followUp{url: m.resolve(ref), method: s.method(), asks: true}
}

// itself reads the action of a verb that requests its own document without one.
func (s settings) itself(m *Machine) followUp {
	return followUp{url: m.resolve(s.or("action", "")), method: s.method(), asks: true}
}

// settle ends a verb that waited: it requests the action, or continues with the next verb. It
// always returns true.
func (m *Machine) settle(next followUp, params url.Values) (over bool) {
	m.aside = nil
	if next.asks {
		m.ask(event.Fetch{Purpose: event.PurposeAction, Method: next.method, URL: next.url, Params: params})
	}
	return true
}

// report is settle for a call that has ended or was redirected: the answer to the action changes
// nothing.
func (m *Machine) report(next followUp, params url.Values) {
	if next.asks {
		m.notify(event.PurposeAction, event.Hook{URL: next.url, Method: next.method}, m.params(params))
	}
}
