package voicetest_test

import (
	"net/http"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/voicetest"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// hours is an application that answers messages, and remembers by a cookie what it asked.
func hours() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked, err := r.Cookie("asked")
		switch body := r.FormValue("Body"); {
		case r.FormValue("NumMedia") != "0":
			answer(w, `<Message>A fine picture: `+r.FormValue("MediaUrl0")+`</Message>`)
		case body == "quiet":
			answer(w, ``)
		case body == "broken":
			w.WriteHeader(http.StatusInternalServerError)
		case err == nil && asked.Value == "yes" && body == "1":
			answer(w, `<Message><Body>From nine to five.</Body><Media>https://cdn.example/map.png</Media></Message><Message to="+15105550100">Somebody asked.</Message>`)
		case body == "1":
			answer(w, `<Message>One what?</Message>`)
		default:
			http.SetCookie(w, &http.Cookie{Name: "asked", Value: "yes"})
			answer(w, `<Message>Reply 1 for opening hours.</Message>`)
		}
	})
}

func TestTextMessagesAreAnsweredWithinAThread(t *testing.T) {
	t.Parallel()
	app := webhook.Require(voicetest.AuthToken, "", hours())
	thread := voicetest.Text(t, app, "hi", voicetest.From("+1 510 555 0123"))
	if reply := thread.Replies("reply 1"); reply.To != "+15105550123" || reply.From != "+14155550111" {
		t.Errorf("got %+v", reply)
	}
	thread.RepliesNothing()
	thread.Text("1")
	if got, want := thread.Replies("nine to five").Media, []string{"https://cdn.example/map.png"}; !gocmp.Equal(got, want) {
		t.Error(gocmp.Diff(want, got))
	}
	if got := thread.Replies("somebody asked").To; got != "+15105550100" {
		t.Errorf("got %s", got)
	}
	thread.Text("", "https://cdn.example/cat.png")
	thread.Replies("https://cdn.example/cat.png")
	thread.Text("quiet")
	thread.RepliesNothing()
	if got := thread.Result().Requests[0].Params.Get("Body"); got != "quiet" {
		t.Errorf("got %q", got)
	}

	voicetest.Text(t, app, "1").Replies("one what?") // another thread, with no cookies
	voicetest.Text(t, app, "look", voicetest.Media("https://cdn.example/dog.png"), voicetest.From("whatsapp:+15105550123")).Replies("dog.png")
	voicetest.Text(t, app, "broken", voicetest.Expect("11200")).RepliesNothing()
}

func TestFailuresOfAThreadSayWhatWasWritten(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		test func(testing.TB)
		want []string
	}{
		"another reply":    {func(t testing.TB) { voicetest.Text(t, hours(), "hi").Replies("goodbye") }, []string{`want the application to reply "goodbye", but its last reply was "Reply 1 for opening hours."`, `+14155550100 writes "hi"`, "POST http://app.example/sms → 200", `+14155550111 replies "Reply 1 for opening hours." to +14155550100`}},
		"no reply":         {func(t testing.TB) { voicetest.Text(t, hours(), "quiet").Replies("hello") }, []string{`: respond with <Message>, or with plain text`}},
		"no second reply":  {func(t testing.TB) { m := voicetest.Text(t, hours(), "hi"); m.Replies("reply"); m.Replies("reply") }, []string{"but there is no reply after the 1 that earlier steps matched"}},
		"a reply too many": {func(t testing.TB) { voicetest.Text(t, hours(), "hi").RepliesNothing() }, []string{`want no reply, but the application replied "Reply 1`}},
		"an error":         {func(t testing.TB) { voicetest.Text(t, hours(), "broken") }, []string{"the message raised error 11200", `voicetest.Expect("11200")`}},
		"no error":         {func(t testing.TB) { voicetest.Text(t, hours(), "hi", voicetest.Expect("11200")) }, []string{"want the messages to raise 11200"}},
		"a panic": {func(t testing.TB) {
			voicetest.Text(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("nil map") }), "hi")
		}, []string{"POST /sms: the application panicked: nil map"}},
		"an option of calls": {func(t testing.TB) { voicetest.Text(t, hours(), "hi", voicetest.StatusCallback("/status")) }, []string{"voicetest: StatusCallback is an option of a call, but this is "}},
		"nobody writes":      {func(t testing.TB) { voicetest.Text(t, hours(), "hi", voicetest.From("x")) }, []string{`From("x") is not a number`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := verdict(t, c.test)
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("got %q, want it to say %q", got, want)
				}
			}
		})
	}
}
