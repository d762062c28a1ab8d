package emulator_test

import (
	"net/http"
	"testing"

	twilioclient "github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"
	monitor "github.com/twilio/twilio-go/rest/monitor/v1"

	"github.com/twvoice/twvoice/internal/emulator"
)

// official is twilio-go itself, with all of its resources, which takes the emulator for Twilio.
type official struct {
	Api     *api.ApiService
	Monitor *monitor.ApiService
}

func (l *local) official() official { return l.officialOf(l.account.Sid) }

// officialOf acts on an account that need not be the one that asks.
func (l *local) officialOf(accountSid string) official {
	c := &twilioclient.Client{
		Credentials: twilioclient.NewCredentials(l.account.Sid, l.account.AuthToken),
		HTTPClient:  &http.Client{Transport: l},
	}
	c.SetAccountSid(accountSid)
	h := twilioclient.NewRequestHandler(c)
	return official{Api: api.NewApiService(h), Monitor: monitor.NewApiService(h)}
}

// fine wants no error, and hands on the value.
func fine[T any](t testing.TB) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func TestOfficialClientManagesAccountResources(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	c := l.official().Api

	sub := fine[*api.ApiV2010Account](t)(c.CreateAccount((&api.CreateAccountParams{}).SetFriendlyName("Branch")))
	sub = fine[*api.ApiV2010Account](t)(c.UpdateAccount(*sub.Sid, (&api.UpdateAccountParams{}).SetStatus("suspended")))
	if accounts := fine[[]api.ApiV2010Account](t)(c.ListAccount((&api.ListAccountParams{}).SetStatus("suspended"))); len(accounts) != 1 || *accounts[0].Sid != *sub.Sid {
		t.Errorf("%d suspended accounts", len(accounts))
	}
	if b := fine[*api.ApiV2010Balance](t)(c.FetchBalance(nil)); *b.Currency != "USD" {
		t.Errorf("balance in %s", *b.Currency)
	}

	address := fine[*api.ApiV2010Address](t)(c.CreateAddress((&api.CreateAddressParams{}).SetCustomerName("Ada").SetStreet("1 Engine Row").
		SetCity("London").SetRegion("London").SetPostalCode("W1").SetIsoCountry("GB").SetEmergencyEnabled(true)))
	if address = fine[*api.ApiV2010Address](t)(c.FetchAddress(*address.Sid, nil)); !*address.EmergencyEnabled {
		t.Error("the emergency is off")
	}
	if err := c.DeleteAddress(*address.Sid, nil); err != nil {
		t.Error(err)
	}

	v := fine[*api.ApiV2010ValidationRequest](t)(c.CreateValidationRequest((&api.CreateValidationRequestParams{}).SetPhoneNumber("+14152739164")))
	ids := fine[[]api.ApiV2010OutgoingCallerId](t)(c.ListOutgoingCallerId((&api.ListOutgoingCallerIdParams{}).SetPhoneNumber(*v.PhoneNumber)))
	if len(ids) != 1 || len(*v.ValidationCode) != 6 {
		t.Errorf("%d caller ids, code %s", len(ids), *v.ValidationCode)
	}

	key := fine[*api.ApiV2010NewSigningKey](t)(c.CreateNewSigningKey((&api.CreateNewSigningKeyParams{}).SetFriendlyName("CI")))
	keyed := l.as(emulator.Account{Sid: *key.Sid, AuthToken: *key.Secret}).officialOf(l.account.Sid)
	numbers := fine[[]api.ApiV2010IncomingPhoneNumber](t)(keyed.Api.ListIncomingPhoneNumber(nil))
	if len(numbers) != 1 {
		t.Errorf("%d numbers by a key", len(numbers))
	}
	if usage := fine[[]api.ApiV2010UsageRecordToday](t)(c.ListUsageRecordToday((&api.ListUsageRecordTodayParams{}).SetCategory("calls"))); len(usage) != 1 {
		t.Errorf("%d records of usage", len(usage))
	}
}

func TestOfficialClientSendsMessages(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	c := l.official().Api
	m := fine[*api.ApiV2010Message](t)(c.CreateMessage((&api.CreateMessageParams{}).SetFrom("+14155550111").SetTo("+14152739164").
		SetBody("Hello").SetMediaUrl([]string{"https://example.com/a.png"})))
	l.settle(t)
	if m = fine[*api.ApiV2010Message](t)(c.FetchMessage(*m.Sid, nil)); *m.Status != "delivered" || *m.NumMedia != "1" {
		t.Errorf("%s with %s files", *m.Status, *m.NumMedia)
	}
	if media := fine[[]api.ApiV2010Media](t)(c.ListMedia(*m.Sid, nil)); len(media) != 1 {
		t.Errorf("%d files", len(media))
	}
	if m = fine[*api.ApiV2010Message](t)(c.UpdateMessage(*m.Sid, (&api.UpdateMessageParams{}).SetBody(""))); *m.Body != "" {
		t.Errorf("redacted: %s", *m.Body)
	}
	if err := c.DeleteMessage(*m.Sid, nil); err != nil {
		t.Error(err)
	}
}

func TestOfficialClientReadsCallResources(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	c := l.official()
	var sid string
	for day := 1; day <= 3; day++ {
		sid = l.ring(t, emulator.Rung{Started: march(day)})
	}
	recorded := l.record(t, sid, "", "completed", 1, 7)
	if err := l.server().Raise(t.Context(), l.account.Sid, sid, "11200", "nobody there"); err != nil {
		t.Fatal(err)
	}
	room := fine[string](t)(l.server().Confer(t.Context(), l.account.Sid, "room", sid))

	since := (&api.ListCallParams{}).SetStatus("completed").SetStartTimeAfter(march(2)).SetPageSize(1)
	if calls := fine[[]api.ApiV2010Call](t)(c.Api.ListCall(since)); len(calls) != 2 || *calls[0].Sid != sid {
		t.Errorf("%d calls since the second, want 2, the newest first", len(calls))
	}
	if of := fine[[]api.ApiV2010CallRecording](t)(c.Api.ListCallRecording(sid, nil)); len(of) != 1 || *of[0].Duration != "7" {
		t.Errorf("%d recordings of the call", len(of))
	}
	if r := fine[*api.ApiV2010Recording](t)(c.Api.FetchRecording(recorded, nil)); *r.CallSid != sid {
		t.Errorf("recorded of %s", *r.CallSid)
	}
	if err := c.Api.DeleteRecording(recorded, nil); err != nil {
		t.Error(err)
	}
	if in := fine[[]api.ApiV2010Participant](t)(c.Api.ListParticipant(room, nil)); len(in) != 1 || !*in[0].Muted {
		t.Errorf("%d participants", len(in))
	}
	q := fine[*api.ApiV2010Queue](t)(c.Api.CreateQueue((&api.CreateQueueParams{}).SetFriendlyName("support")))
	if in := fine[[]api.ApiV2010Member](t)(c.Api.ListMember(*q.Sid, nil)); len(in) != 0 || q.MaxSize != 1000 {
		t.Errorf("%d members of at most %d", len(in), q.MaxSize)
	}
	alerts := fine[[]monitor.MonitorV1Alert](t)(c.Monitor.ListAlert((&monitor.ListAlertParams{}).SetLogLevel("error")))
	if len(alerts) != 1 || *alerts[0].ResourceSid != sid {
		t.Errorf("%d alerts", len(alerts))
	}
	if err := c.Api.DeleteCall(sid, nil); err != nil {
		t.Error(err)
	}
}
