package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// current is the SID in a path that means the running recording of a call.
const current = "Twilio.CURRENT"

// recordCall starts recording a call.
//
// https://www.twilio.com/docs/voice/api/recording#create-a-recording-resource
func (api *API) recordCall(ctx context.Context, r *rest.Request) (rest.Response, error) {
	c, err := api.inProgress(ctx, r)
	if err != nil {
		return rest.Response{}, err
	}
	tape, err := readRecordingOptions(r.Form, "dual")
	if err != nil {
		return rest.Response{}, err
	}
	board, err := api.running()
	if err != nil {
		return rest.Response{}, err
	}
	tape.Sid, tape.Source = webhook.NewSID("RE", api.Random), "StartCallRecordingAPI"
	if err := board.Apply(ctx, c.Sid, event.StartRecording{Tape: tape}); err != nil {
		return rest.Response{}, err
	}
	return api.showRecording(ctx, r, tape.Sid, http.StatusCreated)
}

// changeRecording pauses, resumes or stops a recording.
//
// https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource
func (api *API) changeRecording(ctx context.Context, r *rest.Request) (rest.Response, error) {
	row, err := api.recordingOf(ctx, r)
	if err != nil {
		return rest.Response{}, err
	}
	status := r.Form.Get("Status")
	switch {
	case status != "paused" && status != "in-progress" && status != "stopped":
		return rest.Response{}, apierror.Invalid(apierror.BadParameter, "Status %q is not paused, in-progress or stopped", status)
	case row.Status != "in-progress" && row.Status != "paused":
		return rest.Response{}, apierror.Invalid(21220, "The recording %s is %s", row.Sid, row.Status)
	}
	behavior, err := rest.ReadOne("silence", "skip")("PauseBehavior", r.Form.Get("PauseBehavior"))
	if err != nil {
		return rest.Response{}, err
	}
	board, err := api.running()
	if err != nil {
		return rest.Response{}, err
	}
	if status != "stopped" { // the engine records the end of a recording itself
		row.Status, row.DateUpdated = status, record.FormatTime(api.Now())
		board.WriteRecording(row)
	}
	change := event.UpdateRecording{Sid: row.Sid, Status: status, Skip: behavior == "skip"}
	if err := board.Apply(ctx, r.Arg("CallSid"), change); err != nil {
		return rest.Response{}, err
	}
	return api.showRecording(ctx, r, row.Sid, http.StatusOK)
}

// recordingOf returns the recording that a path names by its SID or as the running one.
func (api *API) recordingOf(ctx context.Context, r *rest.Request) (record.Recording, error) {
	if sid := r.Arg("Sid"); sid != current {
		row, err := record.Recordings(api.DB).Get(ctx, r.Account.Sid, sid)
		if errors.Is(err, store.ErrNotFound) || err == nil && string(row.CallSid) != r.Arg("CallSid") {
			return row, apierror.NotFound(r.Path)
		}
		return row, err
	}
	rows, err := record.Recordings(api.DB).List(ctx, store.Query{Scope: r.Account.Sid, Newest: true})
	if err != nil {
		return record.Recording{}, err
	}
	for _, row := range rows {
		if c := row.Value; string(c.CallSid) == r.Arg("CallSid") && (c.Status == "in-progress" || c.Status == "paused") {
			return c, nil
		}
	}
	return record.Recording{}, apierror.NotFound(r.Path)
}

func (api *API) showRecording(ctx context.Context, r *rest.Request, sid string, status int) (rest.Response, error) {
	row, err := record.Recordings(api.DB).Get(ctx, r.Account.Sid, sid)
	if errors.Is(err, store.ErrNotFound) { // the call ended in the meantime
		return rest.Response{}, apierror.Invalid(21220, "Call is not in-progress.")
	}
	if err != nil {
		return rest.Response{}, err
	}
	body, err := callRecording(ctx, row)
	return rest.Response{Status: status, Body: body}, err
}
