package session

import (
	"fmt"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// settingsFor returns the settings that a number gets: its voice URL, and the SMS URL with Options.SMS.
func (s *Session) settingsFor(webhook string) lease.Settings {
	want := lease.Settings{"VoiceUrl": webhook, "VoiceMethod": s.o.Method}
	if s.o.SMS {
		want["SmsUrl"], want["SmsMethod"] = s.smsURL(webhook), s.o.Method
		if s.o.Detach {
			want["SmsApplicationSid"] = ""
		}
	}
	return want
}

// smsURL returns the URL for text messages: that of sms.xml in a folder that has one, else that of calls.
func (s *Session) smsURL(webhook string) string {
	const own = "/sms"
	if s.docs != nil && slices.Contains(s.docs.Paths(), own) {
		return strings.TrimSuffix(webhook, s.o.Path) + own
	}
	return webhook
}

// checkSMS refuses a number whose SmsUrl Twilio would not call, because an application overrides it.
func (s *Session) checkSMS(n twilioapi.Number) error {
	if !s.o.SMS || n.SmsApplicationSid == "" || s.o.Detach {
		return nil
	}
	return fault.With(fmt.Errorf("%s has the application %s for text messages, which overrides the SmsUrl: Twilio would never request it", n.PhoneNumber, n.SmsApplicationSid),
		fault.Failed, "--detach removes it, and restores it on exit")
}

// request is what a number is acquired with.
func (s *Session) request(n twilioapi.Number, webhook string) lease.Request {
	return lease.Request{
		Number: account.Named(n), Command: "serve", Want: s.settingsFor(webhook),
		Steal: s.o.Steal, Detach: s.o.Detach, Keep: s.o.Keep,
	}
}
