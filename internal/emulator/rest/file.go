package rest

import (
	"io"
	"net/http"
	"strconv"
)

// File is an answer that is not JSON and may be too large to hold in memory.
type File struct {
	Kind string // media type
	Size int
	Copy func(io.Writer) error
}

// Write sends the file with a status. It ignores errors, because they mean that the client has gone
// away.
func (f *File) Write(w http.ResponseWriter, status int) {
	w.Header()["Content-Type"] = []string{f.Kind}
	w.Header()["Content-Length"] = []string{strconv.Itoa(f.Size)}
	w.WriteHeader(status)
	_ = f.Copy(w) // the client went away
}
