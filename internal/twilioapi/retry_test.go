package twilioapi_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

var errReset = errors.New("connection reset by peer")

// A scene is a server's answers in order, the last one forever: a status, with Retry-After behind a colon,
// or "reset", "nowhere".
type scene []string

func (s scene) at(n int) (*http.Response, error) {
	status, after, _ := strings.Cut(s[min(n, len(s)-1)], ":")
	switch status {
	case "reset":
		return nil, errReset
	case "nowhere":
		return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}
	}
	res := respond(map[string]int{"200": 200, "204": 204, "400": 400, "429": 429, "500": 500, "503": 503}[status], map[bool]string{true: anything, false: `{"code":20429,"message":"no"}`}[status == "200"])
	if status == "204" {
		res.Body = http.NoBody
	}
	if after != "" {
		res.Header.Set("Retry-After", after)
	}
	return res, nil
}

func get(ctx context.Context, c *twilioapi.Client) error {
	_, err := c.Numbers.Get(ctx, pn1)
	return err
}

func post(ctx context.Context, c *twilioapi.Client) error {
	_, err := c.Numbers.Create(ctx, twilioapi.NewNumber{PhoneNumber: "+15005550006"})
	return err
}

func remove(ctx context.Context, c *twilioapi.Client) error { return c.Numbers.Delete(ctx, pn1) }

func TestRetriesAndTheirWaits(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 4, 14, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name  string
		do    func(context.Context, *twilioapi.Client) error
		scene scene
		ok    bool
		waits []time.Duration // with jitter at its upper bound
	}{
		{"a reading turned away with 429 waits and succeeds", get, scene{"429", "429", "200"}, true, []time.Duration{500 * time.Millisecond, time.Second}},
		{"four attempts and no more", get, scene{"500"}, false, []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second}},
		{"a limit that names no wait is waited for as long as there is time", get, scene{"429"}, false, []time.Duration{
			500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 8 * time.Second,
		}},
		{"a limit that is over after ten seconds is no failure", get, scene{"429", "429", "429", "429", "429", "200"}, true, []time.Duration{
			500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second,
		}},
		{"a limit that names its waits has four attempts", get, scene{"429:1"}, false, []time.Duration{time.Second, time.Second, time.Second}},
		{"a purchase turned away with 429 was not read and is repeated", post, scene{"429", "200"}, true, []time.Duration{500 * time.Millisecond}},
		{"a release turned away with 429 is repeated", remove, scene{"429", "204"}, true, []time.Duration{500 * time.Millisecond}},
		{"Retry-After in seconds is what it waits", get, scene{"429:7", "503:2", "200"}, true, []time.Duration{7 * time.Second, 2 * time.Second}},
		{"Retry-After as a date is what it waits", get, scene{"429:Tue, 14 Apr 2026 12:00:09 GMT", "200"}, true, []time.Duration{9 * time.Second}},
		{"Retry-After of 0, in the past, or unreadable is the usual wait", get, scene{"429:0", "429:Tue, 14 Apr 2026 11:00:00 GMT", "429:soon", "200"}, true, []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second}},
		{"Retry-After of an hour is not waited for", get, scene{"429:3600"}, false, nil},
		{"a server error of a reading is repeated", get, scene{"500", "503", "200"}, true, []time.Duration{500 * time.Millisecond, time.Second}},
		{"a lost connection of a reading is repeated", get, scene{"reset", "200"}, true, []time.Duration{500 * time.Millisecond}},
		{"a host that does not exist is not asked again", get, scene{"nowhere"}, false, nil},
		{"a refusal is final", get, scene{"400"}, false, nil},
		{"a server error of a purchase is not repeated", post, scene{"503"}, false, nil},
		{"a lost connection of a purchase is not repeated", post, scene{"reset"}, false, nil},
		{"a server error of a release is not repeated", remove, scene{"500"}, false, nil},
		{"a lost connection of a release is not repeated", remove, scene{"reset"}, false, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var waits []time.Duration
			requests := 0
			c := clientOver(func(*http.Request) (*http.Response, error) {
				requests++
				return tt.scene.at(requests - 1)
			}, func(o *twilioapi.Options) {
				o.Retry.Now = func() time.Time { return now }
				o.Retry.Jitter = func(below time.Duration) time.Duration { return below }
				o.Retry.Sleep = func(_ context.Context, d time.Duration) error {
					waits = append(waits, d)
					return nil
				}
			})
			if err := tt.do(t.Context(), c); (err == nil) != tt.ok {
				t.Errorf("got %v, want success %v", err, tt.ok)
			}
			if diff := cmp.Diff(tt.waits, waits); diff != "" {
				t.Errorf("waits: -want +got\n%s", diff)
			}
			if requests != len(tt.waits)+1 {
				t.Errorf("got %d requests, want %d", requests, len(tt.waits)+1)
			}
		})
	}
}

func TestBackoffStaysWithinItsBounds(t *testing.T) {
	t.Parallel()
	var below []time.Duration
	c := clientOver(func(*http.Request) (*http.Response, error) { return scene{"500"}.at(0) }, func(o *twilioapi.Options) {
		o.Retry = twilioapi.Retry{
			Attempts: 6, Base: time.Second, Longest: 5 * time.Second,
			Sleep:  func(context.Context, time.Duration) error { return nil },
			Jitter: func(d time.Duration) time.Duration { below = append(below, d); return 0 },
		}
	})
	if err := get(t.Context(), c); err == nil {
		t.Error("got no error")
	}
	want := []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 5 * time.Second, 5 * time.Second}
	if diff := cmp.Diff(want, below); diff != "" {
		t.Errorf("bounds: -want +got\n%s", diff)
	}
}

// The tests below run in virtual time, with the real timer and the real jitter.

func TestCancelingContextEndsWaitImmediately(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clientOver(func(*http.Request) (*http.Response, error) { return scene{"429:30"}.at(0) })
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, cancel)
		began := time.Now()
		if err := get(ctx, c); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("took %s, want 3s", took)
		}
	})
}

func TestWaitBeyondDeadlineIsNotBegun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clientOver(func(*http.Request) (*http.Response, error) { return scene{"429:30"}.at(0) })
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		began := time.Now()
		err := get(ctx, c)
		if !twilioapi.IsCode(err, "20429") || fault.ExitOf(err) != fault.Failed || fault.HintOf(err) == "" {
			t.Errorf("got %v, want the refusal itself with a hint", err)
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("took %s, want no time at all", took)
		}
	})
}

func TestTimedOutChangeIsNotRepeated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clientOver(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}, func(o *twilioapi.Options) { o.Timeout = 5 * time.Second })
		began := time.Now()
		err := get(t.Context(), c)
		if want := "could not reach api.twilio.com: no response within 5s"; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("took %s, want 5s", took)
		}
	})
}

func TestJitterSpreadsTheWaitsWithinTheirBounds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clientOver(func(*http.Request) (*http.Response, error) { return scene{"503"}.at(0) })
		began := time.Now()
		if err := get(t.Context(), c); err == nil {
			t.Error("got no error")
		}
		if took := time.Since(began); took >= 3500*time.Millisecond {
			t.Errorf("took %s, want less than 0.5 + 1 + 2 s", took)
		}
	})
}
