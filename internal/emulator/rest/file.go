package rest

import (
	"io"
	"net/http"
	"strconv"
)

// A File is an answer that is no JSON, and may be too large to be held.
type File struct {
	Kind string // its media type
	Size int
	Copy func(io.Writer) error
}

func (f *File) Write(w http.ResponseWriter, status int) {
	w.Header()["Content-Type"] = []string{f.Kind}
	w.Header()["Content-Length"] = []string{strconv.Itoa(f.Size)}
	w.WriteHeader(status)
	_ = f.Copy(w) // whoever asked went away
}
