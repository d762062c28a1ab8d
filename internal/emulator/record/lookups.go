package record

import (
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// moment is how long what was looked up is taken for true: another process may have changed it meanwhile, and is heard of then.
const moment = 100 * time.Millisecond

// Lookups remembers for a moment what every request asks for: whose credentials they are, and whose a number is. What this process
// changes itself is forgotten at once, see [emulator.Server.answer]. It is only of use where requests come by the thousand, so that an
// emulator without calls has none. The zero value is empty.
type Lookups struct {
	mu         sync.Mutex
	generation int
	until      time.Time
	accounts   map[string]found[Account]
	owners     map[string]found[Owner]
}

// found is an answer of the database, which may be that there is no such thing.
type found[T any] struct {
	value T
	err   error
}

// Forget drops what a request to a route may have changed, and what is being looked up right now as well: owners where it is
// about numbers, and accounts where it is about those themselves.
func (r *Lookups) Forget(pattern string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	below, things := strings.CutPrefix(pattern, AccountsPath+"/{AccountSid}/")
	switch {
	case !things:
		clear(r.accounts)
	case strings.HasPrefix(below, "IncomingPhoneNumbers"):
		clear(r.owners)
	default:
		return
	}
	r.generation++
}

// Lookup is what is known of a key, and otherwise what do finds.
func Lookup[T any](r *Lookups, of func(*Lookups) *map[string]found[T], key string, do func() (T, error)) (T, error) {
	if r == nil {
		return do()
	}
	r.mu.Lock()
	if now := time.Now(); now.After(r.until) {
		r.until = now.Add(moment)
		clear(r.accounts)
		clear(r.owners)
	}
	known, ok := (*of(r))[key]
	generation := r.generation
	r.mu.Unlock()
	if ok {
		return known.value, known.err
	}
	value, err := do()
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return value, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if generation == r.generation {
		if *of(r) == nil {
			*of(r) = map[string]found[T]{}
		}
		(*of(r))[key] = found[T]{value, err}
	}
	return value, err
}

func LookupAccounts(r *Lookups) *map[string]found[Account] { return &r.accounts }

func LookupOwners(r *Lookups) *map[string]found[Owner] { return &r.owners }
