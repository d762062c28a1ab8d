package tunnel

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
)

func TestSlowReaderLosesOldestEvents(t *testing.T) {
	t.Parallel()
	q := newQueue()
	q.push(Event{Kind: Lost, Err: errors.New("gone")})
	for range eventBuffer {
		q.push(Event{Kind: Retrying, Err: errors.New("still gone")})
	}
	q.push(Event{Kind: Restored})
	q.close()
	q.close()
	q.push(Event{Kind: Lost}) // after the end: forgotten
	var got []Kind
	for ev := range q.events {
		got = append(got, ev.Kind)
	}
	if len(got) != eventBuffer || got[0] != Retrying || got[len(got)-1] != Restored {
		t.Errorf("got %v, want %d events that end with restored", got, eventBuffer)
	}
}

func TestRedactorCoversEveryField(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := redacted(slog.New(slog.NewTextHandler(&out, nil)), "s3cret")
	log.With("token", "s3cret").WithGroup("g").Info("with s3cret",
		"err", errors.New("bad s3cret"), slog.Group("deep", "x", "s3cret"), "n", 7)
	if text := out.String(); strings.Contains(text, "s3cret") || !strings.Contains(text, "g.n=7") {
		t.Errorf("got %s, want no secret and n=7", text)
	}
}
