package twilioapi

import (
	"context"

	api "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/twvoice/twvoice/internal/fault"
)

// NewNumber is a number to buy: PhoneNumber, or any number in AreaCode. Empty fields are not sent, so Twilio uses its
// defaults: POST for methods, the formatted number for the name.
type NewNumber struct {
	PhoneNumber string // E.164
	AreaCode    string // three digits, US and CA

	FriendlyName         string // at most 64 characters
	VoiceURL             string
	VoiceMethod          string
	VoiceFallbackURL     string
	VoiceFallbackMethod  string
	VoiceApplicationSid  string
	TrunkSid             string
	StatusCallback       string
	StatusCallbackMethod string
	SmsURL               string
	SmsMethod            string
	SmsFallbackURL       string
	SmsFallbackMethod    string
	SmsApplicationSid    string
	AddressSid           string // see 21631 and 21615
	BundleSid            string // see 21649
	IdentitySid          string // see 21650
}

// Create buys a number, which costs money from then on. It is never retried after a lost answer; look with List before
// buying another. Code 21422: it is taken; 21421: it is not a valid number; 21452: no numbers in the area; 21404: not on
// a trial account.
//
// https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource#provision-a-phone-number
func (n Numbers) Create(ctx context.Context, number NewNumber) (Number, error) {
	if (number.PhoneNumber == "") == (number.AreaCode == "") {
		return Number{}, fault.Usagef("buying takes either a phone number or an area code")
	}
	c, err := n.conn.begin(ctx)
	if err != nil {
		return Number{}, err
	}
	c.look = "twvoice numbers list"
	if number.PhoneNumber != "" {
		c.look = "twvoice numbers show " + number.PhoneNumber
	}
	if _, err := c.api().CreateIncomingPhoneNumber(number.params()); err != nil {
		return Number{}, err
	}
	return one(c, decodeNumber)
}

func (n NewNumber) params() *api.CreateIncomingPhoneNumberParams {
	return &api.CreateIncomingPhoneNumberParams{
		PhoneNumber:          optional(n.PhoneNumber),
		AreaCode:             optional(n.AreaCode),
		FriendlyName:         optional(n.FriendlyName),
		VoiceUrl:             optional(n.VoiceURL),
		VoiceMethod:          optional(n.VoiceMethod),
		VoiceFallbackUrl:     optional(n.VoiceFallbackURL),
		VoiceFallbackMethod:  optional(n.VoiceFallbackMethod),
		VoiceApplicationSid:  optional(n.VoiceApplicationSid),
		TrunkSid:             optional(n.TrunkSid),
		StatusCallback:       optional(n.StatusCallback),
		StatusCallbackMethod: optional(n.StatusCallbackMethod),
		SmsUrl:               optional(n.SmsURL),
		SmsMethod:            optional(n.SmsMethod),
		SmsFallbackUrl:       optional(n.SmsFallbackURL),
		SmsFallbackMethod:    optional(n.SmsFallbackMethod),
		SmsApplicationSid:    optional(n.SmsApplicationSid),
		AddressSid:           optional(n.AddressSid),
		BundleSid:            optional(n.BundleSid),
		IdentitySid:          optional(n.IdentitySid),
	}
}
