package forward

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/exchange"
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// waits is how long Twilio waits for an answer (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
const waits = 15 * time.Second

// mostWarnings is how much of what there is to mend in one document is told.
const mostWarnings = 5

// conclude notes what Twilio makes of the answer, in the order in which it looks.
func (v *visit) conclude() {
	took := v.app.o.Now().Sub(v.began)
	gone := v.r.Context().Err() != nil && !v.whole // who has heard everything may go
	asked := v.asked()
	switch {
	case v.answer != nil && v.answer.StatusCode == http.StatusSwitchingProtocols:
		return
	case v.failed != nil && gone:
		v.fail(asked, "11205", fmt.Sprintf("the app had not answered when Twilio hung up, after %s", seconds(took)), slow)
	case v.failed != nil:
		what, mend := v.app.why(v.failed)
		v.fail(asked, "11200", what, mend)
	case v.answer == nil:
		return // nobody was asked: a bug, which is told elsewhere
	case v.broken != nil && !gone:
		v.fail(asked, "11205", fmt.Sprintf("the app closed the connection in the middle of its answer, after %d bytes", len(v.kept)), "look at its log: it may have crashed")
	case gone && len(v.kept) < keeps: // behind that nobody listens any more
		v.fail(asked, "11205", fmt.Sprintf("the app was still answering when Twilio hung up, after %s", seconds(took)), slow)
	case took >= waits && asked.Purpose != voicesim.PurposePlay:
		v.fail(asked, "11205", fmt.Sprintf("the app answered after %s, and Twilio waits for 15 s", seconds(took)), slow)
	case upgrades(v.r):
		v.fail(asked, "31920", fmt.Sprintf("the app answered %s and not 101: it serves no WebSocket at %s", v.status(), v.r.URL.Path), v.mend())
	default:
		v.judge(asked)
	}
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

func (v *visit) status() string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", v.answer.StatusCode, http.StatusText(v.answer.StatusCode)))
}

// judge looks at an answer that came whole and in time.
func (v *visit) judge(asked voicesim.Fetch) {
	got := voicesim.Judge(asked, voicesim.Answered{
		Status: v.answer.StatusCode, Header: v.answer.Header, Body: v.kept, Chunked: v.answer.ContentLength < 0,
	})
	if got.Problem != nil {
		message := got.Problem.Message
		if got.Problem.Pos != (twiml.Pos{}) {
			message = got.Problem.Pos.String() + ": " + message
		}
		v.fail(asked, got.Problem.Code, message, v.mend())
		return
	}
	if got.Document == nil {
		return
	}
	for _, found := range lint.Check(got.Document, lint.Options{}) {
		if found.Code != "" && len(v.notes.Troubles) < mostWarnings {
			v.trouble(exchange.Trouble{Code: found.Code, Warning: found.Level != alert.Error, Message: found.Pos.String() + ": " + found.Message})
		}
	}
}

// fail notes what ends a call, or would if somebody waited for the answer.
func (v *visit) fail(asked voicesim.Fetch, code, message, mend string) {
	if upgrades(v.r) {
		code = "31920" // whatever is wrong with the answer to a handshake
	}
	v.trouble(exchange.Trouble{Code: code, Message: message, Mend: mend})
	switch {
	case asked.Callback || asked.Purpose != voicesim.PurposeVoice:
	case v.app.o.Fallback && !v.params().Has("ErrorUrl"):
		v.notes.Hears = "the fallback URL is asked"
	default:
		v.notes.Hears = fmt.Sprintf("%q", voicesim.Apology)
	}
}

func (v *visit) trouble(t exchange.Trouble) { v.notes.Troubles = append(v.notes.Troubles, t) }

// mend is what to do about a status; for a refusal the signature is looked at.
func (v *visit) mend() string {
	switch status := v.answer.StatusCode; {
	case status == http.StatusForbidden && v.notes.Verdict.Valid:
		return v.refused()
	case status == http.StatusNotFound || status == http.StatusMethodNotAllowed:
		return fmt.Sprintf("the app serves no %s %s: look at --path, --method, and the URLs in its documents", v.r.Method, v.r.URL.Path)
	case status >= http.StatusInternalServerError:
		return "look at its log"
	}
	return ""
}

// params are what the request says, in its form or its query.
func (v *visit) params() url.Values {
	if v.form != nil {
		return v.form
	}
	return v.r.URL.Query()
}

// asked is what Twilio wants of the answer. A request that is none of a call's documents is a callback: its status counts.
func (v *visit) asked() voicesim.Fetch {
	params := v.params()
	f := voicesim.Fetch{URL: "the app", Method: v.r.Method, Callback: true}
	switch {
	case v.app.o.Audio(v.r) && !params.Has("CallSid"):
		f.Purpose, f.Callback = voicesim.PurposePlay, false
	case params.Has("MessageSid") && !params.Has("MessageStatus"):
		f.Purpose, f.Callback = voicesim.PurposeSms, false
	case params.Has("CallSid") && wantsTwiML(params):
		f.Purpose, f.Callback = voicesim.PurposeVoice, false
	}
	return f
}

// wantsTwiML tells a request for a document from a callback, and from one that nobody is there any more to listen to.
func wantsTwiML(params url.Values) bool {
	for _, name := range []string{
		"CallbackSource", "StatusCallbackEvent", "RecordingStatus", "TranscriptionStatus", "TranscriptionEvent",
		"StreamEvent", "UnstableSpeechResult", "StableSpeechResult",
	} {
		if params.Has(name) {
			return false
		}
	}
	switch params.Get("CallStatus") {
	case "", "completed", "busy", "failed", "no-answer", "canceled":
		return false
	}
	return true
}
