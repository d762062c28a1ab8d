package emulator_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

func TestFailuresComeAsOrdered(t *testing.T) {
	t.Parallel()
	l := newLocal(t, emulator.WithFailure(emulator.Failure{
		Method: "GET", PathSuffix: "/IncomingPhoneNumbers.json", Times: 2, Status: 429, RetryAfter: 3 * time.Second,
	}), emulator.WithFailure(emulator.Failure{
		PathSuffix: "/Applications.json", Status: 400, Code: 21301, Message: "Enough applications",
	}))
	path := l.path("/IncomingPhoneNumbers.json")
	for range 2 {
		l.refuses(t, 429, 20429, "GET", path, nil)
	}
	l.get(t, path)
	l.refuses(t, 400, 21301, "POST", l.path("/Applications.json"), nil)

	l = newLocal(t, emulator.WithFailure(emulator.Failure{Times: 1, Status: 503, RetryAfter: 3 * time.Second}))
	if w := l.send(http.MethodGet, "/", nil); w.Header().Get("Retry-After") != "3" {
		t.Errorf("Retry-After: %q, want 3", w.Header().Get("Retry-After"))
	}
}

func TestNumberCanBeTakenBetweenSearchAndPurchase(t *testing.T) {
	t.Parallel()
	l := newLocal(t, emulator.WithFailure(emulator.Failure{
		Method: "POST", PathSuffix: "/IncomingPhoneNumbers.json", Times: 1, Status: 400, Code: 21422, Message: "is not available",
	}))
	found := l.page(t, l.path("/AvailablePhoneNumbers/US/Local.json?AreaCode=415&PageSize=2")).numbers()
	_, err := l.client().Numbers.Create(t.Context(), twilioapi.NewNumber{PhoneNumber: found[0]})
	if !twilioapi.IsCode(err, "21422") {
		t.Errorf("the first is taken: got %v, want 21422", err)
	}
	if _, err := l.client().Numbers.Create(t.Context(), twilioapi.NewNumber{PhoneNumber: found[1]}); err != nil {
		t.Errorf("the next one is there: %v", err)
	}
}

func TestClientRetriesAfterAFailure(t *testing.T) {
	t.Parallel()
	l := newLocal(t, emulator.WithFailure(emulator.Failure{Times: 1, Status: 503}), emulator.WithFailure(emulator.Failure{Times: 1, Drop: true}))
	for _, err := range l.client().Numbers.List(t.Context(), twilioapi.NumberFilter{}, 0) {
		if err != nil {
			t.Error(err)
		}
	}
}

func TestInjectedFailureLosesTheAnswer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		failure emulator.Failure
		owned   int
	}{
		{"what is dropped is not done", emulator.Failure{Method: "POST", Times: 1, Drop: true}, 1},
		{"what is lost is done", emulator.Failure{Method: "POST", Times: 1, Lose: true}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLocal(t, emulator.WithFailure(tt.failure))
			_, err := l.client().Numbers.Create(t.Context(), twilioapi.NewNumber{AreaCode: "415"})
			if err == nil {
				t.Error("an answer came")
			}
			if got := len(l.page(t, l.path("/IncomingPhoneNumbers.json")).numbers()); got != tt.owned {
				t.Errorf("%d numbers owned, want %d", got, tt.owned)
			}
		})
	}
}

func TestLatencyIsWaitedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		db, err := store.Memory(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		l := onto(t, db, emulator.WithLatency(2*time.Second))
		started := time.Now()
		l.get(t, l.path("/IncomingPhoneNumbers.json"))
		if waited := time.Since(started); waited != 2*time.Second {
			t.Errorf("waited %v", waited)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = l.client().Numbers.Get(ctx, "PN00000000000000000000000000000000")
		if ctx.Err() == nil || err == nil {
			t.Errorf("whoever gives up is not held: %v", err)
		}
		if waited := time.Since(started); waited != 3*time.Second {
			t.Errorf("waited %v in all", waited)
		}
	})
}

func TestPanicIsAnsweredWith500(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	calls := 0
	l.Handler = emulator.New(emulator.WithStore(l.db), emulator.WithClock(func() time.Time {
		if calls++; calls == 2 { // when an application is dated
			panic("the clock fell off the wall")
		}
		return time.Unix(0, 0)
	}))
	l.refuses(t, 500, 20500, "POST", l.path("/Applications.json"), nil)
}
