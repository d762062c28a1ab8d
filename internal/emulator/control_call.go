package emulator

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
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
	c := comer{from: orDefault(dialled(v.Get("from")), "+14155550100"), to: dialled(v.Get("to"))}
	if c.to == "" {
		return nil, asked(http.StatusBadRequest, "", "to is missing: the number that is called")
	}
	if c.caller, err = script(v); err != nil {
		return nil, err
	}
	if text := v.Get("hang_up_after"); text != "" {
		if c.hangUpAfter, err = time.ParseDuration(text); err != nil {
			return nil, asked(http.StatusBadRequest, "write it as 30s or 2m", "hang_up_after %q is no duration", text)
		}
	}
	a, ok := e.answerer(r.Context(), e.db, "", c.to)
	if !ok {
		return nil, asked(http.StatusNotFound, "twvoice numbers list --local", "%q is no number of an account", c.to)
	}
	board.mu.Lock()
	row := board.comesIn(a, c)
	board.mu.Unlock()
	if row.ended() {
		return nil, asked(http.StatusConflict, "twvoice webhook set "+c.to+" URL --local", "%s has no VoiceUrl, so that nobody answers", c.to)
	}
	return map[string]string{"call_sid": row.Sid, "from": c.from, "to": c.to, "status": row.Status}, nil
}

// dialled is a number as somebody typed it. In a form the + of curl -d to=+1415… is a space.
func dialled(text string) string {
	if digits, ok := strings.CutPrefix(text, " "); ok {
		text = "+" + digits
	}
	return orDefault(e164(text), text)
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
func (e *Server) atWork() (*switchboard, error) {
	if e.board == nil {
		return nil, asked(http.StatusServiceUnavailable, "twvoice emulate", "no calls run here")
	}
	return e.board, nil
}

// shown is a story as it is shown: that of a call which goes on has a status and no end.
func (b *switchboard) shown(s *story) transcript.Call {
	c := s.call
	if l := b.lines[s.sid]; l != nil {
		c.End(voicesim.Result{CallSid: s.sid, From: l.row.From, To: l.row.To, Status: voicesim.Status(l.row.Status)})
	}
	return c
}

// listStories is the calls that go on, and the last ones that are over, without what was said.
func (e *Server) listStories(*http.Request) (any, error) {
	board, err := e.atWork()
	if err != nil {
		return nil, err
	}
	board.mu.Lock()
	defer board.mu.Unlock()
	all := []transcript.Brief{}
	for _, s := range board.past {
		c := board.shown(s)
		all = append(all, c.Brief())
	}
	for _, lines := range []map[string]*line{board.late, board.lines} {
		for _, sid := range slices.Sorted(maps.Keys(lines)) {
			if s := lines[sid].story; s.sid == sid {
				c := board.shown(s)
				all = append(all, c.Brief())
			}
		}
	}
	return all, nil
}

// showStory is what was heard in a call so far; with until=over, when it is over.
func (e *Server) showStory(r *http.Request) (any, error) {
	board, err := e.atWork()
	if err != nil {
		return nil, err
	}
	for {
		c, over, err := board.look(r.PathValue("sid"))
		if err != nil || over == nil || r.URL.Query().Get("until") != "over" {
			return c, err
		}
		select {
		case <-over:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
}

// look is a story, and what is closed when it is over; nil for one that is.
func (b *switchboard) look(sid string) (transcript.Call, <-chan struct{}, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.find(sid)
	if s == nil {
		return transcript.Call{}, nil, unknownCall(sid)
	}
	select {
	case <-s.over:
		return b.shown(s), nil, nil
	default:
		return b.shown(s), s.over, nil
	}
}

func unknownCall(sid string) error {
	return asked(http.StatusNotFound, "GET /_twvoice/calls lists them", "no call %s goes on, or was among the last %d", sid, mostStories)
}

// does tells a call what happens at its phone, and is the story then.
func (e *Server) does(r *http.Request, events ...voicesim.Event) (any, error) {
	board, err := e.atWork()
	if err != nil {
		return nil, err
	}
	sid := r.PathValue("sid")
	board.mu.Lock()
	on := board.lines[sid] != nil
	board.mu.Unlock()
	if !on {
		return nil, asked(http.StatusConflict, "GET /_twvoice/calls lists them", "no call %s goes on", sid)
	}
	for _, ev := range events {
		board.office.Tell(sid, ev)
	}
	if err := board.settled(r.Context()); err != nil {
		return nil, err
	}
	c, _, err := board.look(sid)
	return c, err
}

// settled waits until what calls were told has happened, and is written down.
func (b *switchboard) settled(ctx context.Context) error {
	if err := b.office.Settle(ctx); err != nil {
		return err
	}
	return b.book.settle(ctx)
}
