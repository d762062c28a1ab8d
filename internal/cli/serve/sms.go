package serve

import (
	"fmt"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// wants are the settings that a number is lent for: its voice URL, and with --sms what answers text messages too.
func (s *session) wants(webhook string) lease.Settings {
	want := lease.Settings{"VoiceUrl": webhook, "VoiceMethod": s.o.Method}
	if s.o.SMS {
		want["SmsUrl"], want["SmsMethod"] = s.texts(webhook), s.o.Method
		if s.o.Detach {
			want["SmsApplicationSid"] = ""
		}
	}
	return want
}

// texts is the URL that text messages come to: sms.xml of a folder has it, where there is one; else the documents of calls answer.
func (s *session) texts(webhook string) string {
	const own = "/sms"
	if s.docs != nil && slices.Contains(s.docs.Paths(), own) {
		return strings.TrimSuffix(webhook, s.o.Path) + own
	}
	return webhook
}

// textable refuses a number whose SmsUrl nobody would ask: an application wins over it.
func (s *session) textable(n twilioapi.Number) error {
	if !s.o.SMS || n.SmsApplicationSid == "" || s.o.Detach {
		return nil
	}
	return fault.With(fmt.Errorf("%s has the application %s for text messages, which wins over a SmsUrl: the URL would never be called", n.PhoneNumber, n.SmsApplicationSid),
		fault.Failed, "--detach takes it off, and gives it back at the end")
}
