package api

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
)

// usageCategory is a kind of usage that is counted.
type usageCategory struct{ name, title, countUnit, unit string }

// usageCategories are the categories that the emulator can have usage in, and those that contain
// them. Twilio has some 400:
// https://www.twilio.com/docs/usage/api/usage-record#usage-all-categories.
func usageCategories() []usageCategory {
	return []usageCategory{
		{"calls", "Voice Minutes", "calls", "minutes"},
		{"calls-inbound", "Inbound Voice Minutes", "calls", "minutes"},
		{"calls-outbound", "Outbound Voice Minutes", "calls", "minutes"},
		{"recordings", "Recordings", "recordings", "minutes"},
		{"transcriptions", "Transcriptions", "transcriptions", "transcriptions"},
		{"sms", "SMS", "messages", "segments"},
		{"sms-inbound", "Inbound SMS", "messages", "segments"},
		{"sms-outbound", "Outbound SMS", "messages", "segments"},
		{"mms", "MMS", "messages", "messages"},
		{"mms-inbound", "Inbound MMS", "messages", "messages"},
		{"mms-outbound", "Outbound MMS", "messages", "messages"},
		{"phonenumbers", "Phone Numbers", "numbers", "numbers"},
		{"phonenumbers-local", "Local PhoneNumbers", "numbers", "numbers"},
		{"phonenumbers-mobile", "Mobile PhoneNumbers", "numbers", "numbers"},
		{"phonenumbers-tollfree", "Toll Free PhoneNumbers", "numbers", "numbers"},
		{"calleridlookups", "Caller Name Lookups", "lookups", "lookups"},
		{"totalprice", "Total Price", "", "usd"},
	}
}

// covers reports whether the usage of another category is included in this one: "sms" includes
// "sms-inbound".
func (c usageCategory) covers(other string) bool {
	return c.name == other || strings.HasPrefix(other, c.name+"-")
}

// usageEvent is one counted event.
type usageEvent struct {
	at       time.Time
	category string // the most specific category
	amount   int    // in the unit of the category
}

// usageEvents returns all usage of an account.
func (api *API) usageEvents(ctx context.Context, accountSid string) ([]usageEvent, error) {
	var all []usageEvent
	add := func(date, category string, amount int) {
		if at, err := time.Parse(time.RFC1123Z, date); err == nil {
			all = append(all, usageEvent{at, category, amount})
		}
	}
	mine := store.Query{Scope: accountSid}
	calls, err := record.Calls(api.DB).List(ctx, mine)
	for _, row := range calls {
		if c := row.Value; c.Ended() {
			direction, _, _ := strings.Cut(c.Direction, "-")
			add(string(c.StartTime), "calls-"+direction, minutes(c.Duration))
		}
	}
	if err != nil {
		return nil, err
	}
	recordings, err := record.Recordings(api.DB).List(ctx, mine)
	for _, row := range recordings {
		add(row.Value.DateCreated, "recordings", minutes(row.Value.Duration))
	}
	if err != nil {
		return nil, err
	}
	messages, err := record.Messages(api.DB).List(ctx, mine)
	for _, row := range messages {
		add(string(row.Value.DateSent), messageCategory(row.Value), messageAmount(row.Value))
	}
	if err != nil {
		return nil, err
	}
	numbers, err := record.Numbers(api.DB).List(ctx, mine)
	for _, row := range numbers {
		add(row.Value.DateCreated, "phonenumbers-"+row.Value.Type, 1)
	}
	return all, err
}

// minutes returns a duration in minutes, rounded up, as Twilio counts.
func minutes(seconds record.NullString) int {
	n, _ := strconv.Atoi(string(seconds)) // calls that have not ended have no duration
	return (n + 59) / 60
}

func messageCategory(m record.Message) string {
	kind := "sms"
	if strings.HasPrefix(m.Sid, "MM") {
		kind = "mms"
	}
	direction, _, _ := strings.Cut(m.Direction, "-")
	return kind + "-" + direction
}

func messageAmount(m record.Message) int {
	if strings.HasPrefix(m.Sid, "MM") {
		return 1
	}
	n, _ := strconv.Atoi(m.NumSegments) // always a number
	return n
}

// span is a time span in whole days, both included.
type span struct{ from, to time.Time }

func day(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }

func month(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC) }

func year(t time.Time) time.Time { return time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC) }

// usageSpan is a way to divide the requested time span.
type usageSpan struct {
	path, link string
	split      func(asked span, now time.Time) []span
}

// usageSpans are the subresources of usage:
// https://www.twilio.com/docs/usage/api/usage-record#usage-records-list-resource.
func usageSpans() []usageSpan {
	fixed := func(of func(now time.Time) span) func(span, time.Time) []span {
		return func(_ span, now time.Time) []span { return []span{of(now)} }
	}
	return []usageSpan{
		{"AllTime", "all_time", wholeSpan},
		{"Daily", "daily", splitSpan(day, 0, 0, 1)},
		{"LastMonth", "last_month", fixed(func(now time.Time) span {
			return span{month(now).AddDate(0, -1, 0), month(now).AddDate(0, 0, -1)}
		})},
		{"Monthly", "monthly", splitSpan(month, 0, 1, 0)},
		{"ThisMonth", "this_month", fixed(func(now time.Time) span { return span{month(now), day(now)} })},
		{"Today", "today", fixed(func(now time.Time) span { return span{day(now), day(now)} })},
		{"Yearly", "yearly", splitSpan(year, 1, 0, 0)},
		{"Yesterday", "yesterday", fixed(func(now time.Time) span {
			return span{day(now).AddDate(0, 0, -1), day(now).AddDate(0, 0, -1)}
		})},
	}
}

func wholeSpan(asked span, _ time.Time) []span { return []span{asked} }

// splitSpan divides a span by days, months or years, newest first. The first and the last part may be
// shorter.
func splitSpan(beginning func(time.Time) time.Time, years, months, days int) func(span, time.Time) []span {
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
