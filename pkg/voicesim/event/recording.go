package event

// Recording is a recording that the REST API makes of a call: from its answer ([Call.Recording]), or from now on ([StartRecording])
// (https://www.twilio.com/docs/voice/api/recording#create-a-recording-resource).
type Recording struct {
	Sid    string // RE…
	Source string // OutboundAPI, StartCallRecordingAPI
	Dual   bool   // two channels, one a side
	Track  string // inbound, outbound or both
	Hook   Hook   // told of its progress
}

// StartRecording begins a recording of a call that is answered.
type StartRecording struct{ Tape Recording }

// UpdateRecording pauses a recording of the REST API, has it go on, or stops it. One that has ended already stays as it is.
type UpdateRecording struct {
	Sid    string
	Status string // paused, in-progress or stopped
	Skip   bool   // the pause is no part of the recording; else it is silence in it
}

func (StartRecording) IsEvent() {}

func (UpdateRecording) IsEvent() {}
