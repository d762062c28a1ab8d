package emulator

import "time"

// A span is a time in whole days, both of them included.
type span struct{ from, to time.Time }

func day(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }

func month(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC) }

func year(t time.Time) time.Time { return time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC) }

// usageSpan is a way to divide the time that is asked for.
type usageSpan struct {
	path, link string
	split      func(asked span, now time.Time) []span
}

// usageSpans are the subresources of usage: https://www.twilio.com/docs/usage/api/usage-record#usage-records-list-resource.
func usageSpans() []usageSpan {
	fixed := func(of func(now time.Time) span) func(span, time.Time) []span {
		return func(_ span, now time.Time) []span { return []span{of(now)} }
	}
	return []usageSpan{
		{"AllTime", "all_time", whole},
		{"Daily", "daily", each(day, 0, 0, 1)},
		{"LastMonth", "last_month", fixed(func(now time.Time) span {
			return span{month(now).AddDate(0, -1, 0), month(now).AddDate(0, 0, -1)}
		})},
		{"Monthly", "monthly", each(month, 0, 1, 0)},
		{"ThisMonth", "this_month", fixed(func(now time.Time) span { return span{month(now), day(now)} })},
		{"Today", "today", fixed(func(now time.Time) span { return span{day(now), day(now)} })},
		{"Yearly", "yearly", each(year, 1, 0, 0)},
		{"Yesterday", "yesterday", fixed(func(now time.Time) span {
			return span{day(now).AddDate(0, 0, -1), day(now).AddDate(0, 0, -1)}
		})},
	}
}

func whole(asked span, _ time.Time) []span { return []span{asked} }

// each divides by days, months or years, the newest first; those at the ends may be parts.
func each(beginning func(time.Time) time.Time, years, months, days int) func(span, time.Time) []span {
	return func(asked span, _ time.Time) []span {
		var all []span
		for at := beginning(asked.to); !asked.to.Before(asked.from); at = at.AddDate(-years, -months, -days) {
			s := span{at, at.AddDate(years, months, days).AddDate(0, 0, -1)}
			if s.to.Before(asked.from) {
				break
			}
			if s.from.Before(asked.from) {
				s.from = asked.from
			}
			if s.to.After(asked.to) {
				s.to = asked.to
			}
			all = append(all, s)
		}
		return all
	}
}
