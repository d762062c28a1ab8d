package bridge

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// startRecording starts the recording of a conference, when the first two members are connected.
func (s *Switch) startRecording(room *conference, l *leg.Machine, at time.Duration) {
	if room.first.Record == nil {
		return
	}
	s.held++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s recording %d", room.sid, s.held))
	room.tape = &event.Taping{Sid: "RE" + hex.EncodeToString(sum[:16]), Since: at}
	s.post(l.Sid(), leg.Taped{Record: event.Record{Sid: room.tape.Sid, Source: "Conference"}})
	s.recordingCallback(room, l, at, "in-progress")
}

// stopRecording ends the recording with the conference.
func (s *Switch) stopRecording(room *conference, l *leg.Machine, at time.Duration) {
	if room.tape == nil {
		return
	}
	s.post(l.Sid(), leg.Taped{Record: event.Record{Sid: room.tape.Sid, Source: "Conference", Over: true, Length: at - room.tape.Since}})
	s.recordingCallback(room, l, at, "completed")
}

// recordingCallback sends a status callback of the recording
// (https://www.twilio.com/docs/voice/twiml/conference#attributes-recording-status-callback).
func (s *Switch) recordingCallback(room *conference, l *leg.Machine, at time.Duration, status string) {
	hook := *room.first.Record
	if !hook.Wants(status, "completed") {
		return
	}
	params := url.Values{
		"AccountSid": {l.Call().AccountSid}, "ConferenceSid": {room.sid}, "RecordingSid": {room.tape.Sid},
		"RecordingUrl": {l.Media(room.tape.Sid)}, "RecordingStatus": {status}, "RecordingChannels": {"1"},
		"RecordingSource": {"Conference"}, "RecordingTrack": {"both"}, "ErrorCode": {"0"},
		"RecordingStartTime": {l.Call().Began.Add(room.tape.Since).UTC().Format(time.RFC1123Z)},
	}
	if status == "completed" {
		params.Set("RecordingDuration", leg.Whole(at-room.tape.Since))
	}
	s.post(l.Sid(), leg.StatusCallback{Purpose: event.PurposeRecording, Hook: hook, Params: params})
}
