package webhook

import (
	"cmp"
	"maps"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/e164"
)

// APIVersion is the ApiVersion of every voice request.
const APIVersion = "2010-04-01"

// Call holds what Twilio tells an application about a call in each request for TwiML:
// https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application.
type Call struct {
	CallSid    string
	AccountSid string
	From       string // E.164, client:name, sip:user@host, or the form of a withheld number
	To         string
	Status     string // "" is ringing, as in the first request of an incoming call
	Direction  string // "" is inbound; otherwise outbound-api or outbound-dial

	FromPlace e164.Place
	ToPlace   e164.Place

	// The following fields are sent only if they are not empty.

	CallerName     string // if the number looks up callers
	ForwardedFrom  string // if a carrier reports it
	ParentCallSid  string // on the legs of a Dial
	ApplicationSid string // if the call came through a TwiML app
	CallToken      string // on calls from the telephone network; passed on with a forwarded call
	StirVerstat    string // TN-Validation-Passed-A and similar values
	SipCallID      string // on calls from SIP, with the following fields
	SipDomain      string
	SipDomainSid   string
	SipSourceIP    string
	Extra          url.Values // SipHeader_X-…, parameters of an SDK's call, Digits, and anything else in a request; overrides the other fields
}

// Params returns the form of a request, or the query of a GET. The zero Call gives a request with empty values.
func (c Call) Params() url.Values {
	f := form{params: make(url.Values, usualParams), values: make([]string, 0, usualParams)}
	f.set("CallSid", c.CallSid)
	f.set("AccountSid", c.AccountSid)
	f.set("From", c.From)
	f.set("Caller", c.From)
	f.set("To", c.To)
	f.set("Called", c.To)
	f.set("CallStatus", cmp.Or(c.Status, "ringing"))
	f.set("Direction", cmp.Or(c.Direction, "inbound"))
	f.set("ApiVersion", APIVersion)
	f.place(c.From, c.FromPlace, placeNames{"FromCity", "FromState", "FromZip", "FromCountry"}, placeNames{"CallerCity", "CallerState", "CallerZip", "CallerCountry"})
	f.place(c.To, c.ToPlace, placeNames{"ToCity", "ToState", "ToZip", "ToCountry"}, placeNames{"CalledCity", "CalledState", "CalledZip", "CalledCountry"})
	f.known("CallerName", c.CallerName)
	f.known("ForwardedFrom", c.ForwardedFrom)
	f.known("ParentCallSid", c.ParentCallSid)
	f.known("ApplicationSid", c.ApplicationSid)
	f.known("CallToken", c.CallToken)
	f.known("StirVerstat", c.StirVerstat)
	f.known("SipCallId", c.SipCallID)
	f.known("SipDomain", c.SipDomain)
	f.known("SipDomainSid", c.SipDomainSid)
	f.known("SipSourceIp", c.SipSourceIP)
	maps.Copy(f.params, c.Extra)
	return f.params
}

// usualParams is the number of parameters of a request, with room for two or three of a verb.
const usualParams = 28

// form builds the parameters of a request. All values share one slice, because each request has a
// few dozen of them.
type form struct {
	params url.Values
	values []string
}

func (f *form) set(name, value string) {
	f.values = append(f.values, value)
	n := len(f.values)
	f.params[name] = f.values[n-1 : n : n]
}

// known sets a parameter unless its value is empty.
func (f *form) known(name, value string) {
	if value != "" {
		f.set(name, value)
	}
}

// placeNames are the parameters of a place: city, state, zip, country.
type placeNames [4]string

// place writes a place under both of its names. Addresses with a scheme, such as client:ann, sips:ann@example.com and
// whatsapp:+14155550100, have no place. This is not documented, but no request with their geography has been seen.
func (f *form) place(address string, p e164.Place, both ...placeNames) {
	if strings.Contains(address, ":") {
		return
	}
	for _, names := range both {
		f.set(names[0], p.City)
		f.set(names[1], p.State)
		f.set(names[2], p.Zip)
		f.set(names[3], p.Country)
	}
}
