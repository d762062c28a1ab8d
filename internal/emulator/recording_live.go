package emulator

import (
	"context"
	"errors"
	"net/http"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// current is the SID that stands for the recording of a call which goes on.
const current = "Twilio.CURRENT"

// recordCall begins to record a call.
//
// https://www.twilio.com/docs/voice/api/recording#create-a-recording-resource
func (e *Server) recordCall(ctx context.Context, r *request) (answer, error) {
	c, err := e.inProgress(ctx, r)
	if err != nil {
		return answer{}, err
	}
	tape, err := readTape(r.form, "dual")
	if err != nil {
		return answer{}, err
	}
	board, err := e.running()
	if err != nil {
		return answer{}, err
	}
	tape.Sid, tape.Source = webhook.NewSID("RE", e.random), "StartCallRecordingAPI"
	if err := board.order(ctx, c.Sid, voicesim.Taken{Tape: tape}); err != nil {
		return answer{}, err
	}
	return e.showRecording(ctx, r, tape.Sid, http.StatusCreated)
}

// changeRecording pauses a recording, has it go on, or stops it.
//
// https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource
func (e *Server) changeRecording(ctx context.Context, r *request) (answer, error) {
	row, err := e.recordingOf(ctx, r)
	if err != nil {
		return answer{}, err
	}
	status := r.form.Get("Status")
	switch {
	case status != "paused" && status != "in-progress" && status != "stopped":
		return answer{}, invalid(badParameter, "Status %q is not paused, in-progress or stopped", status)
	case row.Status != "in-progress" && row.Status != "paused":
		return answer{}, invalid(21220, "The recording %s is %s", row.Sid, row.Status)
	}
	behaviour, err := readOne("silence", "skip")("PauseBehavior", r.form.Get("PauseBehavior"))
	if err != nil {
		return answer{}, err
	}
	board, err := e.running()
	if err != nil {
		return answer{}, err
	}
	if status != "stopped" { // the engine writes down the end of a recording by itself
		board.book.enter(func(ctx context.Context, tx *store.Tx) error {
			row.Status, row.DateUpdated = status, rfc2822(e.now())
			return e.keepRecording(ctx, tx, row)
		})
	}
	change := voicesim.Retaken{Sid: row.Sid, Status: status, Skip: behaviour == "skip"}
	if err := board.order(ctx, r.arg("CallSid"), change); err != nil {
		return answer{}, err
	}
	return e.showRecording(ctx, r, row.Sid, http.StatusOK)
}

// recordingOf is the recording that a path names, by its SID or as the one that goes on.
func (e *Server) recordingOf(ctx context.Context, r *request) (recording, error) {
	if sid := r.arg("Sid"); sid != current {
		row, err := e.recordings().in(e.db).Get(ctx, r.account.Sid, sid)
		if errors.Is(err, store.ErrNotFound) || err == nil && string(row.CallSid) != r.arg("CallSid") {
			return row, missing(r.path)
		}
		return row, err
	}
	rows, err := e.recordings().in(e.db).List(ctx, store.Query{Scope: r.account.Sid, Newest: true})
	if err != nil {
		return recording{}, err
	}
	for _, row := range rows {
		if c := row.Value; string(c.CallSid) == r.arg("CallSid") && (c.Status == "in-progress" || c.Status == "paused") {
			return c, nil
		}
	}
	return recording{}, missing(r.path)
}

func (e *Server) showRecording(ctx context.Context, r *request, sid string, status int) (answer, error) {
	row, err := e.recordings().in(e.db).Get(ctx, r.account.Sid, sid)
	if errors.Is(err, store.ErrNotFound) { // the call ended meanwhile
		return answer{}, invalid(21220, "Call is not in-progress.")
	}
	if err != nil {
		return answer{}, err
	}
	body, err := callRecording(ctx, row)
	return answer{status: status, body: body}, err
}
