package emulator

import (
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/twvoice/twvoice/internal/store"
)

// A file is an answer that is no JSON, and may be too large to be held.
type file struct {
	kind string // its media type
	size int
	copy func(io.Writer) error
}

func (f *file) write(w http.ResponseWriter, status int) {
	w.Header()["Content-Type"] = []string{f.kind}
	w.Header()["Content-Length"] = []string{strconv.Itoa(f.size)}
	w.WriteHeader(status)
	_ = f.copy(w) // whoever asked went away
}

// show answers with a file. Twilio wants no password for one unless the account is set so, because a browser, or a
// <Play> that has its address, brings none.
//
// https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media-file
func (e *Server) show(w http.ResponseWriter, req *http.Request, at *endpoint, r *request) (answer, error) {
	var err error
	r.account, err = accountsIn(e.db).Get(req.Context(), everyone, r.arg("AccountSid"))
	if errors.Is(err, store.ErrNotFound) {
		return answer{}, missing(r.path)
	}
	if err != nil {
		return answer{}, err
	}
	if r.account.Status != active {
		return answer{}, inactive(r.account.Sid, r.account.Status)
	}
	if err := r.parse(w, req); err != nil {
		return answer{}, err
	}
	return at.media(req.Context(), r)
}
