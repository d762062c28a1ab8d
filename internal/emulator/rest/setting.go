package rest

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Setting is a parameter that changes a T: read converts the sent value to the stored one, or
// rejects it. An empty value clears the setting, and a parameter that is not sent changes nothing.
// Unknown parameters are ignored, as Twilio does.
type Setting[T any] struct {
	name string
	read func(name, value string) (string, error)
	at   func(*T) *string
}

// Param returns a setting for the parameter name.
func Param[T any](name string, read func(name, value string) (string, error), at func(*T) *string) Setting[T] {
	return Setting[T]{name: name, read: read, at: at}
}

// Apply changes a T as a form requests.
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

// ReadName accepts names up to Twilio's limit.
func ReadName(name, value string) (string, error) {
	if utf8.RuneCountInString(value) > longestName {
		return "", apierror.Invalid(apierror.BadParameter, "%s is longer than %d characters", name, longestName)
	}
	return value, nil
}

// ReadURL accepts absolute http and https URLs; the error is 21402,
// https://www.twilio.com/docs/api/errors/21402.
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

// ReadMethod accepts GET and POST in any case. An empty value means POST.
func ReadMethod(name, value string) (string, error) {
	switch method := strings.ToUpper(value); method {
	case "":
		return "POST", nil
	case "GET", "POST":
		return method, nil
	}
	return "", apierror.Invalid(21403, "%s is not GET or POST: %s", name, value)
}

// ReadSid accepts SIDs with a prefix. It does not check that the resource exists, because the
// emulator does not store it.
func ReadSid(prefix string) func(name, value string) (string, error) {
	return func(name, value string) (string, error) {
		if value != "" && !webhook.ValidSID(prefix, value) {
			return "", apierror.Invalid(apierror.BadParameter, "%s is not a SID that begins with %s: %s", name, prefix, value)
		}
		return value, nil
	}
}

// ReadOne accepts one of words. An empty value means the first one.
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

// SetBool changes a boolean if the form names it.
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
