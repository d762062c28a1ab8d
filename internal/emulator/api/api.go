// Package api is the resources of Twilio's REST API: a file a resource, named as in Twilio's reference. A long resource has
// more files, which begin with the same word.
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

// API is the REST API: a resource is a file.
type API struct {
	*record.Tables
	*outbox.Outbox
	*messaging.Messenger
	Board   *live.Switchboard // nil where no calls run
	Remotes RemoteCalls
}

// Routes is the API: a resource is a file, and says here that it exists.
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

// running says that no calls can run here, where that is so.
func (api *API) running() (*live.Switchboard, error) {
	if api.Board == nil {
		return nil, &apierror.Error{
			Status: http.StatusServiceUnavailable, Code: 20503,
			Message: "No calls run here: start the emulator with twvoice emulate",
		}
	}
	return api.Board, nil
}
