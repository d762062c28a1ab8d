// Package api implements the resources of Twilio's REST API. Each resource has a file, named as in
// Twilio's reference. Long resources have more files, which begin with the same word.
package api

import (
	"net/http"
	"slices"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/internal/emulator/messaging"
	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
)

// API is the REST API, without authentication and errors in JSON, which package emulator adds.
type API struct {
	*record.Tables
	*outbox.Outbox
	*messaging.Messenger
	Board   *live.Switchboard // nil if the emulator runs no calls
	Remotes RemoteCalls
}

// Routes returns the routes of all resources.
func (api *API) Routes() []rest.Route {
	return slices.Concat(
		api.accountRoutes(),
		api.balanceRoutes(),
		api.keyRoutes(),
		api.availableRoutes(),
		api.numberRoutes(),
		api.applicationRoutes(),
		api.addressRoutes(),
		api.callerIDRoutes(),
		api.messageRoutes(),
		api.callRoutes(),
		api.recordingRoutes(),
		api.queueRoutes(),
		api.conferenceRoutes(),
		api.usageRoutes(),
		api.alertRoutes(),
		api.pricingRoutes(),
	)
}

// running returns the switchboard, or the error for an emulator that runs no calls.
func (api *API) running() (*live.Switchboard, error) {
	if api.Board == nil {
		return nil, &apierror.Error{
			Status: http.StatusServiceUnavailable, Code: 20503,
			Message: "No calls run here: start the emulator with twvoice emulate",
		}
	}
	return api.Board, nil
}
