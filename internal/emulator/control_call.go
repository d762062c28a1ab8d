package emulator

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// ringNumber places an incoming call to a number of an account. Its parameters are from, to, and
// the actions of the caller in order: press and say, each when the call listens; hang_up_after is a
// duration such as 30s.
func (e *Server) ringNumber(r *http.Request) (any, error) {
	board, err := e.switchboard()
	if err != nil {
		return nil, err
	}
	v, err := knownValues(r, "to", "from", "press", "say", "hang_up_after")
	if err != nil {
		return nil, err
	}
	c := live.IncomingCall{From: orDefault(dialed(v.Get("from")), "+14155550100"), To: dialed(v.Get("to"))}
	if c.To == "" {
		return nil, controlErrorf(http.StatusBadRequest, "", "to is missing: the called number")
	}
	if c.Caller, err = script(v); err != nil {
		return nil, err
	}
	if text := v.Get("hang_up_after"); text != "" {
		if c.HangUpAfter, err = time.ParseDuration(text); err != nil {
			return nil, controlErrorf(http.StatusBadRequest, "write it as 30s or 2m", "hang_up_after %q is not a duration", text)
		}
	}
	a, ok := board.Destination(r.Context(), e.tables.DB, "", c.To)
	if !ok {
		return nil, controlErrorf(http.StatusNotFound, "twvoice numbers list --local", "%q is not a number of an account", c.To)
	}
	row := board.Ring(a, c)
	if row.Ended() {
		return nil, controlErrorf(http.StatusConflict, "twvoice webhook set "+c.To+" URL --local", "%s has no VoiceUrl: the call would not be answered", c.To)
	}
	return map[string]string{"call_sid": row.Sid, "from": c.From, "to": c.To, "status": row.Status}, nil
}

// dialed returns a number as a user typed it. In a form, the + of curl -d to=+1415… arrives as a
// space.
func dialed(text string) string {
	if digits, ok := strings.CutPrefix(text, " "); ok {
		text = "+" + digits
	}
	number, _ := e164.ParseDialable(text)
	return orDefault(number, text)
}

func orDefault(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// script returns the caller of a request, who first presses keys and then speaks.
func script(v url.Values) (voicesim.Caller, error) {
	var lines []voicesim.Line
	for _, keys := range v["press"] {
		lines = append(lines, voicesim.Line{Press: keys})
	}
	for _, words := range v["say"] {
		lines = append(lines, voicesim.Line{Say: words})
	}
	if len(lines) == 0 {
		return &voicesim.Patient{}, nil
	}
	s, err := voicesim.NewScript(lines...)
	if err != nil {
		return nil, controlErrorf(http.StatusBadRequest, "", "press: %v", err)
	}
	s.HangUp = !v.Has("hang_up_after")
	return &voicesim.Patient{Caller: s}, nil
}

// switchboard returns the switchboard, or the error for an emulator that runs no calls.
func (e *Server) switchboard() (*live.Switchboard, error) {
	if e.board == nil {
		return nil, controlErrorf(http.StatusServiceUnavailable, "twvoice emulate", "this emulator does not run calls")
	}
	return e.board, nil
}

// listTranscripts lists the running calls and the last ended ones, without what was said.
func (e *Server) listTranscripts(*http.Request) (any, error) {
	board, err := e.switchboard()
	if err != nil {
		return nil, err
	}
	return board.Transcripts(), nil
}

// showTranscript answers with the transcript of a call so far, or with until=over, when the call has
// ended.
func (e *Server) showTranscript(r *http.Request) (any, error) {
	board, err := e.switchboard()
	if err != nil {
		return nil, err
	}
	for {
		sid := r.PathValue("sid")
		c, over, ok := board.Transcript(sid)
		if !ok {
			return nil, unknownCall(sid)
		}
		if over == nil || r.URL.Query().Get("until") != "over" {
			return c, nil
		}
		select {
		case <-over:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
}

func unknownCall(sid string) error {
	return controlErrorf(http.StatusNotFound, "GET /_twvoice/calls lists them", "no call %s is in progress or among the last %d", sid, live.MaxHistories)
}

// sendEvents sends events of a call's phone, and returns the transcript after them.
func (e *Server) sendEvents(r *http.Request, events ...event.Event) (any, error) {
	board, err := e.switchboard()
	if err != nil {
		return nil, err
	}
	sid := r.PathValue("sid")
	if board.Status(sid) == "" {
		return nil, controlErrorf(http.StatusConflict, "GET /_twvoice/calls lists them", "no call %s is in progress", sid)
	}
	if err := board.Apply(r.Context(), sid, events...); err != nil {
		return nil, err
	}
	c, _, ok := board.Transcript(sid)
	if !ok {
		return nil, unknownCall(sid)
	}
	return c, nil
}
