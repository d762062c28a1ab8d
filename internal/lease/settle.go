package lease

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"
)

// How patiently a number is brought to what it shall have.
const (
	patience    = 10 * time.Second // all attempts together; less where the caller's context ends earlier
	shortestTry = 2 * time.Second  // of one attempt, so that a request without an answer leaves time for another
	firstWait   = 200 * time.Millisecond
	longestWait = 2 * time.Second
)

// applied is what settle did to a number.
type applied struct {
	set     Settings // what was set, maybe by an attempt that got no answer
	changed Settings // what someone else has changed, and what belongs to it: it was left as it is
}

// settle gives a number the wanted settings, each only where the number has what it had before, or what the entry set.
// Acquire, Repoint, Release, Heal and Restore change a number only through it.
//
// To set known values twice does no harm, so a change that may have been carried out is tried again too. Each attempt
// reads the number anew.
func (k *Keeper) settle(ctx context.Context, e Entry, want Settings) (applied, error) {
	done := applied{set: Settings{}}
	err := k.persist(ctx, func(ctx context.Context) error {
		now, err := k.account.Settings(ctx, e.NumberSid)
		if err != nil {
			return err
		}
		todo, changed := e.compare(now, want)
		done.changed = changed
		if len(todo) == 0 {
			return nil
		}
		maps.Copy(done.set, todo)
		return k.account.Set(ctx, e.NumberSid, todo)
	})
	return done, err
}

// compare says which of the wanted settings are to be set, and which someone else has changed.
func (e Entry) compare(now, want Settings) (todo, changed Settings) {
	todo, changed = Settings{}, Settings{}
	for name, value := range want {
		switch {
		case same(now[name], value):
		case e.setBy(name, now[name]):
			todo[name] = value
		default:
			changed[name] = now[name]
		}
	}
	for name := range todo {
		if _, lost := changed[leader(name)]; lost {
			changed[name] = now[name]
			delete(todo, name)
		}
	}
	return todo, changed
}

// setBy reports whether a value of a setting is one that this entry has set.
func (e Entry) setBy(name, value string) bool {
	for _, ours := range append(slices.Clone(e.Earlier), e.After) {
		if set, ok := ours[name]; ok && same(value, set) {
			return true
		}
	}
	return false
}

// leader is the setting that gives another one its meaning. Who sets a new URL means it with the method that was there, and
// without the application or trunk that was off: to bring those back would break the URL.
func leader(name string) string {
	switch name {
	case "VoiceMethod", "VoiceApplicationSid", "TrunkSid":
		return "VoiceUrl"
	case "VoiceFallbackMethod":
		return "VoiceFallbackUrl"
	case "StatusCallbackMethod":
		return "StatusCallback"
	case "SmsMethod", "SmsApplicationSid":
		return "SmsUrl"
	case "SmsFallbackMethod":
		return "SmsFallbackUrl"
	}
	return ""
}

// persist tries until it works, until an error says that it never will, or until the time is over. Its error is then the
// last one that says more than that.
func (k *Keeper) persist(ctx context.Context, try func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var heard error
	for wait := firstWait; ; wait = min(2*wait, longestWait) {
		err := attempt(ctx, try)
		if err == nil {
			return nil
		}
		late := errors.Is(err, context.DeadlineExceeded)
		if heard == nil || !late {
			heard = err
		}
		if !late && !k.temporary(err) {
			return err
		}
		if end, ok := ctx.Deadline(); ctx.Err() != nil || ok && time.Until(end) <= wait {
			return heard
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return heard
		}
	}
}

// attempt tries once, for no longer than half of the time that is left.
func attempt(ctx context.Context, try func(context.Context) error) error {
	limit := patience
	if end, ok := ctx.Deadline(); ok {
		limit = max(time.Until(end)/2, shortestTry)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return try(ctx)
}

func (k *Keeper) temporary(err error) bool {
	return !errors.Is(err, context.Canceled) && k.options.Temporary != nil && k.options.Temporary(err)
}
