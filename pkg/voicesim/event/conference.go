package event

// UpdateParticipant is a POST to …/Participants/{CallSid}. Fields that are nil or "" change nothing
// (https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant-resource).
type UpdateParticipant struct {
	Muted, Hold, EndOnExit, BeepOnExit *bool
	HoldURL, HoldMethod                string  // what a participant on hold hears; "" is Twilio's music
	AnnounceURL, AnnounceMethod        string  // played once, to this participant only
	Coach                              *string // the CallSid of the participant to coach from now on, "" for none
	Kick                               bool    // removes the participant; the call continues after its Dial
}

// EndConference ends the conference that a leg is in, as POST …/Conferences/{Sid} with Status=completed does.
type EndConference struct{}

// IsEvent marks UpdateParticipant as an [Event].
func (UpdateParticipant) IsEvent() {}

// IsEvent marks EndConference as an [Event].
func (EndConference) IsEvent() {}
