package emulator

import (
	"context"
	"net/http"
)

func (e *Server) balanceRoutes() []route {
	return []route{{
		pattern: accountsPath + "/{AccountSid}/Balance",
		on:      map[string]handle{http.MethodGet: e.fetchBalance},
	}}
}

// fetchBalance is always the same: nothing costs anything here, and there is enough for whoever looks before it spends.
//
// https://www.twilio.com/docs/usage/api/balance
func (e *Server) fetchBalance(_ context.Context, r *request) (answer, error) {
	return ok(struct {
		AccountSid string `json:"account_sid"`
		Balance    string `json:"balance"`
		Currency   string `json:"currency"`
	}{r.account.Sid, "100.00", "USD"})
}
