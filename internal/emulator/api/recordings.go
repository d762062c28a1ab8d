package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
)

func (api *API) recordings() rest.Resource[record.Recording] {
	return rest.Resource[record.Recording]{
		DB: api.DB, Kind: record.RecordingKind, Key: "recordings",
		Filter: func(r *rest.Request) (func(*record.Recording) bool, error) {
			f := rest.Filter[record.Recording]{Query: r.Query}
			f.Date("DateCreated", func(c *record.Recording) string { return c.DateCreated })
			f.Text("CallSid", func(c *record.Recording) string { return string(c.CallSid) })
			f.Text("ConferenceSid", func(c *record.Recording) string { return string(c.ConferenceSid) })
			return f.Match()
		},
		Under: func(r *rest.Request, c *record.Recording) bool {
			call, conference := r.Arg("CallSid"), r.Arg("ConferenceSid")
			return (c.Status != record.Erased || rest.BoolOr(r.Query, "IncludeSoftDeleted", false)) &&
				(call == "" || call == string(c.CallSid)) && (conference == "" || conference == string(c.ConferenceSid))
		},
	}
}

func (api *API) recordingRoutes() []rest.Route {
	const path = record.AccountsPath + "/{AccountSid}/"
	s := api.recordings()
	ofCall, oneOfCall := s.View(callRecording)
	ofConference, oneOfConference := s.View(conferenceRecording)
	get := func(do rest.Handler) map[string]rest.Handler { return map[string]rest.Handler{http.MethodGet: do} }
	one := func(do rest.Handler) map[string]rest.Handler {
		return map[string]rest.Handler{http.MethodGet: do, http.MethodDelete: api.eraseRecording}
	}
	return []rest.Route{
		{Pattern: path + "Recordings", On: get(s.List)},
		{Pattern: path + "Recordings/{Sid}", On: one(s.Fetch), Media: api.playRecording},
		{Pattern: path + "Calls/{CallSid}/Recordings", On: map[string]rest.Handler{
			http.MethodGet: api.calls().Nested("CallSid", ofCall), http.MethodPost: api.recordCall,
		}},
		{Pattern: path + "Calls/{CallSid}/Recordings/{Sid}", On: map[string]rest.Handler{
			http.MethodGet: oneOfCall, http.MethodPost: api.changeRecording, http.MethodDelete: api.eraseRecording,
		}, Media: api.playRecording},
		{Pattern: path + "Conferences/{ConferenceSid}/Recordings", On: get(api.conferences().Nested("ConferenceSid", ofConference))},
		{Pattern: path + "Conferences/{ConferenceSid}/Recordings/{Sid}", On: one(oneOfConference), Media: api.playRecording},
	}
}

// eraseRecording deletes the sound, and keeps the metadata, as Twilio does for 40 days.
//
// https://www.twilio.com/docs/voice/api/recording#delete-a-recording-resource
func (api *API) eraseRecording(ctx context.Context, r *rest.Request) (rest.Response, error) {
	_, err := api.recordings().Update(func(_ context.Context, _ *store.Tx, _ *rest.Request, c *record.Recording) error {
		if c.Status != record.Completed && c.Status != record.Absent {
			return &apierror.Error{
				Status: http.StatusConflict, Code: 20009,
				Message: "Cannot delete this resource before it is complete: the recording is " + c.Status,
			}
		}
		c.Status, c.DateUpdated = record.Erased, record.FormatTime(api.Now())
		return nil
	})(ctx, r)
	if err != nil {
		return rest.Response{}, err
	}
	return rest.NoContent()
}

