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

// ringNumber has somebody call a number of an account: from, to, and what the caller does, in the order in which it is said:
// press and say, each as soon as the call listens; hang_up_after is a duration such as 30s.
func (e *Server) ringNumber(r *http.Request) (any, error) {
	board, err := e.atWork()
	if err != nil {
		return nil, err
	}
	v, err := values(r, "to", "from", "press", "say", "hang_up_after")
	if err != nil {
		return nil, err
	}
	c := live.IncomingCall{From: orDefault(dialled(v.Get("from")), "+14155550100"), To: dialled(v.Get("to"))}
	if c.To == "" {
		return nil, asked(http.StatusBadRequest, "", "to is missing: the called number")
	}
	if c.Caller, err = script(v); err != nil {
		return nil, err
	}
	if text := v.Get("hang_up_after"); text != "" {
		if c.HangUpAfter, err = time.ParseDuration(text); err != nil {
			return nil, asked(http.StatusBadRequest, "write it as 30s or 2m", "hang_up_after %q is not a duration", text)
		}
	}
	a, ok := board.Destination(r.Context(), e.tables.DB, "", c.To)
	if !ok {
		return nil, asked(http.StatusNotFound, "twvoice numbers list --local", "%q is not a number of an account", c.To)
	}
	row := board.Ring(a, c)
	if row.Ended() {
		return nil, asked(http.StatusConflict, "twvoice webhook set "+c.To+" URL --local", "%s has no VoiceUrl: the call would not be answered", c.To)
	}
	return map[string]string{"call_sid": row.Sid, "from": c.From, "to": c.To, "status": row.Status}, nil
}

// dialled is a number as somebody typed it. In a form the + of curl -d to=+1415… is a space.
func dialled(text string) string {
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

// script is the caller of a request: what is pressed first, then what is said.
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
		return nil, asked(http.StatusBadRequest, "", "press: %v", err)
	}
	return &voicesim.Patient{Caller: s}, nil
}

// atWork is the switchboard, or why there is none.
func (e *Server) atWork() (*live.Switchboard, error) {
	if e.board == nil {
		return nil, asked(http.StatusServiceUnavailable, "twvoice emulate", "this emulator does not run calls")
	}
	return e.board, nil
}

// listStories is the calls that go on, and the last ones that are over, without what was said.
func (e *Server) listStories(*http.Request) (any, error) {
	board, err := e.atWork()
	if err != nil {
		return nil, err
	}
	return board.Transcripts(), nil
}

// showStory is what was heard in a call so far; with until=over, when it is over.
func (e *Server) showStory(r *http.Request) (any, error) {
	board, err := e.atWork()
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
	return asked(http.StatusNotFound, "GET /_twvoice/calls lists them", "no call %s is in progress or among the last %d", sid, live.MaxHistories)
}

// does tells a call what happens at its phone, and is the story then.
func (e *Server) does(r *http.Request, events ...event.Event) (any, error) {
	board, err := e.atWork()
	if err != nil {
		return nil, err
	}
	sid := r.PathValue("sid")
	if board.Status(sid) == "" {
		return nil, asked(http.StatusConflict, "GET /_twvoice/calls lists them", "no call %s is in progress", sid)
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
