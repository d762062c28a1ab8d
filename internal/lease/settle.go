package lease

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"
)

// Time limits for bringing a number to its wanted settings.
const (
	patience    = 10 * time.Second // for all attempts together; less if the caller's context ends earlier
	shortestTry = 2 * time.Second  // for one attempt, so that a request without an answer leaves time for another
	firstWait   = 200 * time.Millisecond
	longestWait = 2 * time.Second
)

// applied is the result of settle.
type applied struct {
	set     Settings // the settings that were set, perhaps by an attempt without an answer
	changed Settings // the settings that someone else changed, and those that depend on them; not touched
}

// settle gives a number the wanted settings. It changes a setting only if the value is the original one or one that the
// entry set. [Keeper.Acquire], [Lease.Repoint], [Lease.Release], [Keeper.Heal] and [Keeper.Restore] change numbers only through it.
//
// Setting known values twice is harmless, so a change that may have been made is retried too. Each attempt reads the
// number again.
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

// compare returns which wanted settings to set, and which ones someone else changed.
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
		if _, lost := changed[governing(name)]; lost {
			changed[name] = now[name]
			delete(todo, name)
		}
	}
	return todo, changed
}

// setBy reports whether the entry set this value.
func (e Entry) setBy(name, value string) bool {
	for _, ours := range append(slices.Clone(e.Earlier), e.After) {
		if set, ok := ours[name]; ok && same(value, set) {
			return true
		}
	}
	return false
}

// governing returns the setting that another one depends on. Someone who sets a new URL relies on the current method, and
// on a detached application or trunk. Restoring those alone would break the new URL.
func governing(name string) string {
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

// persist retries until try succeeds, returns a permanent error, or the time is up. It then returns the last error that
// explains more than that.
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

// attempt calls try once, with half of the remaining time.
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
