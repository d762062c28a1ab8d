package forward

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/httplog"
)

// giveUp limits an application's answer after its client has gone. (Twilio hangs up after 15 s, see [waits]; a tunnel
// does not always report that.)
const giveUp = time.Minute

// maxRead is how much Twilio reads of an answer: the maximum size of TwiML, and a byte to detect a longer one.
const maxRead = 64<<10 + 1

// visit is one forwarded request.
type visit struct {
	app   *App
	r     *http.Request
	form  url.Values // of a POST, as it is signed
	began time.Time
	notes *httplog.Notes
	known *url.URL // scheme and host that it was called at
	// checked is the URL that the application most likely checks the signature for.
	checked string
	body    []byte // of a short request; nil for a streamed one, which can be sent only once

	sound  bool // it is for audio
	answer *http.Response
	headed time.Duration // time until the header of the answer came
	passed int64         // bytes of the answer
	whole  bool          // the answer was complete
	failed error         // no answer came
	broken error         // the answer broke off

	follows *follower // of a WebSocket; nil for none
}

type visitKey struct{}

func visitOf(ctx context.Context) *visit { return ctx.Value(visitKey{}).(*visit) }

func newVisit(a *App, r *http.Request, notes *httplog.Notes) *visit {
	v := &visit{app: a, r: r, form: r.PostForm, began: a.o.Now(), notes: notes}
	v.sound = a.o.Audio(r) && !v.params().Has("CallSid")
	v.notes.Source, v.notes.Sound = a.Name(), v.sound
	v.known = v.calledAt()
	return v
}

// maxBuffered limits a body that is sent in one packet with the header, and again if necessary, in bytes. The transport would
// otherwise send the header first, in a separate packet. Twilio's bodies have a few kilobytes.
const maxBuffered = 64 << 10

// bufferBody reads a short body. If reading fails, the body is streamed and fails there.
func (v *visit) bufferBody(in *http.Request) {
	if in.ContentLength <= 0 || in.ContentLength > maxBuffered {
		return
	}
	body := make([]byte, in.ContentLength)
	n, err := io.ReadFull(in.Body, body)
	if err != nil {
		in.Body = struct {
			io.Reader
			io.Closer
		}{io.MultiReader(bytes.NewReader(body[:n]), in.Body), in.Body}
		return
	}
	v.body = body
}

// calledAt returns the scheme and host that the request was sent to. They are those of the signed URL; without a
// signature, those of Host, if that is this machine's own.
func (v *visit) calledAt() *url.URL {
	base := v.app.o.Public()
	if verdict := v.notes.Verdict; verdict.Valid {
		base = verdict.URL
	} else if host, _, _ := strings.Cut(v.r.Host, ":"); host == "localhost" || host == "127.0.0.1" {
		base = "http://" + v.r.Host
	}
	u, err := url.Parse(base)
	if err != nil {
		return &url.URL{Scheme: "http", Host: v.r.Host}
	}
	scheme := u.Scheme
	if scheme == "ws" || scheme == "wss" {
		scheme = "http" + strings.TrimPrefix(scheme, "ws")
	}
	return &url.URL{Scheme: scheme, Host: u.Host}
}

// appURL returns the URL of this request for an application that uses the host of u.
func (v *visit) appURL(u *url.URL) string {
	scheme := "http"
	if v.app.o.Target.Scheme == "https" {
		scheme = "https"
	}
	if upgrades(v.r) {
		scheme = strings.Replace(scheme, "http", "ws", 1)
	}
	return scheme + "://" + u.Host + v.app.o.Target.EscapedPath() + v.uri()
}

// uri returns path and query with their original spelling.
func (v *visit) uri() string {
	if strings.HasPrefix(v.r.RequestURI, "/") {
		return v.r.RequestURI
	}
	return v.r.URL.RequestURI()
}

// params returns the parameters of the request, from its form or its query.
func (v *visit) params() url.Values {
	if v.form != nil {
		return v.form
	}
	return v.r.URL.Query()
}

func upgrades(r *http.Request) bool { return strings.EqualFold(r.Header.Get("Upgrade"), "websocket") }

// answered wraps the answer's body, to measure it.
func answered(answer *http.Response) error {
	v := visitOf(answer.Request.Context())
	v.answer, v.headed = answer, v.app.o.Now().Sub(v.began)
	if answer.StatusCode == http.StatusSwitchingProtocols { // its body is the connection
		v.follow(answer)
		return nil
	}
	answer.Body = &bodyWatcher{answer.Body, v}
	return nil
}

// bodyWatcher counts a body as it is read.
type bodyWatcher struct {
	io.ReadCloser
	visit *visit
}

func (o *bodyWatcher) Read(p []byte) (int, error) {
	n, err := o.ReadCloser.Read(p)
	v := o.visit
	v.passed += int64(n)
	switch {
	case err == io.EOF: //nolint:errorlint // a wrapped one is none
		v.whole = true
	case err != nil:
		v.broken = err
	}
	return n, err
}
