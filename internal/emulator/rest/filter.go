package rest

import (
	"net/url"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/pkg/e164"
)

// Filter collects the conditions that the parameters of a list set for a T. A T must meet all of
// them; a missing or empty parameter sets none. The first error is stored until [Filter.Match].
type Filter[T any] struct {
	Query url.Values
	Wants []func(*T) bool
	err   error
}

// Match returns the conditions as one function, nil if every T matches, or the first error.
func (f *Filter[T]) Match() (func(*T) bool, error) {
	if len(f.Wants) == 0 || f.err != nil {
		return nil, f.err
	}
	return func(thing *T) bool {
		for _, fits := range f.Wants {
			if !fits(thing) {
				return false
			}
		}
		return true
	}, nil
}

// Text requires the value to equal the parameter.
func (f *Filter[T]) Text(name string, of func(*T) string) {
	if want := f.Query.Get(name); want != "" {
		f.Wants = append(f.Wants, func(thing *T) bool { return of(thing) == want })
	}
}

// Phone requires the phone number of the parameter, in any notation. Text that is not a phone
// number must match exactly.
func (f *Filter[T]) Phone(name string, of func(*T) string) {
	want := f.Query.Get(name)
	if number, ok := e164.ParseDialable(want); ok {
		want = number
	}
	if want != "" {
		f.Wants = append(f.Wants, func(thing *T) bool { return of(thing) == want })
	}
}

// OneOf requires the value to equal the parameter, which must be one of words.
func (f *Filter[T]) OneOf(name string, of func(*T) string, words ...string) {
	if _, err := ReadOne(words...)(name, f.Query.Get(name)); err != nil && f.err == nil {
		f.err = err
	}
	f.Text(name, of)
}

// Bool requires the boolean of the parameter.
func (f *Filter[T]) Bool(name string, of func(*T) bool) {
	want, err := ReadBool(f.Query, name)
	if err != nil && f.err == nil {
		f.err = err
	}
	if want != nil {
		f.Wants = append(f.Wants, func(thing *T) bool { return of(thing) == *want })
	}
}

// Date requires a date: on a day or at a second ("StartTime"), not before ("StartTime>") or not
// after ("StartTime<", as clients send "StartTime<=2026-01-31"). A day means the midnight at which
// it begins; UNSURE for "<".
//
// https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
func (f *Filter[T]) Date(name string, of func(*T) string) {
	for _, sign := range []string{"", "<", ">"} {
		text := f.Query.Get(name + sign)
		if text == "" {
			continue
		}
		want, precision, ok := ReadDate(text)
		if !ok && f.err == nil {
			f.err = apierror.Invalid(apierror.BadParameter, "%s %q is not a date such as 2026-01-31 or 2026-01-31T12:00:00Z", name+sign, text)
		}
		f.Wants = append(f.Wants, func(thing *T) bool {
			at, err := time.Parse(time.RFC1123Z, of(thing))
			switch {
			case err != nil:
				return false // a missing date is in no range
			case sign == "<":
				return !at.After(want)
			case sign == ">":
				return !at.Before(want)
			}
			return !at.Before(want) && at.Before(want.Add(precision))
		})
	}
}

// ReadDate parses a day or a moment. precision is its length: a day or a second.
func ReadDate(text string) (at time.Time, precision time.Duration, ok bool) {
	if at, err := time.Parse(time.DateOnly, text); err == nil {
		return at, 24 * time.Hour, true
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC().Truncate(time.Second), time.Second, true
		}
	}
	return time.Time{}, 0, false
}