// playRecording answers with the sound as a WAV file, also for a path without extension. A
// two-channel recording can be requested with one channel; the opposite is an error (16113).
func (api *API) playRecording(ctx context.Context, r *rest.Request) (rest.Response, error) {
	for i := range r.Args { // the last wildcard includes the extension
		r.Args[i].Value = strings.TrimSuffix(r.Args[i].Value, ".wav")
	}
	if strings.HasSuffix(r.Path, ".mp3") {
		return rest.Response{}, &apierror.Error{
			Status: http.StatusNotAcceptable, Code: 20404,
			Message: "The emulator has no MP3 encoder: request " + strings.TrimSuffix(r.Path, ".mp3") + ".wav",
		}
	}
	c, err := api.recordings().Find(ctx, api.DB, r)
	if err != nil {
		return rest.Response{}, err
	}
	seconds, ok := c.Seconds()
	if !ok {
		return rest.Response{}, apierror.NotFound(r.Path)
	}
	sound := tone{seconds: seconds, channels: c.Channels}
	switch wanted := r.Query.Get("RequestedChannels"); {
	case wanted == "2" && c.Channels == 1:
		return rest.Response{}, apierror.Invalid(16113, "Cannot download a dual-channel presentation of a mono recording")
	case wanted == "1":
		sound.channels = 1
	case wanted != "" && wanted != "2":
		return rest.Response{}, apierror.Invalid(apierror.BadParameter, "RequestedChannels is not 1 or 2: %s", wanted)
	}
	return rest.Response{Status: http.StatusOK, File: &rest.File{Kind: "audio/x-wav", Size: sound.size(), Copy: sound.writeTo}}, nil
}

// nestedRecording is the part that recordings of a call and of a conference share as subresources.
type nestedRecording struct {
	AccountSid    string            `json:"account_sid"`
	APIVersion    string            `json:"api_version"`
	CallSid       record.NullString `json:"call_sid"`
	ConferenceSid record.NullString `json:"conference_sid"`
	DateCreated   string            `json:"date_created"`
	DateUpdated   string            `json:"date_updated"`
	StartTime     string            `json:"start_time"`
	Duration      record.NullString `json:"duration"`
	Sid           string            `json:"sid"`
	Price         *string           `json:"price"`
}

func newNestedRecording(c record.Recording) nestedRecording {
	return nestedRecording{
		c.AccountSid, c.APIVersion, c.CallSid, c.ConferenceSid, c.DateCreated, c.DateUpdated, c.StartTime, c.Duration, c.Sid, c.Price,
	}
}

// nestedPath returns the path of the recording as a subresource.
func nestedPath(c record.Recording, things, sid string) string {
	return strings.Replace(c.URI, "/Recordings/", "/"+things+"/"+sid+"/Recordings/", 1)
}

// callRecording returns a recording as a subresource of its call, in the order of Twilio's keys.
func callRecording(_ context.Context, c record.Recording) (any, error) {
	return struct {
		nestedRecording
		URI               string    `json:"uri"`
		EncryptionDetails *struct{} `json:"encryption_details"`
		PriceUnit         string    `json:"price_unit"`
		Status            string    `json:"status"`
		Channels          int       `json:"channels"`
		Source            string    `json:"source"`
		ErrorCode         *int      `json:"error_code"`
		Track             string    `json:"track"`
	}{newNestedRecording(c), nestedPath(c, "Calls", string(c.CallSid)), nil, c.PriceUnit, c.Status, c.Channels, c.Source, c.ErrorCode, "both"}, nil
}

// conferenceRecording returns a recording as a subresource of its conference, in the order of
// Twilio's keys.
func conferenceRecording(_ context.Context, c record.Recording) (any, error) {
	return struct {
		nestedRecording
		PriceUnit         string    `json:"price_unit"`
		Status            string    `json:"status"`
		Channels          int       `json:"channels"`
		Source            string    `json:"source"`
		ErrorCode         *int      `json:"error_code"`
		EncryptionDetails *struct{} `json:"encryption_details"`
		URI               string    `json:"uri"`
	}{newNestedRecording(c), c.PriceUnit, c.Status, c.Channels, c.Source, c.ErrorCode, nil, nestedPath(c, "Conferences", string(c.ConferenceSid))}, nil
}
