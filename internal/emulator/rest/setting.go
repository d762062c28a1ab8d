package rest

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// A Setting is a parameter that a T can be given: read turns what was sent into what is kept, or refuses it.
// An empty value clears; a parameter that is not sent changes nothing; one that nobody knows is ignored, as by Twilio.
type Setting[T any] struct {
	name string
	read func(name, value string) (string, error)
	at   func(*T) *string
}

// Param is a setting of a name.
func Param[T any](name string, read func(name, value string) (string, error), at func(*T) *string) Setting[T] {
	return Setting[T]{name: name, read: read, at: at}
}

// Apply changes a T as a form asks.
func Apply[T any](settings []Setting[T], form url.Values, to *T) error {
	for _, s := range settings {
		if !form.Has(s.name) {
			continue
		}
		value, err := s.read(s.name, form.Get(s.name))
		if err != nil {
			return err
		}
		*s.at(to) = value
	}
	return nil
}

// longestName is Twilio's limit, in characters.
const longestName = 64

func ReadName(name, value string) (string, error) {
	if utf8.RuneCountInString(value) > longestName {
		return "", apierror.Invalid(apierror.BadParameter, "%s is longer than %d characters", name, longestName)
	}
	return value, nil
}

// ReadURL takes absolute http(s) URLs: 21402, https://www.twilio.com/docs/api/errors/21402.
func ReadURL(name, value string) (string, error) {
	if value == "" {
		return "", nil
	}
	u, err := url.Parse(value)
	if err != nil || u.Hostname() == "" || !strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https") {
		return "", apierror.Invalid(21402, "%s is not a valid URL: %s", name, value)
	}
	return value, nil
}

// ReadMethod takes GET and POST, in any case; POST is what an empty one stands for.
func ReadMethod(name, value string) (string, error) {
	switch method := strings.ToUpper(value); method {
	case "":
		return "POST", nil
	case "GET", "POST":
		return method, nil
	}
	return "", apierror.Invalid(21403, "%s is not GET or POST: %s", name, value)
}

// ReadSid takes SIDs of one kind. What they name is not kept here, and not looked for.
func ReadSid(prefix string) func(name, value string) (string, error) {
	return func(name, value string) (string, error) {
		if value != "" && !webhook.ValidSID(prefix, value) {
			return "", apierror.Invalid(apierror.BadParameter, "%s is not a SID that begins with %s: %s", name, prefix, value)
		}
		return value, nil
	}
}

// ReadOne takes one of some words; the first is what an empty one stands for.
func ReadOne(words ...string) func(name, value string) (string, error) {
	return func(name, value string) (string, error) {
		if value == "" {
			return words[0], nil
		}
		for _, word := range words {
			if value == word {
				return word, nil
			}
		}
		return "", apierror.Invalid(apierror.BadParameter, "%s is not one of %s: %s", name, strings.Join(words, ", "), value)
	}
}

// SetBool changes a boolean, where the form names it.
func SetBool(form url.Values, name string, to *bool) error {
	on, err := ReadBool(form, name)
	if err != nil {
		return err
	}
	if on != nil {
		*to = *on
	} else if form.Has(name) {
		*to = false
	}
	return nil
}
