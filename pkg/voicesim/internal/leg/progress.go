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

// progress tells the application's status callback of an event, if it wants to hear of it
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
		params.Set("CallStatus", "initiated") // as the callback has it; the REST API calls it queued
	}
	maps.Copy(params, more)
	m.sequence++
	m.notify(event.PurposeStatus, m.call.Status, params)
}

// completed is the last event of a call, whatever became of it. Duration is in minutes begun, as it is billed.
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

// timestamp is the time as status callbacks spell it: RFC 2822, in UTC.
func (m *Machine) timestamp() string { return m.clock().Format(time.RFC1123Z) }

// clock is what a clock on the wall shows.
func (m *Machine) clock() time.Time { return m.call.Began.Add(m.now).UTC() }

// Whole is a duration in seconds, as requests spell it.
func Whole(d time.Duration) string { return strconv.Itoa(int(d.Round(time.Second) / time.Second)) }

func minutes(d time.Duration) string {
	return strconv.Itoa(int((d.Round(time.Second) + time.Minute - 1) / time.Minute))
}

// sid draws a SID of the given prefix. It follows from the call's own, so that the machine needs no randomness.
func (m *Machine) sid(prefix string) string {
	m.serial++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", m.call.Sid, m.serial))
	return prefix + hex.EncodeToString(sum[:16])
}

// Media is where a recording can be had.
func (m *Machine) Media(recording string) string {
	return "https://api.twilio.com/2010-04-01/Accounts/" + m.call.AccountSid + "/Recordings/" + recording
}

// hook reads the three attributes that say where something is told, and of what. A URL that is none counts as no URL.
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
