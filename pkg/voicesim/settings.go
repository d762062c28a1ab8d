package voicesim

import (
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
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
