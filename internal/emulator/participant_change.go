package emulator

import (
	"context"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// participantOf is the participant that a path names, by its call or by its label.
func (e *Server) participantOf(ctx context.Context, r *request) (participant, error) {
	rows, err := e.participants().in(e.db).List(ctx, store.Query{Scope: r.account.Sid})
	if err != nil {
		return participant{}, err
	}
	for _, row := range rows {
		p := row.Value
		if asked := r.arg("CallSid"); p.ConferenceSid == r.arg("ConferenceSid") && (p.CallSid == asked || string(p.Label) == asked) {
			return p, nil
		}
	}
	return participant{}, missing(r.path)
}

func (e *Server) fetchParticipant(ctx context.Context, r *request) (answer, error) {
	p, err := e.participantOf(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return ok(p)
}

// updateParticipant mutes, holds, coaches or announces.
//
// https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant-resource
func (e *Server) updateParticipant(ctx context.Context, r *request) (answer, error) {
	p, err := e.participantOf(ctx, r)
	if err != nil {
		return answer{}, err
	}
	change, err := readAdjusted(r.form)
	if err != nil {
		return answer{}, err
	}
	if err := e.adjust(ctx, p.CallSid, change); err != nil {
		return answer{}, err
	}
	return e.fetchParticipant(ctx, r)
}

// kickParticipant takes somebody out of a conference.
func (e *Server) kickParticipant(ctx context.Context, r *request) (answer, error) {
	p, err := e.participantOf(ctx, r)
	if err != nil {
		return answer{}, err
	}
	if err := e.adjust(ctx, p.CallSid, voicesim.Adjusted{Kick: true}); err != nil {
		return answer{}, err
	}
	return deleted()
}

func (e *Server) adjust(ctx context.Context, callSid string, ev voicesim.Event) error {
	board, err := e.running()
	if err != nil {
		return err
	}
	return board.order(ctx, callSid, ev)
}

func readAdjusted(form url.Values) (voicesim.Adjusted, error) {
	var a voicesim.Adjusted
	var err error
	var coaching *bool
	for name, to := range map[string]**bool{
		"Muted": &a.Muted, "Hold": &a.Hold, "EndConferenceOnExit": &a.EndOnExit, "BeepOnExit": &a.BeepOnExit, "Coaching": &coaching,
	} {
		if *to, err = flag(form, name); err != nil {
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
	a.HoldURL, a.HoldMethod, a.AnnounceURL, a.AnnounceMethod = hold.url, hold.method, announce.url, announce.method
	coached, err := readSid("CA")("CallSidToCoach", form.Get("CallSidToCoach"))
	switch {
	case coaching != nil && !*coaching:
		a.Coach = new(string)
	case coached != "":
		a.Coach = &coached
	}
	return a, err
}

// updateConference ends a conference, or announces something to everybody in it.
//
// https://www.twilio.com/docs/voice/api/conference-resource#update-a-conference-resource
func (e *Server) updateConference(ctx context.Context, r *request) (answer, error) {
	room, err := e.conferences().of(ctx, e.db, r)
	if err != nil {
		return answer{}, err
	}
	if status := r.form.Get("Status"); status != "" && status != completed {
		return answer{}, invalid(badParameter, "Status %s is not completed", status)
	}
	announce, err := readPair(r.form, "AnnounceUrl", "AnnounceMethod")
	if err != nil {
		return answer{}, err
	}
	rows, err := e.participants().in(e.db).List(ctx, store.Query{Scope: r.account.Sid})
	if err != nil {
		return answer{}, err
	}
	for _, row := range rows {
		var change voicesim.Event = voicesim.Adjusted{AnnounceURL: announce.url, AnnounceMethod: announce.method}
		if r.form.Get("Status") == completed {
			change = voicesim.Concluded{}
		}
		if row.Value.ConferenceSid != room.Sid {
			continue
		}
		if err := e.adjust(ctx, row.Key, change); err != nil {
			return answer{}, err
		}
	}
	return e.conferences().fetch(ctx, r)
}

// updateMember takes a call out of its queue, and leads it elsewhere.
//
// https://www.twilio.com/docs/voice/api/member-resource#update-a-member-resource
func (e *Server) updateMember(ctx context.Context, r *request) (answer, error) {
	found, err := e.memberOf(ctx, r)
	if err != nil {
		return answer{}, err
	}
	to, err := readPair(r.form, "Url", "Method")
	if err != nil || to.url == "" {
		return answer{}, &refusal{Status: http.StatusBadRequest, Code: 21205, Message: "Url parameter is required."}
	}
	if err := e.adjust(ctx, found.CallSid, voicesim.Updated{URL: to.url, Method: to.method}); err != nil {
		return answer{}, err
	}
	return ok(found)
}
