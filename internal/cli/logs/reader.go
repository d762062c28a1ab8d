package logs

import (
	"context"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

const (
	perPage = 50
	// busyPage is how many are asked for at once while a log is followed: Twilio's most, so that a busy account is one request.
	busyPage = 1000
	// askedOneByOne is how many calls that go on are asked for each by itself; more are listed.
	askedOneByOne = 3
	// askedAtOnce is how many calls that have ended are asked for at one look.
	askedAtOnce = 20
	// furthest is how many calls, and how many alerts, are looked through for those that are wanted, where no date ends the search.
	furthest = 1000
	// keptFor is how long Twilio keeps alerts; for older ones it refuses to look.
	keptFor = 30 * 24 * time.Hour
	// overlap is how long Twilio may take to tell of something that has a date already. Choice: two minutes.
	overlap = 2 * time.Minute
)

func overlapOf(follow bool) time.Duration {
	if follow {
		return overlap
	}
	return 0
}

// reader reads an account's calls and alerts, and remembers what it has read. It is for one goroutine.
type reader struct {
	account *account.Account
	query   query
	kept    *kept
	overlap time.Duration // 0 where nothing is followed
	tailing bool          // the past has been read

	seen   map[string]seen           // by SID: what may be read again
	open   map[string]twilioapi.Call // calls that are not over
	newest time.Time                 // the date of what was read last, by Twilio's clock
}

// seen is something that was read.
type seen struct {
	status string // of a call
	at     time.Time
}

// first is what has happened so far: what is wanted of it, the newest, in order.
func (r *reader) first(ctx context.Context) ([]entry, error) {
	all, err := r.read(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	r.tailing = true
	if limit := r.query.limit; limit > 0 && len(all) > limit {
		all = all[len(all)-limit:]
	}
	return all, r.kept.join(ctx, all)
}

// next is what has happened since.
func (r *reader) next(ctx context.Context) ([]entry, error) {
	floor := r.newest
	if !floor.IsZero() {
		floor = floor.Add(-r.overlap)
	}
	all, err := r.read(ctx, floor)
	if err != nil {
		return nil, err
	}
	return all, r.kept.join(ctx, all)
}

// read reads what is not seen yet and no older than floor. After an error nothing counts as seen that was not before.
func (r *reader) read(ctx context.Context, floor time.Time) ([]entry, error) {
	if floor.Before(r.query.since) {
		floor = r.query.since
	}
	calls, err := r.calls(ctx, floor)
	if err != nil {
		return nil, err
	}
	alerts, err := r.alerts(ctx, floor, calls)
	if err != nil {
		return nil, err
	}
	return r.fresh(calls, alerts), nil
}

// fresh makes entries of what was not seen before, and remembers all of it.
func (r *reader) fresh(calls []twilioapi.Call, alerts []twilioapi.Alert) []entry {
	var all []entry
	for _, c := range slices.Backward(calls) { // the API's order is the newest first
		before, known := r.seen[c.SID]
		r.remember(c)
		switch {
		case known && before.status == c.Status:
		case known:
			all = append(all, ofCall(c, later(c.Updated(), c.Created())))
		default:
			all = append(all, ofCall(c, c.Created()))
		}
	}
	for _, a := range slices.Backward(alerts) {
		if _, known := r.seen[a.SID]; known {
			continue
		}
		r.seen[a.SID] = seen{at: a.At()}
		r.newest = later(r.newest, a.At())
		all = append(all, ofAlert(a))
	}
	r.forget()
	return sorted(slices.DeleteFunc(all, func(e entry) bool { return !r.wanted(e) }))
}

// forget drops what is not read again: what is over, and older than Twilio is asked for the next time. A log that is followed for
// days remembers minutes.
func (r *reader) forget() {
	if !r.tailing || r.query.call != "" {
		return
	}
	floor := r.newest.Add(-r.overlap).Truncate(time.Second)
	for sid, known := range r.seen {
		if _, open := r.open[sid]; !open && known.at.Before(floor) {
			delete(r.seen, sid)
		}
	}
}

func (r *reader) remember(c twilioapi.Call) {
	if r.open == nil {
		r.open = map[string]twilioapi.Call{}
	}
	r.seen[c.SID], r.open[c.SID] = seen{c.Status, c.Created()}, c
	if c.Over() {
		delete(r.open, c.SID)
	}
	r.newest = later(r.newest, c.Created())
}

func (r *reader) wanted(e entry) bool {
	rank, _ := rankOf(e.Level)
	return rank <= r.query.worst
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// calls reads calls, newest first: those of --call, or all that are young enough, with those that were not over before.
func (r *reader) calls(ctx context.Context, floor time.Time) ([]twilioapi.Call, error) {
	api := r.account.API.Calls
	if r.query.call != "" {
		own, err := api.Get(ctx, r.query.call)
		if err != nil {
			return nil, err
		}
		children, err := collect(api.List(ctx, twilioapi.CallFilter{Parent: r.query.call, Page: perPage}, 0), twilioapi.Call.Created, time.Time{}, r.enough)
		return append(children, own), err
	}
	found, err := collect(api.List(ctx, twilioapi.CallFilter{Page: r.page()}, 0), twilioapi.Call.Created, floor, r.enough)
	if err != nil {
		return nil, err
	}
	more, err := r.stillOpen(ctx, found)
	if err != nil {
		return nil, err
	}
	found = append(found, more...)
	slices.SortStableFunc(found, func(a, b twilioapi.Call) int { return b.Created().Compare(a.Created()) })
	return found, nil
}

// page is how many are asked for at once: while a log is followed, all that can have happened between two looks; and the most where
// everything is asked for.
func (r *reader) page() int {
	if r.tailing || r.query.limit == 0 {
		return busyPage
	}
	return perPage
}

// stillOpen are the calls that were not over, and are not among those found. A few are asked one by one. Many are not: those that go
// on are listed, which is a request a status, and only those that are in none of the lists have ended and are asked for.
func (r *reader) stillOpen(ctx context.Context, found []twilioapi.Call) ([]twilioapi.Call, error) {
	missing := map[string]bool{}
	for sid := range r.open {
		missing[sid] = true
	}
	for _, c := range found {
		delete(missing, c.SID)
	}
	var all []twilioapi.Call
	if len(missing) > askedOneByOne {
		for _, status := range []string{"in-progress", "ringing", "queued"} {
			for c, err := range r.account.API.Calls.List(ctx, twilioapi.CallFilter{Status: status, Page: busyPage}, 0) {
				if err != nil {
					return nil, err
				}
				if missing[c.SID] {
					delete(missing, c.SID)
					all = append(all, c)
				}
			}
		}
	}
	ended := 0
	for _, sid := range slices.Sorted(maps.Keys(missing)) {
		if ended++; ended > askedAtOnce {
			break // the rest is asked for at the next look
		}
		c, err := r.account.API.Calls.Get(ctx, sid)
		if twilioapi.IsCode(err, "20404") {
			delete(r.open, sid) // somebody has deleted it: it was over
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// alerts reads alerts, newest first. The API knows no filter by call, and one by level that knows no "at least".
func (r *reader) alerts(ctx context.Context, floor time.Time, calls []twilioapi.Call) ([]twilioapi.Alert, error) {
	filter := twilioapi.AlertFilter{Since: floor, Page: r.page()}
	if r.query.call != "" && len(calls) > 0 {
		filter.Since = calls[len(calls)-1].Created()
	}
	if oldest := r.query.now.Add(-keptFor); !filter.Since.IsZero() && filter.Since.Before(oldest) {
		filter.Since = oldest
	}
	if r.query.worst == 0 {
		filter.Level = levels()[0]
	}
	found, err := collect(r.account.API.Alerts.List(ctx, filter, 0), twilioapi.Alert.At, filter.Since, r.enough)
	if r.query.call == "" {
		return found, err
	}
	return slices.DeleteFunc(found, func(a twilioapi.Alert) bool {
		return !slices.ContainsFunc(calls, func(c twilioapi.Call) bool { return c.SID == a.ResourceSid })
	}), err
}

// enough reports whether no more has to be read: where something is filtered after it was read, that takes more than is shown.
// What is read is the past as far as --follow may hear of it again.
func (r *reader) enough(read int, at, newest time.Time) bool {
	filtered := r.query.call != "" || r.query.worst < len(levels())
	switch {
	case r.tailing || r.query.limit == 0:
		return false
	case r.overlap > 0 && at.After(newest.Add(-r.overlap)):
		return false
	case filtered:
		return read >= furthest && r.query.since.IsZero()
	}
	return read >= r.query.limit
}

// collect takes what is no older than floor, which Twilio counts in whole seconds, until it is enough.
func collect[T any](all iter.Seq2[T, error], at func(T) time.Time, floor time.Time, enough func(read int, at, newest time.Time) bool) ([]T, error) {
	var found []T
	var newest time.Time
	floor = floor.Truncate(time.Second)
	for item, err := range all {
		if err != nil {
			return found, err
		}
		when := at(item)
		if when.Before(floor) && !when.IsZero() {
			break
		}
		newest = later(newest, when)
		if found = append(found, item); enough(len(found), when, newest) {
			break
		}
	}
	return found, nil
}
