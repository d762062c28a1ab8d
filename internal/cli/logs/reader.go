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
	// busyPage is the page size while following a log: Twilio's maximum, so that a busy account needs one request.
	busyPage = 1000
	// askedOneByOne is up to how many open calls are requested one by one; more are listed.
	askedOneByOne = 3
	// askedAtOnce limits the ended calls that are requested per poll.
	askedAtOnce = 20
	// maxSearched limits the calls, and the alerts, that are searched for matches if no date ends the search.
	maxSearched = 1000
	// alertRetention is how long Twilio stores alerts; it rejects earlier dates.
	alertRetention = 30 * 24 * time.Hour
	// overlap is how much later than its date Twilio may list something. Choice: two minutes.
	overlap = 2 * time.Minute
)

func overlapOf(follow bool) time.Duration {
	if follow {
		return overlap
	}
	return 0
}

// reader reads an account's calls and alerts and remembers what it has read. It is for one goroutine.
type reader struct {
	account *account.Account
	query   query
	kept    *kept
	overlap time.Duration // 0 without --follow
	tailing bool          // the first read is done

	seen   map[string]seen           // by SID: what may be read again
	open   map[string]twilioapi.Call // calls that have not ended
	newest time.Time                 // the date of the newest item, by Twilio's clock
}

// seen is an item that was read.
type seen struct {
	status string // of a call
	at     time.Time
}

// first returns the newest matching entries so far, in order.
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

// next returns the entries since the last call.
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

// read returns items that are new and no older than floor. After an error, no further item counts as seen.
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
	return r.newEntries(calls, alerts), nil
}

// newEntries returns entries for new items, and remembers all items.
func (r *reader) newEntries(calls []twilioapi.Call, alerts []twilioapi.Alert) []entry {
	var all []entry
	for _, c := range slices.Backward(calls) { // the API lists newest first
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

// forget deletes items that are not read again: those that have ended and are older than the next request's floor. A log
// that is followed for days therefore remembers minutes.
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

// calls returns calls, newest first: that of --call, or all that are recent enough, and those that had not ended before.
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
	more, err := r.openCalls(ctx, found)
	if err != nil {
		return nil, err
	}
	found = append(found, more...)
	slices.SortStableFunc(found, func(a, b twilioapi.Call) int { return b.Created().Compare(a.Created()) })
	return found, nil
}

// page returns the page size: with --follow, all that can happen between two polls; without a limit, the maximum.
func (r *reader) page() int {
	if r.tailing || r.query.limit == 0 {
		return busyPage
	}
	return perPage
}

// openCalls returns the calls that had not ended and are not among those found. A few are requested one by one. If there
// are many, the running ones are listed, one request per status; only calls in none of the lists have ended and are
// requested.
func (r *reader) openCalls(ctx context.Context, found []twilioapi.Call) ([]twilioapi.Call, error) {
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
			break // the rest is requested at the next poll
		}
		c, err := r.account.API.Calls.Get(ctx, sid)
		if twilioapi.IsCode(err, "20404") {
			delete(r.open, sid) // it was deleted, so it had ended
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// alerts returns alerts, newest first. The API cannot filter by call or by minimum level.
func (r *reader) alerts(ctx context.Context, floor time.Time, calls []twilioapi.Call) ([]twilioapi.Alert, error) {
	filter := twilioapi.AlertFilter{Since: floor, Page: r.page()}
	if r.query.call != "" && len(calls) > 0 {
		filter.Since = calls[len(calls)-1].Created()
	}
	if oldest := r.query.now.Add(-alertRetention); !filter.Since.IsZero() && filter.Since.Before(oldest) {
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

// enough reports whether enough items were read. If items are filtered after reading, that takes more than are shown.
// The first read goes back as far as --follow can list items again.
func (r *reader) enough(read int, at, newest time.Time) bool {
	filtered := r.query.call != "" || r.query.worst < len(levels())
	switch {
	case r.tailing || r.query.limit == 0:
		return false
	case r.overlap > 0 && at.After(newest.Add(-r.overlap)):
		return false
	case filtered:
		return read >= maxSearched && r.query.since.IsZero()
	}
	return read >= r.query.limit
}

// collect returns items that are no older than floor, in whole seconds as at Twilio, until enough reports true.
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
