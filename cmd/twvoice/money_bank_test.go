//go:build linux

package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
)

// bank is a Twilio that keeps books: what it sold, took back and called is the truth that a command's words are compared with.
// Its answer to one change fails in a way of the test's choice.
type bank struct {
	*httptest.Server
	fails   int           // the change whose answer fails, counted from 0
	way     way           // in which it fails
	reached chan struct{} // closed when that change has come
	hold    chan struct{} // its answer waits for this; nil: it does not
	looked  chan struct{} // closed when a call was looked at

	pointsTo string // where calls to its unchanged numbers go

	mu      sync.Mutex
	owned   []string // phone numbers
	gone    []string
	calls   map[string]string // SIDs and statuses
	urls    map[string]string // VoiceUrls that were set, by phone number
	looks   int               // at a call
	changes int
}

// way is how an answer fails.
type way struct {
	name    string
	undone  bool // the change is not carried out
	status  int  // 0: as it should be
	body    string
	cut     bool // only half of the body comes
	close   bool // nothing comes
	refusal bool // the client knows that nothing was done
}

func ways() []way {
	return []way{
		{name: "as it should be"},
		{name: "cut JSON", cut: true},
		{name: "HTML", status: 200, body: "<html>Log in</html>"},
		{name: "an empty object", status: 200, body: "{}"},
		{name: "null", status: 200, body: "null"},
		{name: "an array", status: 200, body: "[]"},
		{name: "a closed connection, done", close: true},
		{name: "a closed connection, undone", close: true, undone: true},
		{name: "500, done", status: 500, body: `{"code":20500,"message":"Internal Server Error"}`},
		{name: "503, undone", status: 503, body: "down", undone: true},
		{name: "408, done", status: 408, body: "a proxy is tired of waiting"},
		{name: "401", status: 401, body: `{"code":20003,"message":"Authenticate"}`, undone: true, refusal: true},
		{name: "403", status: 403, body: `{"code":70051,"message":"Authorization Error"}`, undone: true, refusal: true},
		{name: "429", status: 429, body: `{"code":20429,"message":"Too Many Requests"}`, undone: true, refusal: true},
		{name: "400", status: 400, body: `{"code":21450,"message":"no"}`, undone: true, refusal: true},
	}
}

func openBank(t *testing.T, w way, fails int, held bool, owned ...string) *bank {
	t.Helper()
	b := &bank{fails: fails, way: w, reached: make(chan struct{}), looked: make(chan struct{}), owned: slices.Clone(owned), calls: map[string]string{}, urls: map[string]string{}}
	if held {
		b.hold = make(chan struct{})
	}
	b.Server = httptest.NewServer(b)
	t.Cleanup(b.Close)
	return b
}

func sidOf(prefix, phone string) string {
	return fmt.Sprintf("%s%032s", prefix, strings.TrimPrefix(phone, "+"))
}

func (b *bank) numberJSON(phone string) string {
	return fmt.Sprintf(`{"sid":%q,"phone_number":%q,"friendly_name":"","voice_url":%q,"voice_method":"POST","capabilities":{"voice":true},"iso_country":"US","address_requirements":"none"}`, sidOf("PN", phone), phone, b.urlOf(phone))
}

// urlOf is where calls to a number go.
func (b *bank) urlOf(phone string) string {
	if url, set := b.urls[phone]; set {
		return url
	}
	return b.pointsTo
}

func (b *bank) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	if r.Method == http.MethodGet {
		b.mu.Lock()
		defer b.mu.Unlock()
		found := b.look(r)
		if found == "" {
			w.WriteHeader(http.StatusNotFound)
			found = `{"code":20404,"status":404,"message":"The requested resource was not found"}`
		}
		io.WriteString(w, found)
		return
	}
	b.mu.Lock()
	mine := b.changes == b.fails
	b.changes++
	b.mu.Unlock()
	failing := way{}
	if mine {
		failing = b.way
		if b.reached != b.looked {
			close(b.reached)
		}
		if b.hold != nil {
			<-b.hold
		}
	}
	b.answer(w, r, failing)
}

// answer carries a change out, and answers.
func (b *bank) answer(w http.ResponseWriter, r *http.Request, failing way) {
	b.mu.Lock()
	defer b.mu.Unlock()
	status, body := 0, ""
	if !failing.undone {
		status, body = b.change(r)
	}
	switch {
	case failing.close:
		panic(http.ErrAbortHandler)
	case failing.cut && body == "": // of a release: nothing is not cut
		panic(http.ErrAbortHandler)
	case failing.cut:
		body = body[:len(body)/2]
	case failing.status != 0:
		status, body = failing.status, failing.body
	}
	w.Header().Set("Content-Type", "application/json")
	if status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "3600")
	}
	w.WriteHeader(status)
	io.WriteString(w, body)
}

