package limits

import (
	"io"
	"net/http"
	"time"
)

// maxFirstPart is how much of a body must arrive within the limit as a whole, in bytes: the maximum that our handlers read
// before they know the client.
const maxFirstPart = 1 << 20

// bodyTimeout limits the time of bodies. net/http's ReadTimeout does not work here: it would cut a slow answer, and a slow
// handler would look like a slow client.
type bodyTimeout struct {
	next  http.Handler
	limit time.Duration
}

func (p bodyTimeout) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Body != nil && r.Body != http.NoBody {
		b := &body{ReadCloser: r.Body, control: http.NewResponseController(w), limit: p.limit}
		b.wait()
		r.Body = b
	}
	p.next.ServeHTTP(w, r)
}

// body is a request's body that must arrive in time: its first part as a whole, then each following part.
type body struct {
	io.ReadCloser
	control *http.ResponseController
	limit   time.Duration
	read    int
	over    bool
}

// Read implements [io.Reader].
func (b *body) Read(p []byte) (int, error) {
	if b.read >= maxFirstPart && !b.over {
		b.wait()
	}
	n, err := b.ReadCloser.Read(p)
	b.read += n
	if err == io.EOF && !b.over { //nolint:errorlint // a wrapped one is none
		b.over = true
		_ = b.control.SetReadDeadline(time.Time{}) // the server continues to read, to detect a closed connection; that may take as long as the answer
	}
	return n, err
}

// wait allows the client this long for more data. In a test without a connection, it has no effect.
func (b *body) wait() { _ = b.control.SetReadDeadline(time.Now().Add(b.limit)) }
