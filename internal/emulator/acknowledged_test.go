package emulator_test

import (
	"encoding/json"
	"net/url"
	"sync"
	"testing"

	"github.com/twvoice/twvoice/internal/store"
)

// C16: a call is in the database before its 201 is sent, so that kill -9 loses no acknowledged
// call. Another process finds it immediately.
func TestAcknowledgedCallIsInTheDatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	x := runningOnto(t, openStore(t, dir), map[string]string{"/voice": `<Pause length="600"/>`})
	calls := store.In[json.RawMessage](openStore(t, dir), "emulator/call")
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for range 4 {
				sid := x.calls(t, url.Values{"Url": {"http://app.test/voice"}, "StatusCallback": {""}})
				if _, err := calls.Get(t.Context(), x.account.Sid, sid); err != nil {
					t.Errorf("%s was acknowledged and is not in the file: %v", sid, err)
				}
			}
		})
	}
	all.Wait()
}
