package emulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// B7: applications of messages and caller IDs get the same requests as those of calls: with Twilio's User-Agent, and
// repeated as the connection overrides of the URL require.
func TestMessagesAndCallerIDsAreDeliveredAsTwilioDoes(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var heard []string
	tries := map[string]int{}
	l := newLocal(t, emulator.WithTransport(voicesim.InMemory(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		tries[r.URL.Path]++
		if r.Header.Get("User-Agent") != webhook.UserAgent || r.Header.Get(webhook.IdempotencyHeader) == "" {
			t.Errorf("%s came with %v", r.URL.Path, r.Header)
		}
		if tries[r.URL.Path] == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		heard = append(heard, fmt.Sprintf("%s %s%s", r.URL.Path, r.PostFormValue("SmsStatus"), r.PostFormValue("VerificationStatus")))
	}))))
	const again = "#rc=2&rp=5xx"
	l.made(t, "/IncomingPhoneNumbers.json", url.Values{"PhoneNumber": {"+14155550100"}, "SmsUrl": {"http://app.test/text" + again}})
	l.want(t, http.StatusCreated, http.MethodPost, l.path("/Messages.json"), text("+14155550100", "Hello"))
	l.want(t, http.StatusOK, http.MethodPost, l.path("/OutgoingCallerIds.json"), url.Values{
		"PhoneNumber": {"+14152739164"}, "StatusCallback": {"http://app.test/validated" + again},
	})
	l.settle(t)
	mu.Lock()
	defer mu.Unlock()
	count := map[string]int{}
	for _, one := range heard {
		count[one]++
	}
	if diff := cmp.Diff(map[string]int{"/text received": 2, "/validated success": 2}, count); diff != "" {
		t.Errorf("-want +heard\n%s", diff)
	}
}

// C13: a call has the key that Twilio's SDK 6.3.1 reads; it is empty where the caller brought no attestation.
func TestCallHasStirVerstat(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	sid := l.ring(t, emulator.Rung{Started: march(1)})
	var c map[string]any
	if err := json.Unmarshal(l.get(t, l.path("/Calls/"+sid+".json")), &c); err != nil {
		t.Fatal(err)
	}
	if got, ok := c["stir_verstat"]; !ok || got != "" {
		t.Errorf("stir_verstat is %v, %v; want an empty string", got, ok)
	}
}
