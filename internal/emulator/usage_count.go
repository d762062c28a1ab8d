package emulator

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// A usageCategory is something that is counted.
type usageCategory struct{ name, title, countUnit, unit string }

// usageCategories are those that something can happen in here, with those that contain them. Twilio has some 400:
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

// covers reports whether what is counted in another category counts in this one too: "sms" has "sms-inbound".
func (c usageCategory) covers(other string) bool {
	return c.name == other || strings.HasPrefix(other, c.name+"-")
}

// A use is one thing that happened.
type use struct {
	at       time.Time
	category string // the narrowest one
	amount   int    // in the unit of the category
}

// uses is everything that happened in an account.
func (e *Server) uses(ctx context.Context, accountSid string) ([]use, error) {
	var all []use
	add := func(date, category string, amount int) {
		if at, err := time.Parse(time.RFC1123Z, date); err == nil {
			all = append(all, use{at, category, amount})
		}
	}
	mine := store.Query{Scope: accountSid}
	calls, err := e.calls().in(e.db).List(ctx, mine)
	for _, row := range calls {
		if c := row.Value; c.ended() {
			direction, _, _ := strings.Cut(c.Direction, "-")
			add(string(c.StartTime), "calls-"+direction, minutes(c.Duration))
		}
	}
	if err != nil {
		return nil, err
	}
	recordings, err := e.recordings().in(e.db).List(ctx, mine)
	for _, row := range recordings {
		add(row.Value.DateCreated, "recordings", minutes(row.Value.Duration))
	}
	if err != nil {
		return nil, err
	}
	messages, err := e.messages().in(e.db).List(ctx, mine)
	for _, row := range messages {
		add(string(row.Value.DateSent), row.Value.category(), row.Value.amount())
	}
	if err != nil {
		return nil, err
	}
	numbers, err := numbersIn(e.db).List(ctx, mine)
	for _, row := range numbers {
		add(row.Value.DateCreated, "phonenumbers-"+row.Value.Type, 1)
	}
	return all, err
}

// minutes is a length in begun minutes, which is how Twilio counts.
func minutes(seconds orNull) int {
	n, _ := strconv.Atoi(string(seconds)) // what is not over yet has none
	return (n + 59) / 60
}

func (m message) category() string {
	kind := "sms"
	if strings.HasPrefix(m.Sid, "MM") {
		kind = "mms"
	}
	direction, _, _ := strings.Cut(m.Direction, "-")
	return kind + "-" + direction
}

func (m message) amount() int {
	if strings.HasPrefix(m.Sid, "MM") {
		return 1
	}
	n, _ := strconv.Atoi(m.NumSegments) // always a number
	return n
}
