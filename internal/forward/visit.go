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

// giveUp is how long an application may take that nobody waits for any more. (Twilio hangs up after 15 s, see [waits];
// a tunnel does not always say so.)
const giveUp = time.Minute

// maxRead is how much Twilio reads of an answer: as much as TwiML may have, and a byte to see that there is more.
const maxRead = 64<<10 + 1

// visit is one request on its way through the application.
type visit struct {
	app   *App
	r     *http.Request
	form  url.Values // of a POST, as it is signed
	began time.Time
	notes *httplog.Notes
	known *url.URL // scheme and host that it was called at
	// checked is the URL that the application most likely checks the signature for.
	checked string
	body    []byte // of the request, where it is short; nil for one that flows, and can be sent once only

	sound  bool // it is for audio
	answer *http.Response
	headed time.Duration // until the head of the answer came
	passed int64         // bytes of the answer
	whole  bool          // it came to its end
	failed error         // no answer came
	broken error         // it broke off
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

// inOne is how long a body may be that is sent together with its head, and once more where that is needed: the transport would send a
// head alone, in a packet of its own, before a body that may still be on its way. Twilio's have a few kilobytes.
const inOne = 64 << 10

// take reads a short body. One that breaks off is left to flow, and breaks off there.
func (v *visit) take(in *http.Request) {
	if in.ContentLength <= 0 || in.ContentLength > inOne {
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

// calledAt is the side that a request came from: what its signature was made for tells it, and where there is none, the Host
// where that is this machine's own.
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

// sees is the URL of this request for an application that believes in the host of u.
func (v *visit) sees(u *url.URL) string {
	scheme := "http"
	if v.app.o.Target.Scheme == "https" {
		scheme = "https"
	}
	if upgrades(v.r) {
		scheme = strings.Replace(scheme, "http", "ws", 1)
	}
	return scheme + "://" + u.Host + v.app.o.Target.EscapedPath() + v.uri()
}

// uri is path and query as they came.
func (v *visit) uri() string {
	if strings.HasPrefix(v.r.RequestURI, "/") {
		return v.r.RequestURI
	}
	return v.r.URL.RequestURI()
}

// params are what the request says, in its form or its query.
func (v *visit) params() url.Values {
	if v.form != nil {
		return v.form
	}
	return v.r.URL.Query()
}

func upgrades(r *http.Request) bool { return strings.EqualFold(r.Header.Get("Upgrade"), "websocket") }

// answered looks on while an answer goes by.
func answered(answer *http.Response) error {
	v := visitOf(answer.Request.Context())
	v.answer, v.headed = answer, v.app.o.Now().Sub(v.began)
	if answer.StatusCode != http.StatusSwitchingProtocols { // of which the body is the connection
		answer.Body = &onlooker{answer.Body, v}
	}
	return nil
}

// onlooker sees how a body goes by.
type onlooker struct {
	io.ReadCloser
	visit *visit
}

func (o *onlooker) Read(p []byte) (int, error) {
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
