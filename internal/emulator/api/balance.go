package api

import (
	"context"
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
)

func (api *API) balanceRoutes() []rest.Route {
	return []rest.Route{{
		Pattern: record.AccountsPath + "/{AccountSid}/Balance",
		On:      map[string]rest.Handler{http.MethodGet: api.fetchBalance},
	}}
}

// fetchBalance always answers with the same balance. Nothing costs money here, and the amount is
// large enough for applications that check it before they spend.
//
// https://www.twilio.com/docs/usage/api/balance
func (api *API) fetchBalance(_ context.Context, r *rest.Request) (rest.Response, error) {
	return rest.OK(struct {
		AccountSid string `json:"account_sid"`
		Balance    string `json:"balance"`
		Currency   string `json:"currency"`
	}{r.Account.Sid, "100.00", "USD"})
}
