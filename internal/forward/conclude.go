package forward

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/webhook/judge"
)

// twilioTimeout is how long Twilio waits for an answer
// (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
const twilioTimeout = 15 * time.Second

// conclude records whether the application answered completely and in time, which only the client sees. Other packages
// evaluate a complete answer.
func (v *visit) conclude() {
	app := &v.notes.App
	app.Asked, app.Host, app.Resign = true, v.host(), v.app.o.Token == ""
	app.Failure = v.failure()
	if v.answer == nil {
		return
	}
	app.Chunked = v.answer.ContentLength < 0
	app.Advice = v.advice()
}

// failure returns why there is no answer, or none that Twilio accepts.
func (v *visit) failure() *judge.Problem {
	took := v.app.o.Now().Sub(v.began)
	gone := v.r.Context().Err() != nil && !v.whole // a client may leave after the complete answer
	switch {
	case v.answer != nil && v.answer.StatusCode == http.StatusSwitchingProtocols:
		return nil
	case v.failed != nil && gone:
		return v.fail("11205", slow, "the app had not responded when Twilio hung up, after %s", seconds(took))
	case v.failed != nil:
		what, fix := v.app.explain(v.failed)
		return v.fail("11200", fix, "%s", what)
	case v.answer == nil:
		return nil // nothing was sent: a bug, which is reported elsewhere
	case v.broken != nil && !gone:
		return v.fail("11205", "check its log: it may have crashed", "the app closed the connection before the end of its response, after %s", count(v.passed))
	case gone && v.passed < maxRead: // the client has left
		return v.fail("11205", slow, "the app was still sending its response when Twilio hung up: it started after %s and had sent %s after %s", seconds(v.headed), count(v.passed), seconds(took))
	case took >= twilioTimeout && !v.sound && v.headed < twilioTimeout:
		return v.fail("11205", slow, "the app started its response after %s and finished it after %s: Twilio's limit is 15 s", seconds(v.headed), seconds(took))
	case took >= twilioTimeout && !v.sound:
		return v.fail("11205", slow, "the app responded after %s: Twilio's limit is 15 s", seconds(took))
	case upgrades(v.r):
		return v.fail("", v.advice(), "the app responded with %s instead of 101: it serves no WebSocket at %s", v.status(), v.r.URL.Path)
	}
	return nil
}

// fail returns a problem. All problems of a WebSocket handshake share one code.
func (v *visit) fail(code, fix, format string, args ...any) *judge.Problem {
	if upgrades(v.r) {
		code = "31920"
	}
	return &judge.Problem{Code: code, Message: fmt.Sprintf(format, args...), Fix: fix}
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

func count(n int64) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}

func (v *visit) status() string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", v.answer.StatusCode, http.StatusText(v.answer.StatusCode)))
}

// host returns the host name that the application was called by.
func (v *visit) host() string {
	if v.app.o.Token != "" {
		return v.app.o.Target.Host
	}
	return v.known.Host
}

// advice returns what to do about a status whose cause the answer does not show. For a 403 it examines the signature.
func (v *visit) advice() string {
	switch status := v.answer.StatusCode; {
	case status == http.StatusForbidden && v.notes.Verdict.Valid:
		return v.refused()
	case status == http.StatusNotFound || status == http.StatusMethodNotAllowed:
		return fmt.Sprintf("the app does not serve %s %s: check --path, --method, and the URLs in its documents", v.r.Method, v.r.URL.Path)
	case status >= http.StatusInternalServerError:
		return "check its log"
	}
	return ""
}
