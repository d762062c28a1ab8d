package bridge

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// participant returns the callback parameters that describe a member.
func (c *conference) participant(sid string) url.Values {
	m := c.members[c.index(sid)]
	params := url.Values{
		"CallSid": {sid}, "Muted": {strconv.FormatBool(m.Muted)}, "Hold": {strconv.FormatBool(m.held)}, "Coaching": {strconv.FormatBool(m.Coach != "")},
		"EndConferenceOnExit": {strconv.FormatBool(m.EndOnExit)}, "StartConferenceOnEnter": {strconv.FormatBool(m.StartOnEnter)},
	}
	if m.Label != "" {
		params.Set("ParticipantLabel", m.Label)
	}
	if m.Coach != "" {
		params.Set("CallSidToCoach", m.Coach)
	}
	return params
}

// report makes a leg send a status callback of its conference, to the URL in the first
// participant's attributes.
func (s *Switch) report(room *conference, l *leg.Machine, at time.Duration, kind, name string, params url.Values) {
	hook := room.first.Status
	if hook.URL == "" || !slices.Contains(hook.Events, kind) {
		return
	}
	if params == nil {
		params = url.Values{}
	}
	room.sequence++
	for key, value := range map[string]string{
		"ConferenceSid": room.sid, "FriendlyName": room.name, "AccountSid": l.Call().AccountSid,
		"SequenceNumber": strconv.Itoa(room.sequence), "Timestamp": l.Call().Began.Add(at).UTC().Format(time.RFC1123Z), "StatusCallbackEvent": name,
	} {
		params.Set(key, value)
	}
	s.post(l.Sid(), leg.StatusCallback{Purpose: event.PurposeConference, Hook: hook, Params: params})
}
