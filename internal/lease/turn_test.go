package lease_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/twvoice/twvoice/internal/lease"
)

// Processes that change one number at the same moment leave a journal that leads back to where it pointed before the first.
func TestConcurrentChangesAreUndoneOneByOne(t *testing.T) {
	t.Parallel()
	const many = 6
	w := newWorld(t)
	before := w.now()
	var all sync.WaitGroup
	for i := range many {
		k := w.process()
		all.Go(func() {
			r := lease.Request{Number: phone, Command: "webhook set", Want: lease.Settings{"VoiceUrl": fmt.Sprintf("https://%d.example/", i)}}
			if _, err := k.Change(t.Context(), r); err != nil {
				t.Errorf("change %d: %v", i, err)
			}
		})
	}
	all.Wait()
	for range many {
		k := w.process()
		all.Go(func() {
			if entry, err := k.Restore(t.Context(), phone); err != nil || entry.Outcome != lease.Restored {
				t.Errorf("restore: %s, %v", entry.Outcome, err)
			}
		})
	}
	all.Wait()
	if got := w.now(); got["VoiceUrl"] != before["VoiceUrl"] {
		t.Errorf("all changes undone, it points at %s, want %s", got["VoiceUrl"], before["VoiceUrl"])
	}
}
