package inspector

import (
	"cmp"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/internal/capture"
)

// edited are the changes that the user made to a request before the replay. A parameter with one empty value is left
// out.
type edited struct {
	Params url.Values `json:"params"`
}

// replayRequest replays one request.
func (in *Inspector) replayRequest(w http.ResponseWriter, r *http.Request) {
	var edits edited
	if !read(w, r, &edits) {
		return
	}
	asked, ok := in.pathRequest(w, r)
	if !ok {
		return
	}
	recorded := *asked
	recorded.ID = cmp.Or(recorded.ID, "r0") // marks a request that was not stored as a replay too, so that it does not join its call
	done, err := in.o.Replayer().Request(r.Context(), recorded, edits.Params)
	if err != nil {
		fail(w, http.StatusBadGateway, err)
		return
	}
	answer(w, done)
}

// replayedCall is the result of replaying a call.
type replayedCall struct {
	Requests []capture.Replayed `json:"requests"`
	Left     int                `json:"left"` // requests that were not sent
	Why      string             `json:"why"`
}

// replayCall replays the requests of a call as a new call.
func (in *Inspector) replayCall(w http.ResponseWriter, r *http.Request) {
	requests := in.board.requests(r.PathValue("sid"))
	if len(requests) == 0 {
		fail(w, http.StatusNotFound, errForgotten)
		return
	}
	var done replayedCall
	var err error
	done.Left, done.Why, err = in.o.Replayer().Call(r.Context(), requests, func(one capture.Replayed) error {
		done.Requests = append(done.Requests, one)
		return nil
	})
	if err != nil {
		fail(w, http.StatusBadGateway, err)
		return
	}
	answer(w, done)
}
