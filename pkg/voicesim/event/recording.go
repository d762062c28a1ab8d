package event

// Recording is a recording of a call that the REST API makes: from its answer ([Call.Recording]),
// or from now on ([StartRecording])
// (https://www.twilio.com/docs/voice/api/recording#create-a-recording-resource).
type Recording struct {
	Sid    string // RE…
	Source string // OutboundAPI, StartCallRecordingAPI
	Dual   bool   // two channels, one a side
	Track  string // inbound, outbound or both
	Hook   Hook   // receives its progress
}

// StartRecording begins a recording of an answered call.
type StartRecording struct{ Tape Recording }

// UpdateRecording pauses, resumes or stops a recording of the REST API. A recording that has ended
// does not change.
type UpdateRecording struct {
	Sid    string
	Status string // paused, in-progress or stopped
	Skip   bool   // leaves the pause out of the recording; otherwise the pause is recorded as silence
}

// IsEvent marks StartRecording as an [Event].
func (StartRecording) IsEvent() {}

// IsEvent marks UpdateRecording as an [Event].
func (UpdateRecording) IsEvent() {}
