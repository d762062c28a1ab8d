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

// settings are the attributes of one element as Twilio reads them: one that is wrong counts as its default.
// That it is wrong has been told when the verb began, see judge.
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

// noun reads the attributes of an element in this one, whose meaning may depend on where it stands.
func (s settings) noun(el *twiml.Element) settings {
	spec, ok := s.spec.Child(el.Name)
	if !ok {
		spec = &twiml.Spec{}
	}
	return settings{el, spec}
}

// nouns are the elements in this one that may stand there.
func (s settings) nouns() []settings {
	var all []settings
	for child := range s.el.Elements() {
		if s.spec.Allows(child.Name) {
			all = append(all, s.noun(child))
		}
	}
	return all
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

// is says whether an attribute is true.
func (s settings) is(name string, otherwise bool) bool {
	return s.or(name, strconv.FormatBool(otherwise)) == "true"
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

// seconds is an attribute that is a number of seconds.
func (s settings) seconds(name string, otherwise int) time.Duration {
	return time.Duration(s.whole(name, otherwise)) * time.Second
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

// followUp is what comes after a verb: its action, where it has one. Twilio gives Gather, Record and Pay the current document
// for one that is missing, and lets the call go on behind the others.
type followUp struct {
	url, method string
	asks        bool
}

// action reads the action of a verb that asks nobody where it has none. Choice: nor where it is empty.
func (s settings) action(m *Machine) followUp {
	ref := s.or("action", "")
	if ref == "" {
		return followUp{}
	}
	return followUp{url: m.resolve(ref), method: s.method(), asks: true}
}

// itself is the same for a verb that asks its own document where it has none.
func (s settings) itself(m *Machine) followUp {
	return followUp{url: m.resolve(s.or("action", "")), method: s.method(), asks: true}
}

// settle ends a verb that waited for others: its action is asked for, else the next verb comes. It is over either way.
func (m *Machine) settle(next followUp, params url.Values) (over bool) {
	m.aside = nil
	if next.asks {
		m.ask(event.Fetch{Purpose: event.PurposeAction, Method: next.method, URL: next.url, Params: params})
	}
	return true
}

// report is settle for a call that is over, or goes on elsewhere: the application hears of it, and its answer changes nothing.
func (m *Machine) report(next followUp, params url.Values) {
	if next.asks {
		m.notify(event.PurposeAction, event.Hook{URL: next.url, Method: next.method}, m.params(params))
	}
}
