package record

import (
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// maxLookupAge limits the age of a lookup, because another process may have changed the row in the
// meantime.
const maxLookupAge = 100 * time.Millisecond

// Lookups caches briefly what every request needs: the account of the credentials and the owner of
// a number. Changes by this process drop the entries immediately, see [emulator.Server.answer]. The
// cache pays off only with thousands of requests, so an emulator without calls has none. The zero
// value is empty. It is safe for concurrent use.
type Lookups struct {
	mu         sync.Mutex
	generation int
	until      time.Time
	accounts   map[string]found[Account]
	owners     map[string]found[Owner]
}

// found is a result of the database, which may be that the row does not exist.
type found[T any] struct {
	value T
	err   error
}

// Forget drops what a request to a route may have changed, including lookups that are in progress:
// owners if the route is about numbers, and accounts if it is about accounts.
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

// Lookup returns the cached result for key, or calls do and caches its result.
func Lookup[T any](r *Lookups, of func(*Lookups) *map[string]found[T], key string, do func() (T, error)) (T, error) {
	if r == nil {
		return do()
	}
	r.mu.Lock()
	if now := time.Now(); now.After(r.until) {
		r.until = now.Add(maxLookupAge)
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

// LookupAccounts selects the cache of accounts, by credentials, for [Lookup].
func LookupAccounts(r *Lookups) *map[string]found[Account] { return &r.accounts }

// LookupOwners selects the cache of owners, by number, for [Lookup].
func LookupOwners(r *Lookups) *map[string]found[Owner] { return &r.owners }
