package limits

import (
	"io"
	"net/http"
	"time"
)

// firstPart is how much of a body has to arrive within the limit as a whole: as much as anybody of ours reads before it knows who asks.
const firstPart = 1 << 20

// patience gives bodies their time. net/http's own ReadTimeout cannot be used: it would cut an answer that takes long, and a
// handler could not be told from a client that is slow.
type patience struct {
	next  http.Handler
	limit time.Duration
}

func (p patience) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Body != nil && r.Body != http.NoBody {
		b := &body{ReadCloser: r.Body, control: http.NewResponseController(w), limit: p.limit}
		b.wait()
		r.Body = b
	}
	p.next.ServeHTTP(w, r)
}

// body is a request's body that must come in time: its first part as a whole, and then whatever comes, piece by piece.
type body struct {
	io.ReadCloser
	control *http.ResponseController
	limit   time.Duration
	read    int
	over    bool
}

// Read implements [io.Reader].
func (b *body) Read(p []byte) (int, error) {
	if b.read >= firstPart && !b.over {
		b.wait()
	}
	n, err := b.ReadCloser.Read(p)
	b.read += n
	if err == io.EOF && !b.over { //nolint:errorlint // a wrapped one is none
		b.over = true
		_ = b.control.SetReadDeadline(time.Time{}) // the server reads on, to see whether the client goes; that may take as long as the answer
	}
	return n, err
}

// wait has the connection wait so long for more, and no longer. Where it cannot be told, in a test without one, nothing waits.
func (b *body) wait() { _ = b.control.SetReadDeadline(time.Now().Add(b.limit)) }