func (b *bank) look(r *http.Request) string {
	switch base := strings.TrimSuffix(path.Base(r.URL.Path), ".json"); {
	case base == "Local":
		var all []string
		for i := range 9 {
			all = append(all, b.numberJSON(fmt.Sprintf("+1415555020%d", i)))
		}
		return `{"available_phone_numbers":[` + strings.Join(all, ",") + `]}`
	case base == "US":
		return `{"iso_country":"US","price_unit":"USD","phone_number_prices":[{"number_type":"local","base_price":"1.15","current_price":"1.15"}]}`
	case base == "Alerts":
		return `{"alerts":[],"meta":{}}`
	case strings.HasPrefix(base, "AC"):
		return `{"sid":"` + base + `","status":"active","type":"Full","friendly_name":"Bank","owner_account_sid":"` + base + `"}`
	case base == "Calls":
		return `{"calls":[]}`
	case strings.HasPrefix(base, "CA") && b.calls[base] == "":
		return ""
	case strings.HasPrefix(base, "CA"):
		if b.looks++; b.looks == 1 {
			close(b.looked)
		}
		return b.callJSON(base)
	}
	var all []string
	for _, phone := range b.owned {
		if sidOf("PN", phone)+".json" == path.Base(r.URL.Path) {
			return b.numberJSON(phone)
		}
		if strings.Contains(phone, strings.Trim(r.Form.Get("PhoneNumber"), "%*")) {
			all = append(all, b.numberJSON(phone))
		}
	}
	return `{"incoming_phone_numbers":[` + strings.Join(all, ",") + `]}`
}

func (b *bank) callJSON(sid string) string {
	object, _ := json.Marshal(map[string]any{"sid": sid, "status": b.calls[sid], "to": "+14155550123", "from": "+14155550111"})
	return string(object)
}

func (b *bank) change(r *http.Request) (int, string) {
	base := strings.TrimSuffix(path.Base(r.URL.Path), ".json")
	switch {
	case r.Method == http.MethodDelete:
		i := slices.IndexFunc(b.owned, func(phone string) bool { return sidOf("PN", phone) == base })
		b.gone, b.owned = append(b.gone, b.owned[i]), slices.Delete(b.owned, i, i+1)
		return http.StatusNoContent, ""
	case base == "IncomingPhoneNumbers":
		b.owned = append(b.owned, r.Form.Get("PhoneNumber"))
		return http.StatusCreated, b.numberJSON(r.Form.Get("PhoneNumber"))
	case base == "Calls":
		sid := sidOf("CA", r.Form.Get("To"))
		b.calls[sid] = "queued"
		return http.StatusCreated, b.callJSON(sid)
	case strings.HasPrefix(base, "PN"):
		i := slices.IndexFunc(b.owned, func(phone string) bool { return sidOf("PN", phone) == base })
		if r.Form.Has("VoiceUrl") {
			b.urls[b.owned[i]] = r.Form.Get("VoiceUrl")
		}
		return http.StatusOK, b.numberJSON(b.owned[i])
	}
	b.calls[base] = cmp.Or(r.Form.Get("Status"), b.calls[base])
	return http.StatusOK, b.callJSON(base)
}

// carriedOut are the phone numbers with which something was done that costs money or gives away.
func (b *bank) carriedOut(verb string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch verb {
	case "release":
		return slices.Clone(b.gone)
	case "buy":
		return slices.Clone(b.owned)
	case "dial", "end":
		return b.called(verb == "end")
	}
	var all []string
	for _, phone := range b.owned {
		if b.urlOf(phone) == wants()[verb] {
			all = append(all, phone)
		}
	}
	return all
}

// wants are the VoiceUrls that the commands of a webhook lead to.
func wants() map[string]string {
	return map[string]string{"set": "https://example.com/new", "clear": "", "restore": "https://example.com/old"}
}

// called are the phones that were called, or whose call has ended.
func (b *bank) called(ended bool) []string {
	var all []string
	for _, status := range b.calls {
		if !ended || status == "completed" {
			all = append(all, "+14155550123")
		}
	}
	return all
}

// changed is how many requests would have changed something.
func (b *bank) changed() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.changes
}
