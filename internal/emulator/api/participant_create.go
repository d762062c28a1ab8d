package api

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// createParticipant calls a phone into a conference. The path has the SID or the name of the
// conference, which need not exist yet.
//
// https://www.twilio.com/docs/voice/api/conference-participant-resource#create-a-participant-resource
func (api *API) createParticipant(ctx context.Context, r *rest.Request) (rest.Response, error) {
	board, err := api.running()
	if err != nil {
		return rest.Response{}, err
	}
	room, err := api.conferenceFor(ctx, r, board)
	if err != nil {
		return rest.Response{}, err
	}
	c, err := api.readParticipantCall(ctx, r, room.FriendlyName)
	if err != nil {
		return rest.Response{}, err
	}
	row, err := board.PlaceCall(ctx, c)
	if err != nil {
		return rest.Response{}, err
	}
	p := record.Participant{
		AccountSid: r.Account.Sid, CallSid: row.Sid, ConferenceSid: room.Sid, Label: record.NullString(r.Form.Get("Label")),
		DateCreated: row.DateCreated, DateUpdated: row.DateCreated, Status: record.Queued, QueueTime: "0",
		Muted: rest.BoolOr(r.Form, "Muted", false), EndConferenceOnExit: rest.BoolOr(r.Form, "EndConferenceOnExit", false),
		StartConferenceOnEnter: rest.BoolOr(r.Form, "StartConferenceOnEnter", true),
		Coaching:               rest.BoolOr(r.Form, "Coaching", false), CallSidToCoach: record.NullString(r.Form.Get("CallSidToCoach")),
	}
	p.SetURI()
	return rest.Created(p)
}

// conferenceFor returns the running conference of a path, or announces a new one to the engine.
func (api *API) conferenceFor(ctx context.Context, r *rest.Request, board *live.Switchboard) (record.Conference, error) {
	asked := r.Arg("ConferenceSid")
	if webhook.ValidSID("CF", asked) {
		room, err := record.Conferences(api.DB).Get(ctx, r.Account.Sid, asked)
		if errors.Is(err, store.ErrNotFound) {
			return room, apierror.NotFound(r.Path)
		}
		if err == nil && room.Status == record.Completed {
			return room, apierror.Invalid(21220, "The conference %s has ended", room.Sid)
		}
		return room, err
	}
	rows, err := record.Conferences(api.DB).List(ctx, store.Query{Scope: r.Account.Sid, Newest: true})
	if err != nil {
		return record.Conference{}, err
	}
	for _, row := range rows {
		if row.Value.FriendlyName == asked && row.Value.Status != record.Completed {
			return row.Value, nil
		}
	}
	return board.ExpectConference(r.Account.Sid, asked), nil
}

// readParticipantCall returns the call to a participant. Its document contains only the conference.
func (api *API) readParticipantCall(ctx context.Context, r *rest.Request, name string) (c live.OutgoingCall, err error) {
	c.AccountSid = r.Account.Sid
	if err := api.readEnds(ctx, r, &c.Call); err != nil {
		return c, err
	}
	form := r.Form
	status, err := readEvents(form, "StatusCallback", 21626, "initiated", "ringing", "answered", "completed")
	if err != nil {
		return c, err
	}
	c.Status = status
	if err := readLimits(form, &c); err != nil {
		return c, err
	}
	if err := readRecording(form, &c); err != nil {
		return c, err
	}
	c.Document, err = conferenceDocument(form, name)
	return c, err
}

// conferenceDocument returns a document that puts the callee into a conference, with the settings
// of the form.
func conferenceDocument(form url.Values, name string) (*twiml.Document, error) {
	room := &twiml.Element{Name: "Conference", Children: []twiml.Node{&twiml.Text{Value: name}}}
	for _, p := range []struct{ param, attr string }{
		{"Muted", "muted"},
		{"Beep", "beep"},
		{"StartConferenceOnEnter", "startConferenceOnEnter"},
		{"EndConferenceOnExit", "endConferenceOnExit"},
		{"WaitUrl", "waitUrl"},
		{"WaitMethod", "waitMethod"},
		{"MaxParticipants", "maxParticipants"},
		{"ConferenceRecord", "record"},
		{"ConferenceTrim", "trim"},
		{"ConferenceStatusCallback", "statusCallback"},
		{"ConferenceStatusCallbackMethod", "statusCallbackMethod"},
		{"ConferenceRecordingStatusCallback", "recordingStatusCallback"},
		{"ConferenceRecordingStatusCallbackMethod", "recordingStatusCallbackMethod"},
		{"CallSidToCoach", "coach"},
		{"Label", "participantLabel"},
	} {
		if form.Has(p.param) {
			room.Attrs = append(room.Attrs, twiml.Attr{Name: p.attr, Value: rest.LowerBool(form.Get(p.param))})
		}
	}
	if events := form["ConferenceStatusCallbackEvent"]; len(events) > 0 {
		room.Attrs = append(room.Attrs, twiml.Attr{Name: "statusCallbackEvent", Value: strings.Join(events, " ")})
	}
	dial := &twiml.Element{Name: "Dial", Children: []twiml.Node{room}}
	made := &twiml.Document{Root: &twiml.Element{Name: "Response", Children: []twiml.Node{dial}}}
	return twiml.Parse(twiml.Write(made)) // parsed again so that findings have a position
}
