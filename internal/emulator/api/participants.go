package api

import (
	"context"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// participants are stored by the SID of their call, which is in at most one conference at a time.
func (api *API) participants() rest.Resource[record.Participant] {
	return rest.Resource[record.Participant]{
		DB: api.DB, Kind: record.ParticipantKind, Key: "participants",
		Filter: func(r *rest.Request) (func(*record.Participant) bool, error) {
			f := rest.Filter[record.Participant]{Query: r.Query}
			f.Bool("Muted", func(p *record.Participant) bool { return p.Muted })
			f.Bool("Hold", func(p *record.Participant) bool { return p.Hold })
			f.Bool("Coaching", func(p *record.Participant) bool { return p.Coaching })
			return f.Match()
		},
		Under: func(r *rest.Request, p *record.Participant) bool { return p.ConferenceSid == r.Arg("ConferenceSid") },
	}
}

// participantOf returns the participant that a path names by call SID or by label.
func (api *API) participantOf(ctx context.Context, r *rest.Request) (record.Participant, error) {
	rows, err := record.Participants(api.DB).List(ctx, store.Query{Scope: r.Account.Sid})
	if err != nil {
		return record.Participant{}, err
	}
	for _, row := range rows {
		p := row.Value
		if asked := r.Arg("CallSid"); p.ConferenceSid == r.Arg("ConferenceSid") && (p.CallSid == asked || string(p.Label) == asked) {
			return p, nil
		}
	}
	return record.Participant{}, apierror.NotFound(r.Path)
}

func (api *API) fetchParticipant(ctx context.Context, r *rest.Request) (rest.Response, error) {
	p, err := api.participantOf(ctx, r)
	if err != nil {
		return rest.Response{}, err
	}
	return rest.OK(p)
}

// updateParticipant mutes, holds, coaches or announces.
//
// https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant-resource
func (api *API) updateParticipant(ctx context.Context, r *rest.Request) (rest.Response, error) {
	p, err := api.participantOf(ctx, r)
	if err != nil {
		return rest.Response{}, err
	}
	change, err := readAdjusted(r.Form)
	if err != nil {
		return rest.Response{}, err
	}
	if err := api.adjust(ctx, p.CallSid, change); err != nil {
		return rest.Response{}, err
	}
	return api.fetchParticipant(ctx, r)
}

// kickParticipant removes a participant from a conference.
func (api *API) kickParticipant(ctx context.Context, r *rest.Request) (rest.Response, error) {
	p, err := api.participantOf(ctx, r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := api.adjust(ctx, p.CallSid, event.UpdateParticipant{Kick: true}); err != nil {
		return rest.Response{}, err
	}
	return rest.NoContent()
}

func (api *API) adjust(ctx context.Context, callSid string, ev event.Event) error {
	board, err := api.running()
	if err != nil {
		return err
	}
	return board.Apply(ctx, callSid, ev)
}

func readAdjusted(form url.Values) (event.UpdateParticipant, error) {
	var a event.UpdateParticipant
	var err error
	var coaching *bool
	for name, to := range map[string]**bool{
		"Muted": &a.Muted, "Hold": &a.Hold, "EndConferenceOnExit": &a.EndOnExit, "BeepOnExit": &a.BeepOnExit, "Coaching": &coaching,
	} {
		if *to, err = rest.ReadBool(form, name); err != nil {
			return a, err
		}
	}
	hold, err := readPair(form, "HoldUrl", "HoldMethod")
	if err != nil {
		return a, err
	}
	announce, err := readPair(form, "AnnounceUrl", "AnnounceMethod")
	if err != nil {
		return a, err
	}
	a.HoldURL, a.HoldMethod, a.AnnounceURL, a.AnnounceMethod = hold.URL, hold.Method, announce.URL, announce.Method
	coached, err := rest.ReadSid("CA")("CallSidToCoach", form.Get("CallSidToCoach"))
	switch {
	case coaching != nil && !*coaching:
		a.Coach = new(string)
	case coached != "":
		a.Coach = &coached
	}
	return a, err
}

// updateConference ends a conference, or plays an announcement to all participants.
//
// https://www.twilio.com/docs/voice/api/conference-resource#update-a-conference-resource
func (api *API) updateConference(ctx context.Context, r *rest.Request) (rest.Response, error) {
	room, err := api.conferences().Find(ctx, api.DB, r)
	if err != nil {
		return rest.Response{}, err
	}
	if status := r.Form.Get("Status"); status != "" && status != record.Completed {
		return rest.Response{}, apierror.Invalid(apierror.BadParameter, "Status %s is not completed", status)
	}
	announce, err := readPair(r.Form, "AnnounceUrl", "AnnounceMethod")
	if err != nil {
		return rest.Response{}, err
	}
	rows, err := record.Participants(api.DB).List(ctx, store.Query{Scope: r.Account.Sid})
	if err != nil {
		return rest.Response{}, err
	}
	for _, row := range rows {
		var change event.Event = event.UpdateParticipant{AnnounceURL: announce.URL, AnnounceMethod: announce.Method}
		if r.Form.Get("Status") == record.Completed {
			change = event.EndConference{}
		}
		if row.Value.ConferenceSid != room.Sid {
			continue
		}
		if err := api.adjust(ctx, row.Key, change); err != nil {
			return rest.Response{}, err
		}
	}
	return api.conferences().Fetch(ctx, r)
}

// updateMember takes a call out of its queue and redirects it.
//
// https://www.twilio.com/docs/voice/api/member-resource#update-a-member-resource
func (api *API) updateMember(ctx context.Context, r *rest.Request) (rest.Response, error) {
	found, err := api.memberOf(ctx, r)
	if err != nil {
		return rest.Response{}, err
	}
	to, err := readPair(r.Form, "Url", "Method")
	if err != nil || to.URL == "" {
		return rest.Response{}, &apierror.Error{Status: http.StatusBadRequest, Code: 21205, Message: "Url parameter is required."}
	}
	if err := api.adjust(ctx, found.CallSid, event.Updated{URL: to.URL, Method: to.Method}); err != nil {
		return rest.Response{}, err
	}
	return rest.OK(found)
}
