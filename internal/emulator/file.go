package emulator

import (
	"errors"
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
)

// show answers with a file. As with Twilio, it needs no password unless the account is configured
// otherwise, because a browser or a <Play> with its URL sends none.
//
// https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media-file
func (e *Server) show(w http.ResponseWriter, req *http.Request, at *rest.Endpoint, r *rest.Request) (rest.Response, error) {
	var err error
	r.Account, err = record.Accounts(e.tables.DB).Get(req.Context(), record.Global, r.Arg("AccountSid"))
	if errors.Is(err, store.ErrNotFound) {
		return rest.Response{}, apierror.NotFound(r.Path)
	}
	if err != nil {
		return rest.Response{}, err
	}
	if r.Account.Status != record.AccountActive {
		return rest.Response{}, apierror.Inactive(r.Account.Sid, r.Account.Status)
	}
	if err := r.Parse(w, req); err != nil {
		return rest.Response{}, err
	}
	return at.Media(req.Context(), r)
}
