package emulator

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// callKind is the collection of calls.
const callKind = "emulator/call"

// calls are listed by every filter that Twilio has.
//
// https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
func (e *Server) calls() resource[call] {
	return resource[call]{db: e.db, kind: callKind, key: "calls", filter: func(r *request) (func(*call) bool, error) {
		f := filter[call]{query: r.query}
		f.phone("To", func(c *call) string { return c.To })
		f.phone("From", func(c *call) string { return c.From })
		f.text("ParentCallSid", func(c *call) string { return string(c.ParentCallSid) })
		f.word("Status", func(c *call) string { return c.Status },
			queued, "ringing", "in-progress", completed, "busy", "failed", "no-answer", canceled)
		f.date("StartTime", func(c *call) string { return string(c.StartTime) })
		f.date("EndTime", func(c *call) string { return string(c.EndTime) })
		return f.keep()
	}}
}

func (e *Server) callRoutes() []route {
	const path = accountsPath + "/{AccountSid}/Calls"
	s := e.calls()
	return []route{
		{pattern: path, on: s.all(e.createCall)},
		{pattern: path + "/{Sid}", on: s.one(e.updateCall, s.remove(hungUp))},
	}
}

// hungUp refuses to forget a call that is not over.
//
// https://www.twilio.com/docs/voice/api/call-resource#delete-a-call-resource
func hungUp(_ context.Context, _ *store.Tx, c *call) error {
	if c.ended() {
		return nil
	}
	return &refusal{
		Status: http.StatusConflict, Code: 20009,
		Message: "Cannot delete this resource before it is complete: the call is " + c.Status,
	}
}

func wholeSeconds(d time.Duration) string { return strconv.Itoa(int(d.Round(time.Second).Seconds())) }
