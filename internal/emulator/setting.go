package emulator

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// A setting is a parameter that a T can be given: read turns what was sent into what is kept, or refuses it.
// An empty value clears; a parameter that is not sent changes nothing; one that nobody knows is ignored, as by Twilio.
type setting[T any] struct {
	name string
	read func(name, value string) (string, error)
	at   func(*T) *string
}

// apply changes a T as a form asks.
func apply[T any](settings []setting[T], form url.Values, to *T) error {
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

func readName(name, value string) (string, error) {
	if utf8.RuneCountInString(value) > longestName {
		return "", invalid(badParameter, "%s is longer than %d characters", name, longestName)
	}
	return value, nil
}

// readURL takes absolute http(s) URLs: 21402, https://www.twilio.com/docs/api/errors/21402.
func readURL(name, value string) (string, error) {
	if value == "" {
		return "", nil
	}
	u, err := url.Parse(value)
	if err != nil || u.Hostname() == "" || !strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https") {
		return "", invalid(21402, "%s is not a valid URL: %s", name, value)
	}
	return value, nil
}

// readMethod takes GET and POST, in any case; POST is what an empty one stands for.
func readMethod(name, value string) (string, error) {
	switch method := strings.ToUpper(value); method {
	case "":
		return "POST", nil
	case "GET", "POST":
		return method, nil
	}
	return "", invalid(21403, "%s is not GET or POST: %s", name, value)
}

// readPair reads a URL of a call, and its method, which has a name of its own. The codes are those of calls.
func readPair(form url.Values, name, method string) (hook, error) {
	at, err := readURL(name, form.Get(name))
	if err != nil {
		return hook{}, invalid(21205, "%s is not a valid URL: %s", name, form.Get(name))
	}
	by, err := readMethod(method, form.Get(method))
	if err != nil {
		return hook{}, invalid(21209, "%s is not GET or POST: %s", method, form.Get(method))
	}
	return hook{url: at, method: by}, nil
}

// readSid takes SIDs of one kind. What they name is not kept here, and not looked for.
func readSid(prefix string) func(name, value string) (string, error) {
	return func(name, value string) (string, error) {
		if value != "" && !webhook.ValidSID(prefix, value) {
			return "", invalid(badParameter, "%s is not a SID that begins with %s: %s", name, prefix, value)
		}
		return value, nil
	}
}

// readOne takes one of some words; the first is what an empty one stands for.
func readOne(words ...string) func(name, value string) (string, error) {
	return func(name, value string) (string, error) {
		if value == "" {
			return words[0], nil
		}
		for _, word := range words {
			if value == word {
				return word, nil
			}
		}
		return "", invalid(badParameter, "%s is not one of %s: %s", name, strings.Join(words, ", "), value)
	}
}

// setFlag changes a boolean, where the form names it.
func setFlag(form url.Values, name string, to *bool) error {
	on, err := flag(form, name)
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

// e164 is a phone number without what people write between its digits, or "" for something else.
// https://www.twilio.com/docs/glossary/what-e164
func e164(text string) string {
	digits := strings.NewReplacer(" ", "", "-", "", ".", "", "(", "", ")", "").Replace(text)
	rest, plus := strings.CutPrefix(digits, "+")
	if _, err := strconv.ParseUint(rest, 10, 64); err != nil || !plus || len(rest) < 7 || len(rest) > 15 || rest[0] == '0' {
		return ""
	}
	if rest[0] == '1' && (len(rest) != 11 || rest[1] < '2' || rest[4] < '2') {
		return ""
	}
	return digits
}
