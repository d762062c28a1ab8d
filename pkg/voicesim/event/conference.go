package event

// UpdateParticipant is what POST …/Participants/{CallSid} makes of somebody in a conference. What is nil or "" stays as it is
// (https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant-resource).
type UpdateParticipant struct {
	Muted, Hold, EndOnExit, BeepOnExit *bool
	HoldURL, HoldMethod                string  // what somebody on hold hears; Twilio's music where it is ""
	AnnounceURL, AnnounceMethod        string  // played once, to this one alone
	Coach                              *string // the CallSid of the one who is coached from now on, "" for nobody
	Kick                               bool    // out of the conference: the call goes on behind its Dial
}

// EndConference ends the conference that a leg is in, as POST …/Conferences/{Sid} with Status=completed does.
type EndConference struct{}

func (UpdateParticipant) IsEvent() {}

func (EndConference) IsEvent() {}
