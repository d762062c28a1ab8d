package rest

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"

	"github.com/twvoice/twvoice/internal/store"
)

// cacheSize limits the remembered answers, in bytes.
const cacheSize = 8 << 20

// Cache remembers answers to GET requests until any process commits to the database. A repeated
// list then costs one query for the version instead of two queries and the JSON encoding. Only
// answers that follow from the database and the request alone may be stored; mark answers that
// change with time with [Volatile]. The zero value is an empty cache. It is safe for concurrent
// use.
type Cache struct {
	mu      sync.Mutex
	version store.Version
	size    int
	answers map[string]json.RawMessage // by [CacheKey]
}

// CacheKey returns the key of a request, made of its caller and its URL, or "" if the answer must
// not be remembered.
func CacheKey(r *http.Request) string {
	if r.Method != http.MethodGet {
		return ""
	}
	return r.Header.Get("Authorization") + "\n" + r.URL.RequestURI()
}

// Do returns the remembered answer for key if it is still valid, and calls do otherwise. It reads
// the version first, so an answer stored under a version is never older than it.
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
