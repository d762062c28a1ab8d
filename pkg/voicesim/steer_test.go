package voicesim_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// What a program steers happens at its time, to any leg; without an event the one who holds the phone is asked.
func TestSteerTellsLegsWhatHappens(t *testing.T) {
	t.Parallel()
	var plan []voicesim.Update
	var got []string
	result, err := voicesim.Run(t.Context(), voicesim.Options{
		Call:      event.Call{From: "+14155550100", To: "+14155550111", URL: "http://app.example/voice"},
		Transport: voicesim.InMemory(says(`<Response><Dial>+15105550100</Dial></Response>`)),
		Phones:    func(event.Call) voicesim.Phone { return voicesim.Phone{} },
		Observe: func(e event.Entry) {
			switch e.Event.(type) {
			case event.Fetched:
				plan = []voicesim.Update{{At: 20 * time.Second, Leg: "+15105550100", Event: event.HungUp{}}, {At: 5 * time.Second}, {Leg: "nobody"}}
			case event.HungUp:
				got = append(got, fmt.Sprint(e.Leg, " ", e.At))
			}
		},
		Caller: caller(func(now voicesim.Turn) (voicesim.Input, bool) {
			if now.Event == nil {
				got = append(got, fmt.Sprint("asked ", now.At))
			}
			return voicesim.Input{}, false
		}),
		Steer: func() []voicesim.Update { told := plan; plan = nil; return told },
	})
	if err != nil || result.Status != event.Completed {
		t.Fatalf("got %+v, %v", result, err)
	}
	if want := []string{"asked 5s", "+15105550100 20s"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A phone that is put off is described at the same time, after the others.
func TestPhonesMayBeDescribedLater(t *testing.T) {
	t.Parallel()
	var asked []string
	result, err := voicesim.Run(t.Context(), voicesim.Options{
		Call:      event.Call{From: "+14155550100", To: "+14155550111", URL: "http://app.example/voice"},
		Transport: voicesim.InMemory(says(`<Response><Dial><Number>+15105550101</Number><Number>+15105550102</Number></Dial></Response>`)),
		Phones: func(c event.Call) voicesim.Phone {
			asked = append(asked, c.To)
			if len(asked) == 1 {
				return voicesim.Phone{Later: true}
			}
			return voicesim.Phone{After: time.Second, HangUpAfter: 3 * time.Second}
		},
	})
	if err != nil || result.Duration != 4*time.Second {
		t.Fatalf("got %+v, %v", result, err)
	}
	if want := []string{"+15105550101", "+15105550102", "+15105550101"}; !slices.Equal(asked, want) {
		t.Errorf("got %q, want %q", asked, want)
	}
}
