package cli

import (
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// Signals within half a second of the first are one request, regardless of their sender; the next one aborts.
func TestSignalsWithinHalfASecondAreOneWish(t *testing.T) {
	t.Parallel()
	type at struct {
		after time.Duration // the one before
		sig   os.Signal
	}
	for _, tt := range []struct {
		name    string
		signals []at
		gaveUp  bool
	}{
		{"one", []at{{0, os.Interrupt}}, false},
		{"the same one at once", []at{{0, os.Interrupt}, {0, os.Interrupt}}, false},
		{"the same one within 100 ms, often", []at{{0, os.Interrupt}, {100 * time.Millisecond, os.Interrupt}, {100 * time.Millisecond, os.Interrupt}}, false},
		{"another one that a supervisor sends with it", []at{{0, syscall.SIGTERM}, {10 * time.Millisecond, syscall.SIGHUP}}, false},
		{"the same one after 499 ms", []at{{0, os.Interrupt}, {499 * time.Millisecond, os.Interrupt}}, false},
		{"the same one after half a second", []at{{0, os.Interrupt}, {500 * time.Millisecond, os.Interrupt}}, true},
		{"an echo, and then a real one", []at{{0, os.Interrupt}, {50 * time.Millisecond, os.Interrupt}, {time.Second, os.Interrupt}}, true},
		{"a row of echoes that lasts too long", []at{{0, os.Interrupt}, {300 * time.Millisecond, os.Interrupt}, {300 * time.Millisecond, os.Interrupt}}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				signals, over := make(chan os.Signal), make(chan struct{})
				ended, gaveUp := 0, 0
				go obey(signals, over, func() { ended++ }, func() { gaveUp++ })
				for _, s := range tt.signals {
					time.Sleep(s.after) // virtual
					signals <- s.sig
					synctest.Wait()
				}
				close(over)
				synctest.Wait()
				if ended != 1 || (gaveUp == 1) != tt.gaveUp {
					t.Errorf("ended %d times, gave up %d times; want once, and %v", ended, gaveUp, tt.gaveUp)
				}
			})
		})
	}
}
