package emulator

import (
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// press presses keys in sequence: digits=12#.
func (e *Server) press(r *http.Request) (any, error) {
	v, err := knownValues(r, "digits")
	if err != nil {
		return nil, err
	}
	keys := v.Get("digits")
	if err := voicesim.CheckKeys(keys); err != nil || keys == "" {
		return nil, controlErrorf(http.StatusBadRequest, "", "digits %q are invalid: use 0-9, * and #", keys)
	}
	var events []event.Event
	for {
		key, _, rest, ok := voicesim.NextKey(keys)
		if !ok {
			return e.sendEvents(r, events...)
		}
		events, keys = append(events, key), rest
	}
}

// say says a text: text=Yes.
func (e *Server) say(r *http.Request) (any, error) {
	v, err := knownValues(r, "text")
	if err != nil {
		return nil, err
	}
	if v.Get("text") == "" {
		return nil, controlErrorf(http.StatusBadRequest, "", "text is missing: what the caller says")
	}
	return e.sendEvents(r, event.Spoke{Text: v.Get("text"), Confidence: 0.9})
}

func (e *Server) hangUp(r *http.Request) (any, error) { return e.sendEvents(r, event.HungUp{}) }

// pickUp answers a phone that waits for it; with machine=true, an answering machine answers.
func (e *Server) pickUp(r *http.Request) (any, error) {
	v, err := knownValues(r, "machine")
	if err == nil {
		err = e.checkRinging(r.PathValue("sid"))
	}
	if err != nil {
		return nil, err
	}
	return e.sendEvents(r, event.PickedUp{Machine: rest.BoolOr(v, "machine", false)})
}

// reject rejects a call: status=busy, no-answer or failed.
func (e *Server) reject(r *http.Request) (any, error) {
	v, err := knownValues(r, "status")
	if err == nil {
		err = e.checkRinging(r.PathValue("sid"))
	}
	if err != nil {
		return nil, err
	}
	switch status := event.Status(orDefault(v.Get("status"), "busy")); status {
	case event.Busy, event.NoAnswer, event.Failed:
		return e.sendEvents(r, event.Refused{Status: status})
	default:
		return nil, controlErrorf(http.StatusBadRequest, "", "status %s is not busy, no-answer or failed", status)
	}
}

// checkRinging returns an error if the call has been answered, because a phone can be answered or rejected
// only once.
func (e *Server) checkRinging(sid string) error {
	board, err := e.switchboard()
	if err != nil {
		return err
	}
	if board.Status(sid) == string(event.InProgress) {
		return controlErrorf(http.StatusConflict, "", "call %s was already answered", sid)
	}
	return nil
}
