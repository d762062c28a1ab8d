package leg

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// progress sends a status callback for an event, if the hook wants it
// (https://www.twilio.com/docs/voice/api/call-resource#statuscallback).
func (m *Machine) progress(name string) { m.progressed(name, nil) }

func (m *Machine) progressed(name string, more url.Values) {
	if !m.call.Status.Wants(name, "completed") {
		return
	}
	params := m.params(url.Values{
		"Timestamp":      {m.timestamp()},
		"CallbackSource": {"call-progress-events"},
		"SequenceNumber": {strconv.Itoa(m.sequence)},
	})
	if name == "initiated" {
		params.Set("CallStatus", "initiated") // in the callback's spelling; the REST API uses queued
	}
	maps.Copy(params, more)
	m.sequence++
	m.notify(event.PurposeStatus, m.call.Status, params)
}

// completed sends the last status callback of a call, whatever its status. Duration is in minutes,
// rounded up, as billed.
func (m *Machine) completed(before event.Status) {
	seconds := Whole(m.lasted(before))
	more := url.Values{"CallDuration": {seconds}, "Duration": {minutes(m.lasted(before))}}
	if m.call.Outgoing() {
		more.Set("SipResponseCode", sipCode(m.status))
	}
	if who := m.concluded(m.verdict).Get("AnsweredBy"); who != "" {
		more.Set("AnsweredBy", who)
	}
	if m.taping.Sid != "" {
		more.Set("RecordingSid", m.taping.Sid)
		more.Set("RecordingUrl", m.Media(m.taping.Sid))
		more.Set("RecordingDuration", Whole(m.now-m.taping.Since))
	}
	m.progressed("completed", more)
}

// timestamp returns the time in the format of status callbacks: RFC 2822, in UTC.
func (m *Machine) timestamp() string { return m.clock().Format(time.RFC1123Z) }

// clock returns the wall-clock time in UTC.
func (m *Machine) clock() time.Time { return m.call.Began.Add(m.now).UTC() }

// Whole returns a duration in seconds, rounded, as requests contain it.
func Whole(d time.Duration) string { return strconv.Itoa(int(d.Round(time.Second) / time.Second)) }

func minutes(d time.Duration) string {
	return strconv.Itoa(int((d.Round(time.Second) + time.Minute - 1) / time.Minute))
}

// sid draws a SID with a prefix. It is derived from the call's Sid, so that the machine needs no
// randomness.
func (m *Machine) sid(prefix string) string {
	m.serial++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", m.call.Sid, m.serial))
	return prefix + hex.EncodeToString(sum[:16])
}

// Media returns the URL of a recording.
func (m *Machine) Media(recording string) string {
	return "https://api.twilio.com/2010-04-01/Accounts/" + m.call.AccountSid + "/Recordings/" + recording
}

// hook reads the three attributes of a callback: URL, method and events. An invalid URL counts as
// missing.
func (s settings) hook(m *Machine, name string) event.Hook {
	address, ok := m.address(s.or(name, ""))
	if !ok {
		return event.Hook{}
	}
	h := event.Hook{URL: address, Method: strings.ToUpper(s.or(name+"Method", ""))}
	if events := s.or(name+"Event", ""); events != "" {
		h.Events = strings.Fields(events)
	}
	return h
}
