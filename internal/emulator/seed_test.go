package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

const seed = `
account: {sid: AC0123456789abcdef0123456789abcdef, auth_token: fedcba9876543210fedcba9876543210}
numbers:
  - {number: "+14155550111", name: Front desk, voice_url: http://localhost:3000/voice, status_callback: http://localhost:3000/status}
  - {number: "+14155550112"}
caller_ids: ["+14152739164"]
phones:
  "+14155550121": busy
  "+14155550122": {does: machine, after: 3s, hang_up_after: 1m}
  client:ada: {press: ["1", "2#"], say: Yes}
latency: 20ms
faults:
  - {method: post, path: /IncomingPhoneNumbers.json, times: 1, status: 400, code: 21422, message: It was just taken}
  - {path: /Calls.json, times: 2, status: 429, retry_after: 2s}
`

func TestSeedIsRead(t *testing.T) {
	t.Parallel()
	got, err := emulator.ReadSeed("seed.yaml", []byte(seed))
	if err != nil {
		t.Fatal(err)
	}
	want := emulator.Seed{
		Account: emulator.Account{Sid: "AC0123456789abcdef0123456789abcdef", AuthToken: "fedcba9876543210fedcba9876543210"},
		Numbers: []emulator.SeedNumber{
			{Number: "+14155550111", Settings: url.Values{
				"FriendlyName": {"Front desk"}, "VoiceUrl": {"http://localhost:3000/voice"}, "StatusCallback": {"http://localhost:3000/status"},
			}},
			{Number: "+14155550112", Settings: url.Values{}},
		},
		CallerIDs: []string{"+14152739164"},
		Phones: map[string]live.Phone{
			"+14155550121": {Refuses: event.Busy},
			"+14155550122": {Machine: true, After: 3 * time.Second, HangUpAfter: time.Minute},
			"client:ada":   {Lines: []voicesim.Line{{Press: "1"}, {Press: "2#"}, {Say: "Yes"}}},
		},
		Latency: "20ms",
		Faults: []emulator.Failure{
			{Method: "POST", PathSuffix: "/IncomingPhoneNumbers.json", Times: 1, Status: 400, Code: 21422, Message: "It was just taken"},
			{PathSuffix: "/Calls.json", Times: 2, Status: 429, RetryAfter: 2 * time.Second},
		},
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A seed that is applied twice creates things once, and restores what was changed in the meantime.
func TestSeedIsApplied(t *testing.T) {
	t.Parallel()
	s, err := emulator.ReadSeed("seed.yaml", []byte(seed))
	if err != nil {
		t.Fatal(err)
	}
	s.Latency = ""
	options, err := s.Options()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for range 2 {
		if err := emulator.New(emulator.WithStore(db)).ApplySeed(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	l := onto(t, db, options...)
	if l.account != s.Account {
		t.Errorf("the account is %v", l.account)
	}
	if got := l.page(t, l.path("/IncomingPhoneNumbers.json")).numbers(); len(got) != 2 {
		t.Errorf("numbers %q", got)
	}
	if body := string(l.get(t, l.path("/IncomingPhoneNumbers.json?FriendlyName=Front%20desk"))); !strings.Contains(body, "http://localhost:3000/voice") {
		t.Errorf("the front desk: %s", body)
	}
	l.counts(t, "outgoing_caller_ids", "/OutgoingCallerIds.json", map[string]int{"": 1, "?PhoneNumber=%2B14152739164": 1})
	l.refuses(t, 400, 21422, http.MethodPost, l.path("/IncomingPhoneNumbers.json"), url.Values{"PhoneNumber": {"+14155550113"}})
	l.want(t, http.StatusCreated, http.MethodPost, l.path("/IncomingPhoneNumbers.json"), url.Values{"PhoneNumber": {"+14155550113"}})

	other := s
	other.Account.AuthToken = strings.Repeat("0", 32)
	if err := l.server().ApplySeed(t.Context(), other); fault.ExitOf(err) != fault.Failed || !strings.Contains(fault.HintOf(err), "--reset") {
		t.Errorf("another token: %v", err)
	}
	if err := emulator.Reset(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if fresh := onto(t, db); fresh.account == l.account {
		t.Error("the account was not forgotten")
	}
}

func TestInvalidSeeds(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"numbrs: []":                           `seed.yaml:1:1: unknown field "numbrs"`,
		"numbers:\n  - {number: 5}":            `numbers: "5" is not a number in E.164`,
		"phones:\n  \"+14155550121\": sleepy":  `phones: +14155550121: "sleepy" is not something a phone does`,
		"phones: {me: busy}":                   `phones: "me" is not a number`,
		"phones:\n  client:ada: {press: [x]}":  `press: 'x' in "x" is not a key`,
		"phones:\n  client:ada: {after: soon}": `after "soon" is not a duration`,
		"latency: slow":                        `latency "slow" is not a duration`,
		"phones:\n  client:ada: {say: {x: y}}": "seed.yaml:2:",
		"faults: [{times: -1}]":                "times -1 must not be negative",
		"account: {sid: AC0}":                  "sid and auth_token must both be given",
		"account: {sid: AC0, auth_token: x}":   "is not AC and 32 hexadecimal digits",
		"caller_ids: [nobody]":                 `caller_ids: "nobody" is not a number`,
		"numbers: [":                           "seed.yaml:1:",
	} {
		_, err := emulator.ReadSeed("seed.yaml", []byte(source))
		if err == nil || !strings.Contains(err.Error(), want) || fault.ExitOf(err) != fault.Usage {
			t.Errorf("%s: got %v, want %s", source, err, want)
		}
	}
	l := newLocal(t)
	foreign, err := emulator.ReadSeed("seed.yaml", []byte(`numbers: [{number: "+14158675309"}]`))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.server().ApplySeed(t.Context(), foreign); fault.ExitOf(err) != fault.Usage {
		t.Errorf("a number that could be anybody's: %v", err)
	}
	var page json.RawMessage = l.get(t, l.path("/IncomingPhoneNumbers.json"))
	if strings.Contains(string(page), "8675309") {
		t.Error("it was planted")
	}
}
