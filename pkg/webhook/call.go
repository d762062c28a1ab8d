package webhook

import (
	"cmp"
	"maps"
	"net/url"
	"strings"
)

// APIVersion is what Twilio calls the version of every voice request.
const APIVersion = "2010-04-01"

// Call is what Twilio tells an application about a call in each request for TwiML:
// https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application.
type Call struct {
	CallSid    string
	AccountSid string
	From       string // E.164, client:name, sip:user@host, or what a withheld number looks like
	To         string
	Status     string // "" is ringing, as in the first request of a call that comes in
	Direction  string // "" is inbound; else outbound-api or outbound-dial

	FromPlace Place
	ToPlace   Place

	// What follows is sent only when it is not empty.

	CallerName     string // when the number looks callers up
	ForwardedFrom  string // when a carrier says so
	ParentCallSid  string // on the legs of a Dial
	ApplicationSid string // when the call came through a TwiML app
	CallToken      string // of calls from the telephone network, to pass on with a forwarded call
	StirVerstat    string // TN-Validation-Passed-A and its like
	SipCallID      string // of calls from SIP, with what follows
	SipDomain      string
	SipDomainSid   string
	SipSourceIP    string
	Extra          url.Values // SipHeader_X-…, parameters of an SDK's call, Digits, and whatever else a request has; wins over the rest
}

// Place is where a number is registered. Twilio spells cities in capitals and sends empty values for what it does not know.
type Place struct {
	City    string
	State   string // two letters, in the United States and Canada
	Zip     string
	Country string // two letters
}

// Params returns the form of a request, or the query of a GET. The zero Call gives a request with empty values.
func (c Call) Params() url.Values {
	params := url.Values{
		"CallSid":    {c.CallSid},
		"AccountSid": {c.AccountSid},
		"From":       {c.From},
		"Caller":     {c.From},
		"To":         {c.To},
		"Called":     {c.To},
		"CallStatus": {cmp.Or(c.Status, "ringing")},
		"Direction":  {cmp.Or(c.Direction, "inbound")},
		"ApiVersion": {APIVersion},
	}
	c.FromPlace.set(params, c.From, "From", "Caller")
	c.ToPlace.set(params, c.To, "To", "Called")
	for name, value := range map[string]string{
		"CallerName": c.CallerName, "ForwardedFrom": c.ForwardedFrom, "ParentCallSid": c.ParentCallSid,
		"ApplicationSid": c.ApplicationSid, "CallToken": c.CallToken, "StirVerstat": c.StirVerstat,
		"SipCallId": c.SipCallID, "SipDomain": c.SipDomain, "SipDomainSid": c.SipDomainSid, "SipSourceIp": c.SipSourceIP,
	} {
		if value != "" {
			params.Set(name, value)
		}
	}
	maps.Copy(params, c.Extra)
	return params
}

// set writes a place under both of its names. A client and a SIP address have no place; no page of Twilio's says so, but
// their geography has never been seen in a request.
func (p Place) set(params url.Values, address string, prefixes ...string) {
	if strings.HasPrefix(address, "client:") || strings.HasPrefix(address, "sip:") {
		return
	}
	for _, prefix := range prefixes {
		params.Set(prefix+"City", p.City)
		params.Set(prefix+"State", p.State)
		params.Set(prefix+"Zip", p.Zip)
		params.Set(prefix+"Country", p.Country)
	}
}
