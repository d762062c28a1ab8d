package event

// Status is a call's status, as CallStatus and the REST API spell it
// (https://www.twilio.com/docs/voice/api/call-resource#call-status-values).
type Status string

// The statuses of a call. A call that has one of the last five has ended.
const (
	Queued     Status = "queued"
	Ringing    Status = "ringing"
	InProgress Status = "in-progress"
	Completed  Status = "completed"
	Busy       Status = "busy"
	NoAnswer   Status = "no-answer"
	Canceled   Status = "canceled"
	Failed     Status = "failed"
)

// Final reports whether a call with this status has ended.
func (s Status) Final() bool {
	switch s {
	case Completed, Busy, NoAnswer, Canceled, Failed:
		return true
	}
	return false
}

// Unanswered reports whether a call with this status may still be answered.
func (s Status) Unanswered() bool { return s == Queued || s == Ringing }

// Follows reports whether a call may change from the status before to this one. "" is the status of
// a call that does not exist yet.
func (s Status) Follows(before Status) bool {
	switch before {
	case "":
		return s == Queued || s == Ringing
	case Queued:
		return s == Ringing || s == InProgress || s.Final() && s != Completed
	case Ringing:
		return s == InProgress || s.Final() // Completed is possible for a document without a verb that answers, see [leg.Machine]
	case InProgress:
		return s == Completed
	}
	return false
}
