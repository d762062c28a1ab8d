package inspector_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

func TestPageGetsNoSecrets(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	if got := w.ask(http.MethodPost, "/api/phone", map[string]string{"from": strings.Repeat("1", 1<<20)}, nil); got != http.StatusRequestEntityTooLarge {
		t.Errorf("a body of a megabyte: got %d, want 413", got)
	}
	first := w.listen()
	for range 31 {
		w.listen()
	}
	var refused json.RawMessage
	if got := w.ask(http.MethodGet, "/api/events", nil, &refused); got != http.StatusServiceUnavailable || !strings.Contains(string(refused), "32 pages") {
		t.Errorf("one stream too many: got %d %s, want 503", got, refused)
	}
	w.dial()
	if !first.next() {
		t.Error("those who look already are not told any more")
	}
}
