package voicesim

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/pkg/webhook/client"
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
	if a.Status >= http.StatusMultipleChoices && a.Status < http.StatusBadRequest && a.Header.Get("Location") != "" {
		return got
	}
	line := statusLine(a.Status)
	if a.Status == http.StatusUnauthorized {
		got.problem("11200", "%s answered %s", got.source(), line)
		return got
	}
	if failed := client.StatusFailure(f.URL, line, a.Status, false); failed != nil {
		got.problem(failed.Code, "%s", failed.Message)
		return got
	}
	if wanted(f) == wantNothing {
		return got
	}
	body, err := client.Decode(a.Header, a.Body)
	if err != nil {
		got.problem("11206", "%s %s", got.source(), err)
		return got
	}
	got.take(answer{header: a.Header, chunked: a.Chunked, body: body}, wanted(f))
	return got
}

func statusLine(status int) string {
	return strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
}
