package emulator

import (
	"net/url"
	"time"
)

// A filter collects what the parameters of a list want of a T: all that are given have to fit, and a parameter that is
// missing or empty wants nothing. Its first error is kept for the end.
type filter[T any] struct {
	query url.Values
	wants []func(*T) bool
	err   error
}

// keep is the filter as one question, nil where everything fits.
func (f *filter[T]) keep() (func(*T) bool, error) {
	if len(f.wants) == 0 || f.err != nil {
		return nil, f.err
	}
	return func(thing *T) bool {
		for _, fits := range f.wants {
			if !fits(thing) {
				return false
			}
		}
		return true
	}, nil
}

// text wants a value to be exactly the parameter's.
func (f *filter[T]) text(name string, of func(*T) string) {
	if want := f.query.Get(name); want != "" {
		f.wants = append(f.wants, func(thing *T) bool { return of(thing) == want })
	}
}

// phone wants a phone number, however it is written; what is no number has to be there as it is.
func (f *filter[T]) phone(name string, of func(*T) string) {
	want := f.query.Get(name)
	if digits := e164(want); digits != "" {
		want = digits
	}
	if want != "" {
		f.wants = append(f.wants, func(thing *T) bool { return of(thing) == want })
	}
}

// word wants one of the values that there are.
func (f *filter[T]) word(name string, of func(*T) string, words ...string) {
	if _, err := readOne(words...)(name, f.query.Get(name)); err != nil && f.err == nil {
		f.err = err
	}
	f.text(name, of)
}

func (f *filter[T]) flag(name string, of func(*T) bool) {
	want, err := flag(f.query, name)
	if err != nil && f.err == nil {
		f.err = err
	}
	if want != nil {
		f.wants = append(f.wants, func(thing *T) bool { return of(thing) == *want })
	}
}

// date wants a date: on a day or at a second ("StartTime"), not before ("StartTime>") or not after ("StartTime<", as
// the clients send "StartTime<=2026-01-31"). A day stands for the midnight in which it begins; UNSURE for "<".
//
// https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
func (f *filter[T]) date(name string, of func(*T) string) {
	for _, sign := range []string{"", "<", ">"} {
		text := f.query.Get(name + sign)
		if text == "" {
			continue
		}
		want, precision, ok := readDate(text)
		if !ok && f.err == nil {
			f.err = invalid(badParameter, "%s %q is not a date such as 2026-01-31 or 2026-01-31T12:00:00Z", name+sign, text)
		}
		f.wants = append(f.wants, func(thing *T) bool {
			at, err := time.Parse(time.RFC1123Z, of(thing))
			switch {
			case err != nil:
				return false // what has no date yet is in no range
			case sign == "<":
				return !at.After(want)
			case sign == ">":
				return !at.Before(want)
			}
			return !at.Before(want) && at.Before(want.Add(precision))
		})
	}
}

// readDate reads a day or a moment, and says how long it lasts.
func readDate(text string) (at time.Time, precision time.Duration, ok bool) {
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
