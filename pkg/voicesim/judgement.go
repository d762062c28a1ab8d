package voicesim

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Apology is what a caller hears when an application fails and nothing stands behind it.
const Apology = sorry

// Answered is an answer that somebody else has got of an application: a proxy, which only looks on.
type Answered struct {
	Status  int
	Header  http.Header
	Body    []byte // as it came; the first 64 kB and a byte are enough
	Chunked bool   // its length was not announced
}

// Judge says what a call would make of an answer to f, of which URL, Purpose and Callback count: the document, the text or the
// audio that goes on, or the problem that Twilio's debugger would show. A redirect of HTTP is neither: it is followed.
func Judge(f Fetch, a Answered) Fetched {
	got := Fetched{ID: f.ID, URL: f.URL}
	body := answer{status: a.Status, line: statusLine(a.Status), header: a.Header, chunked: a.Chunked}
	if a.Status >= http.StatusMultipleChoices && a.Status < http.StatusBadRequest && a.Header.Get("Location") != "" {
		return got
	}
	if a.Status == http.StatusUnauthorized {
		got.problem("11200", "%s answered %s", got.source(), body.line)
		return got
	}
	body.read(a.Body)
	got.take(body, wanted(f))
	return got
}

func statusLine(status int) string {
	return strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
}

// read decompresses a body that was kept as it came. One that breaks off gives what there is of it.
func (a *answer) read(kept []byte) {
	a.body, _ = io.ReadAll(a.limited(bytes.NewReader(kept)))
}
