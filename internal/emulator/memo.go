package emulator

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"

	"github.com/twvoice/twvoice/internal/store"
)

// memoSize is how many bytes of answers are remembered.
const memoSize = 8 << 20

// memo remembers answers to GET until anything is committed to the database, by whatever process: a list that is
// asked for again costs one question about the version instead of two queries and a JSON text.
// It is only good for what follows from the database and the request alone; an answer that changes with the time
// is [fresh]. Its zero value is empty.
type memo struct {
	mu      sync.Mutex
	version store.Version
	size    int
	answers map[string]json.RawMessage // by who asks for what
}

// memoKey says who asks for what, or is "" for what is not remembered.
func memoKey(r *http.Request) string {
	if r.Method != http.MethodGet {
		return ""
	}
	return r.Header.Get("Authorization") + "\n" + r.URL.RequestURI()
}

// recall is the answer of a key that still holds; where there is none, do finds it.
// The version is asked for first: an answer that was found later than its version is at worst too new.
func (m *memo) recall(ctx context.Context, db *store.DB, key string, do func() (answer, error)) (answer, error) {
	if key == "" {
		return do()
	}
	version, err := db.Version(ctx)
	if err != nil {
		return answer{}, err
	}
	m.mu.Lock()
	body, known := m.answers[key]
	known = known && m.version == version
	m.mu.Unlock()
	if known {
		return ok(body)
	}
	a, err := do()
	if err != nil || a.status != http.StatusOK || a.fresh || a.file != nil {
		return a, err
	}
	body = a.encode()
	m.keep(version, key, body)
	return ok(body)
}

func (m *memo) keep(version store.Version, key string, body json.RawMessage) {
	m.mu.Lock()
	defer m.mu.Unlock()
	size := len(key) + len(body)
	if m.version != version || m.size+size > memoSize || m.answers == nil {
		m.version, m.size, m.answers = version, 0, map[string]json.RawMessage{}
	}
	if size <= memoSize {
		m.answers[key], m.size = body, m.size+size
	}
}
