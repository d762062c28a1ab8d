package emulator

import (
	"context"
	"net/http"
	"strings"

	"github.com/twvoice/twvoice/internal/store"
)

func (e *Server) recordings() resource[recording] {
	return resource[recording]{
		db: e.db, kind: "emulator/recording", key: "recordings",
		filter: func(r *request) (func(*recording) bool, error) {
			f := filter[recording]{query: r.query}
			f.date("DateCreated", func(c *recording) string { return c.DateCreated })
			f.text("CallSid", func(c *recording) string { return string(c.CallSid) })
			f.text("ConferenceSid", func(c *recording) string { return string(c.ConferenceSid) })
			return f.keep()
		},
		belongs: func(r *request, c *recording) bool {
			call, conference := r.arg("CallSid"), r.arg("ConferenceSid")
			return (c.Status != erased || set(r.query, "IncludeSoftDeleted", false)) &&
				(call == "" || call == string(c.CallSid)) && (conference == "" || conference == string(c.ConferenceSid))
		},
	}
}

func (e *Server) recordingRoutes() []route {
	const path = accountsPath + "/{AccountSid}/"
	s := e.recordings()
	ofCall, oneOfCall := s.as(callRecording)
	ofConference, oneOfConference := s.as(conferenceRecording)
	get := func(do handle) map[string]handle { return map[string]handle{http.MethodGet: do} }
	one := func(do handle) map[string]handle {
		return map[string]handle{http.MethodGet: do, http.MethodDelete: e.eraseRecording}
	}
	return []route{
		{pattern: path + "Recordings", on: get(s.list)},
		{pattern: path + "Recordings/{Sid}", on: one(s.fetch), media: e.playRecording},
		{pattern: path + "Calls/{CallSid}/Recordings", on: map[string]handle{
			http.MethodGet: e.calls().under("CallSid", ofCall), http.MethodPost: e.recordCall,
		}},
		{pattern: path + "Calls/{CallSid}/Recordings/{Sid}", on: map[string]handle{
			http.MethodGet: oneOfCall, http.MethodPost: e.changeRecording, http.MethodDelete: e.eraseRecording,
		}, media: e.playRecording},
		{pattern: path + "Conferences/{ConferenceSid}/Recordings", on: get(e.conferences().under("ConferenceSid", ofConference))},
		{pattern: path + "Conferences/{ConferenceSid}/Recordings/{Sid}", on: one(oneOfConference), media: e.playRecording},
	}
}

// eraseRecording takes the sound away, and keeps what is known about it, as Twilio does for 40 days.
//
// https://www.twilio.com/docs/voice/api/recording#delete-a-recording-resource
func (e *Server) eraseRecording(ctx context.Context, r *request) (answer, error) {
	_, err := e.recordings().update(func(_ context.Context, _ *store.Tx, _ *request, c *recording) error {
		if c.Status != completed && c.Status != absent {
			return &refusal{
				Status: http.StatusConflict, Code: 20009,
				Message: "Cannot delete this resource before it is complete: the recording is " + c.Status,
			}
		}
		c.Status, c.DateUpdated = erased, rfc2822(e.now())
		return nil
	})(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return deleted()
}

// playRecording is the sound as a WAV file, which is what no ending stands for too. Of two channels one is a choice;
// of one, two are not (16113).
func (e *Server) playRecording(ctx context.Context, r *request) (answer, error) {
	for i := range r.args { // the last wildcard has the ending
		r.args[i].value = strings.TrimSuffix(r.args[i].value, ".wav")
	}
	if strings.HasSuffix(r.path, ".mp3") {
		return answer{}, &refusal{
			Status: http.StatusNotAcceptable, Code: 20404,
			Message: "The emulator has no MP3 encoder: request " + strings.TrimSuffix(r.path, ".mp3") + ".wav",
		}
	}
	c, err := e.recordings().of(ctx, e.db, r)
	if err != nil {
		return answer{}, err
	}
	seconds, ok := c.seconds()
	if !ok {
		return answer{}, missing(r.path)
	}
	sound := tape{seconds: seconds, channels: c.Channels}
	switch wanted := r.query.Get("RequestedChannels"); {
	case wanted == "2" && c.Channels == 1:
		return answer{}, invalid(16113, "Cannot download a dual-channel presentation of a mono recording")
	case wanted == "1":
		sound.channels = 1
	case wanted != "" && wanted != "2":
		return answer{}, invalid(badParameter, "RequestedChannels is not 1 or 2: %s", wanted)
	}
	return answer{status: http.StatusOK, file: &file{kind: "audio/x-wav", size: sound.size(), copy: sound.writeTo}}, nil
}
