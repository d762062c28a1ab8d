package voicetest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/textsim"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// Thread is a conversation of messages with an application. Cookies that the application sets are
// sent with the next message, as Twilio stores them for each From and To. Its methods must be
// called on the goroutine of its test.
type Thread struct {
	t      testing.TB
	o      *options
	app    *panicCatcher
	jar    http.CookieJar
	result textsim.Result // of the last message
	met    int            // number of its replies that the steps have consumed
	lines  []string
}

// Text sends a message to an application, and returns when it has answered. Nothing is delivered: replies are values.
//
//	thread := voicetest.Text(t, app, "hi")
//	thread.Replies("Reply 1 for opening hours")
//	thread.Text("1")
//	thread.Replies("nine to five")
func Text(t testing.TB, app http.Handler, body string, opts ...Option) *Thread {
	t.Helper()
	o := defaultOptions(t)
	o.sim.Call.From, o.sim.Call.To, o.sim.Call.URL = "+14155550100", "+14155550111", "http://app.example/sms"
	o.apply(opts)
	o.check(messages)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatalf("voicetest: %v", err)
	}
	thread := &Thread{t: t, o: o, app: &panicCatcher{app: app}, jar: jar}
	t.Cleanup(thread.leave)
	thread.Text(body, o.media...)
	return thread
}

// Text sends another message, with the URLs of its media. The following steps are about the answer
// to this message. It fails for errors that Twilio's debugger would show, see [Expect].
func (m *Thread) Text(body string, media ...string) {
	m.t.Helper()
	call := m.o.sim.Call
	result, err := textsim.Send(context.Background(), textsim.Options{
		Message: textsim.Message{
			AccountSid: call.AccountSid, From: call.From, To: call.To, Body: body, Media: media,
			URL: call.URL, FallbackURL: call.FallbackURL, Params: call.Params,
		},
		Token: m.o.sim.Token, Transport: voicesim.InMemory(m.app), Jar: m.jar,
	})
	if err != nil {
		m.t.Fatalf("voicetest: %v", err)
	}
	m.result, m.met = result, 0
	m.lines = append(m.lines, fmt.Sprintf("  %s writes %q%s", call.From, body, mediaText(media)))
	m.note(result)
	if bug := m.app.panicked(); bug != "" {
		m.fail("%s", bug)
	}
	for _, a := range result.Alerts {
		if !m.o.expects.take(a.Code, a.Level) {
			m.fail("the message raised %s, which voicetest.Expect(%q) would allow", described(a.Code, a.Message), a.Code)
		}
	}
}

// note records the answer for failure messages.
func (m *Thread) note(r textsim.Result) {
	for _, request := range r.Requests {
		answer := "no answer"
		if request.Status != 0 {
			answer = strconv.Itoa(request.Status)
		}
		m.lines = append(m.lines, fmt.Sprintf("  %s %s → %s", request.Method, redacted(request.URL), answer))
	}
	for _, a := range r.Alerts {
		if a.Level == alert.Error {
			m.lines = append(m.lines, "  "+described(a.Code, a.Message))
		} else {
			m.lines = append(m.lines, "  warning "+a.Code+": "+a.Message)
		}
	}
	for _, reply := range r.Replies {
		m.lines = append(m.lines, fmt.Sprintf("  %s replies %q%s to %s", reply.From, reply.Body, mediaText(reply.Media), reply.To))
	}
}

// Replies fails unless the application answers the last message with this text, in a reply that no
// step has consumed: by <Message>, or in plain text. Case and white space are folded; "" matches
// any text, such as that of a reply with only a picture. The result has the recipient and the
// media. Earlier replies are skipped.
func (m *Thread) Replies(text string) textsim.Reply {
	m.t.Helper()
	before := m.met
	for m.met < len(m.result.Replies) {
		reply := m.result.Replies[m.met]
		m.met++
		if strings.Contains(folded(reply.Body), folded(text)) {
			return reply
		}
	}
	if before == len(m.result.Replies) {
		m.fail("want the application to reply %q, but there is no reply%s", text, more(before))
	}
	m.fail("want the application to reply %q, but its last reply was %q", text, m.result.Replies[m.met-1].Body)
	return textsim.Reply{}
}

func more(before int) string {
	if before == 0 {
		return ": respond with <Message>, or with plain text"
	}
	return fmt.Sprintf(" after the %d that earlier steps matched", before)
}

// RepliesNothing fails if the last message has a reply that no step has consumed.
func (m *Thread) RepliesNothing() {
	m.t.Helper()
	if m.met < len(m.result.Replies) {
		m.fail("want no reply, but the application replied %q", m.result.Replies[m.met].Body)
	}
}

// Result returns the result of the last message, for anything else that a test checks: all replies,
// the requests with their parameters, the alerts.
func (m *Thread) Result() textsim.Result { return m.result }

// String returns the messages so far for a reader: t.Log(thread).
func (m *Thread) String() string { return strings.Join(m.lines, "\n") }

func (m *Thread) leave() {
	if code := m.o.expects.missing(); code != "" && !m.t.Failed() {
		m.fail("want the messages to raise %s, which voicetest.Expect names, but they did not", code)
	}
}

func (m *Thread) fail(format string, args ...any) {
	m.t.Helper()
	end(m.t, "the messages so far:", m.lines, format, args...)
}

func mediaText(media []string) string {
	if len(media) == 0 {
		return ""
	}
	return " with " + strings.Join(media, ", ")
}

func redacted(raw string) string {
	if u, err := url.Parse(raw); err == nil {
		return u.Redacted()
	}
	return raw
}
