package rest

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"

	"github.com/twvoice/twvoice/internal/store"
)

// cacheSize is how many bytes of answers are remembered.
const cacheSize = 8 << 20

// Cache remembers answers to GET until anything is committed to the database, by whatever process: a list that is
// asked for again costs one question about the version instead of two queries and a JSON text.
// It is only good for what follows from the database and the request alone; an answer that changes with the time
// is [Volatile]. Its zero value is empty.
type Cache struct {
	mu      sync.Mutex
	version store.Version
	size    int
	answers map[string]json.RawMessage // by who asks for what
}

// CacheKey says who asks for what, or is "" for what is not remembered.
func CacheKey(r *http.Request) string {
	if r.Method != http.MethodGet {
		return ""
	}
	return r.Header.Get("Authorization") + "\n" + r.URL.RequestURI()
}

// Do is the answer of a key that still holds; where there is none, do finds it.
// The version is asked for first: an answer that was found later than its version is at worst too new.
func (m *Cache) Do(ctx context.Context, db *store.DB, key string, do func() (Response, error)) (Response, error) {
	if key == "" {
		return do()
	}
	version, err := db.Version(ctx)
	if err != nil {
		return Response{}, err
	}
	m.mu.Lock()
	body, known := m.answers[key]
	known = known && m.version == version
	m.mu.Unlock()
	if known {
		return OK(body)
	}
	a, err := do()
	if err != nil || a.Status != http.StatusOK || a.Volatile || a.File != nil {
		return a, err
	}
	body = a.Encode()
	m.keep(version, key, body)
	return OK(body)
}

func (m *Cache) keep(version store.Version, key string, body json.RawMessage) {
	m.mu.Lock()
	defer m.mu.Unlock()
	size := len(key) + len(body)
	if m.version != version || m.size+size > cacheSize || m.answers == nil {
		m.version, m.size, m.answers = version, 0, map[string]json.RawMessage{}
	}
	if size <= cacheSize {
		m.answers[key], m.size = body, m.size+size
	}
}
