package webhook_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// call is one that comes in from San Francisco, to a number of which only state and country are known.
func call() webhook.Call {
	return webhook.Call{
		CallSid: "CA0123456789abcdef0123456789abcdef", AccountSid: "AC0123456789abcdef0123456789abcdef",
		From: "+14155551234", To: "+15017122661",
		FromPlace: e164.Place{City: "SAN FRANCISCO", State: "CA", Zip: "94105", Country: "US"},
		ToPlace:   e164.Place{State: "AR", Country: "US"},
	}
}

func TestCallParams(t *testing.T) {
	t.Parallel()
	want := "AccountSid=AC0123456789abcdef0123456789abcdef&ApiVersion=2010-04-01&CallSid=CA0123456789abcdef0123456789abcdef&CallStatus=ringing" +
		"&Called=%2B15017122661&CalledCity=&CalledCountry=US&CalledState=AR&CalledZip=" +
		"&Caller=%2B14155551234&CallerCity=SAN+FRANCISCO&CallerCountry=US&CallerState=CA&CallerZip=94105&Direction=inbound" +
		"&From=%2B14155551234&FromCity=SAN+FRANCISCO&FromCountry=US&FromState=CA&FromZip=94105" +
		"&To=%2B15017122661&ToCity=&ToCountry=US&ToState=AR&ToZip="
	if got := call().Params().Encode(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Whatever is addressed by a scheme lies nowhere.
func TestOnlyNumbersHaveAPlace(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"client:alice", "sip:alice@a.example", "sips:alice@a.example", "whatsapp:+14155551234", "app:AP1"} {
		c := call()
		c.From = address
		if params := c.Params(); params.Has("FromCity") || params.Has("CallerCountry") || !params.Has("ToCity") {
			t.Errorf("from %s: got %v, want the place of the number that was called and no other", address, params)
		}
	}
}

func TestCallParamsOfAClient(t *testing.T) {
	t.Parallel()
	c := webhook.Call{
		From: "client:alice", To: "sip:bob@a.example", Status: "in-progress", Direction: "outbound-dial", ParentCallSid: "CA1", ApplicationSid: "AP1",
		Extra: url.Values{"Digits": {"12"}, "To": {"overridden"}},
	}
	want := url.Values{
		"AccountSid": {""}, "ApiVersion": {"2010-04-01"}, "ApplicationSid": {"AP1"}, "CallSid": {""}, "CallStatus": {"in-progress"},
		"Called": {"sip:bob@a.example"}, "Caller": {"client:alice"}, "Digits": {"12"}, "Direction": {"outbound-dial"},
		"From": {"client:alice"}, "ParentCallSid": {"CA1"}, "To": {"overridden"},
	}
	if diff := cmp.Diff(want, c.Params()); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
}
