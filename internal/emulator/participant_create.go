package emulator

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// createParticipant calls somebody into a conference, which is named by its SID or by its name, and need not exist yet.
//
// https://www.twilio.com/docs/voice/api/conference-participant-resource#create-a-participant-resource
func (e *Server) createParticipant(ctx context.Context, r *request) (answer, error) {
	board, err := e.running()
	if err != nil {
		return answer{}, err
	}
	room, err := board.conferenceFor(ctx, r)
	if err != nil {
		return answer{}, err
	}
	c, err := e.readParticipantCall(ctx, r, room.FriendlyName)
	if err != nil {
		return answer{}, err
	}
	row, err := board.place(ctx, c)
	if err != nil {
		return answer{}, err
	}
	p := participant{
		AccountSid: r.account.Sid, CallSid: row.Sid, ConferenceSid: room.Sid, Label: orNull(r.form.Get("Label")),
		DateCreated: row.DateCreated, DateUpdated: row.DateCreated, Status: queued, QueueTime: "0",
		Muted: set(r.form, "Muted", false), EndConferenceOnExit: set(r.form, "EndConferenceOnExit", false),
		StartConferenceOnEnter: set(r.form, "StartConferenceOnEnter", true),
		Coaching:               set(r.form, "Coaching", false), CallSidToCoach: orNull(r.form.Get("CallSidToCoach")),
	}
	p.place()
	return created(p)
}

// roomName is what a conference is called in an account.
type roomName struct{ account, name string }

// conferenceFor is the conference of a path that goes on, or one that will, of which the engine is told.
func (b *switchboard) conferenceFor(ctx context.Context, r *request) (conference, error) {
	e, asked := b.server, r.arg("ConferenceSid")
	if webhook.ValidSID("CF", asked) {
		room, err := e.conferences().in(e.db).Get(ctx, r.account.Sid, asked)
		if errors.Is(err, store.ErrNotFound) {
			return room, missing(r.path)
		}
		if err == nil && room.Status == completed {
			return room, invalid(21220, "The conference %s is over", room.Sid)
		}
		return room, err
	}
	rows, err := e.conferences().in(e.db).List(ctx, store.Query{Scope: r.account.Sid, Newest: true})
	if err != nil {
		return conference{}, err
	}
	for _, row := range rows {
		if row.Value.FriendlyName == asked && row.Value.Status != completed {
			return row.Value, nil
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	room, id := e.newConference(r.account.Sid, asked), roomName{r.account.Sid, asked}
	if sid := b.coming[id]; sid != "" {
		room.rename(sid)
		return room, nil
	}
	b.coming[id] = room.Sid
	b.office.Conference(r.account.Sid, asked, room.Sid)
	return room, nil
}

// readParticipantCall is the call to a participant: its document is nothing but the conference.
func (e *Server) readParticipantCall(ctx context.Context, r *request, name string) (c callForm, err error) {
	c.AccountSid = r.account.Sid
	if err := e.readEnds(ctx, r, &c.Call); err != nil {
		return c, err
	}
	form := r.form
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

// conferenceDocument is a document that puts whoever answers into a conference, as the form wants it.
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
			room.Attrs = append(room.Attrs, twiml.Attr{Name: p.attr, Value: lowerBool(form.Get(p.param))})
		}
	}
	if events := form["ConferenceStatusCallbackEvent"]; len(events) > 0 {
		room.Attrs = append(room.Attrs, twiml.Attr{Name: "statusCallbackEvent", Value: strings.Join(events, " ")})
	}
	dial := &twiml.Element{Name: "Dial", Children: []twiml.Node{room}}
	made := &twiml.Document{Root: &twiml.Element{Name: "Response", Children: []twiml.Node{dial}}}
	return twiml.Parse(twiml.Write(made)) // so that what is wrong with it has a place
}
