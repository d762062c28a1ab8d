package emulator

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/api"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
)

// putRemote handles PUT /_twvoice/remote/{sid}, which stores the current state of a call.
func (e *Server) putRemote(r *http.Request) (any, error) {
	var told api.RemoteCall
	if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, rest.MaxBody)).Decode(&told); err != nil {
		return nil, controlErrorf(http.StatusBadRequest, "", "the body is not a call in JSON: %v", err)
	}
	if told.Sid = r.PathValue("sid"); told.Run == "" {
		told.Run = told.Sid
	}
	if _, err := record.Accounts(e.tables.DB).Get(r.Context(), record.Global, told.AccountSid); err != nil {
		return nil, controlErrorf(http.StatusNotFound, "", "no account %s exists here", told.AccountSid)
	}
	row := e.tables.NewCall(record.CallParams{Sid: told.Sid, Account: told.AccountSid, From: told.From, To: told.To, Direction: told.Direction, Parent: told.ParentCallSid})
	row.Status, row.AnsweredBy = told.Status, record.NullString(told.AnsweredBy)
	if !told.Answered.IsZero() {
		row.Begin(told.Answered)
	}
	if row.Ended() {
		row.End(told.Status, told.Ended, time.Duration(told.Seconds*float64(time.Second)))
		if row.StartTime == "" {
			row.Begin(told.Ended)
		}
	}
	e.api.Remotes.Follow(told, row.Ended())
	return map[string]string{"sid": row.Sid}, e.tables.DB.Update(r.Context(), func(tx *store.Tx) error {
		calls := record.Calls(tx)
		if before, err := calls.Get(r.Context(), row.AccountSid, row.Sid); err == nil {
			row.DateCreated = before.DateCreated
		}
		row.PhoneNumberSid = e.tables.OwnNumberSid(r.Context(), tx, row)
		return calls.Put(r.Context(), row.AccountSid, row.Sid, row)
	})
}

// remoteOrders handles POST /_twvoice/remote/{sid}/orders, which returns the orders for a run since
// its last request.
func (e *Server) remoteOrders(r *http.Request) (any, error) {
	return append([]api.Order{}, e.api.Remotes.TakeOrders(r.PathValue("sid"))...), nil
}
