package capture

import (
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/internal/store"
)

func TestAlertFindsItsRequest(t *testing.T) {
	t.Parallel()
	at := func(e httplog.Record, seconds int) httplog.Record {
		e.At = noon().Add(time.Duration(seconds) * time.Second)
		return e
	}
	dir := t.TempDir()
	kept(t, dir, store.Options{},
		at(asked("/menu", "<Response><Say wait=\"5\">Hi</Say></Response>"), 0),     // r1: 12200
		at(asked("/menu", "<Response><Say>Hi</Say></Response>"), 10),               // r2
		at(asked("/menu?a=1", "<Response/>"), 11),                                  // r3
		at(asked("/menu", "<Response/>", "CallSid", "CA2"), 12),                    // r4
		at(asked("/menu", "<Response><Say wait=\"5\">Later</Say></Response>"), 60), // r5
	)
	a := archive(t, dir)
	tests := []struct {
		name string
		c    AlertRef
		want string // "" for none
	}{
		{"the last one before it that has the code", AlertRef{"CA1", "https://phone.example/menu", "12200", noon().Add(12 * time.Second)}, "r1"},
		{"the last one before it where none has the code", AlertRef{"CA1", "https://phone.example/menu", "11200", noon().Add(12 * time.Second)}, "r2"},
		{"clocks differ by a little", AlertRef{"CA1", "https://phone.example/menu", "12200", noon().Add(58 * time.Second)}, "r5"},
		{"the query counts", AlertRef{"CA1", "https://phone.example/menu?a=1", "11200", noon().Add(time.Minute)}, "r3"},
		{"a password does not", AlertRef{"CA1", "https://me:secret@phone.example/menu?a=1", "11200", noon().Add(time.Minute)}, "r3"},
		{"another call's is none", AlertRef{"CA3", "https://phone.example/menu", "12200", noon().Add(time.Minute)}, ""},
		{"another URL's is none", AlertRef{"CA1", "https://other.example/menu", "12200", noon().Add(time.Minute)}, ""},
		{"one that came later is none", AlertRef{"CA1", "https://phone.example/menu", "12200", noon().Add(-time.Minute)}, ""},
		{"without a call there is none", AlertRef{"", "https://phone.example/menu", "12200", noon()}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, found, err := a.Cause(t.Context(), tt.c)
			if err != nil || got.ID != tt.want || found != (tt.want != "") {
				t.Errorf("got %q, %v, %v; want %q", got.ID, found, err, tt.want)
			}
		})
	}
}
