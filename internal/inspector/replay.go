package inspector

import (
	"cmp"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/internal/capture"
)

// edited is what the page changes in a request before it is asked again. A parameter that is one empty value is left out.
type edited struct {
	Params url.Values `json:"params"`
}

// replayRequest asks a request again.
func (in *Inspector) replayRequest(w http.ResponseWriter, r *http.Request) {
	var edits edited
	if !read(w, r, &edits) {
		return
	}
	asked, ok := in.asksFor(w, r)
	if !ok {
		return
	}
	recorded := *asked
	recorded.ID = cmp.Or(recorded.ID, "r0") // one that could not be kept must not count as part of its call, either
	done, err := in.o.Replayer().Request(r.Context(), recorded, edits.Params)
	if err != nil {
		fail(w, http.StatusBadGateway, err)
		return
	}
	answer(w, done)
}

// replayedCall is what came of a call that was asked again.
type replayedCall struct {
	Requests []capture.Replayed `json:"requests"`
	Left     int                `json:"left"` // that were not asked
	Why      string             `json:"why"`
}

// replayCall asks the requests of a call again, as those of a new one.
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
