package textsim_test

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/textsim"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// counts answers with how many documents it was asked for within the session.
func counts(w http.ResponseWriter, r *http.Request) {
	visits := 0
	if c, err := r.Cookie("visits"); err == nil {
		fmt.Sscan(c.Value, &visits)
	}
	visits++
	http.SetCookie(w, &http.Cookie{Name: "visits", Value: fmt.Sprint(visits)})
	w.Header().Set("Content-Type", "text/xml")
	if r.URL.Path == "/sms" {
		fmt.Fprint(w, `<Response><Redirect>/next</Redirect></Response>`)
		return
	}
	fmt.Fprintf(w, `<Response><Message>%d</Message></Response>`, visits)
}

// F15: a message with media is an MM.
func TestSidSaysWhetherThereIsMedia(t *testing.T) {
	t.Parallel()
	for media, want := range map[string]string{"": "SM", "https://cdn.example/cat.png": "MM"} {
		m := textsim.Message{From: "+14155550100", To: "+14155550111", URL: "http://app.example/sms", Media: strings.Fields(media)}
		got, err := textsim.Send(t.Context(), textsim.Options{Message: m, Transport: voicesim.InMemory(http.HandlerFunc(counts))})
		if err != nil || !webhook.ValidSID(want, got.Sid) || got.Requests[0].Params.Get("MessageSid") != got.Sid {
			t.Errorf("media %q: got %+v, %v, want a SID of %s", media, got, err, want)
		}
	}
}

// The documents of one message share their cookies, and several messages do which have a jar.
func TestCookiesComeBack(t *testing.T) {
	t.Parallel()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	send := func(jar http.CookieJar) string {
		t.Helper()
		got, err := textsim.Send(t.Context(), textsim.Options{
			Message:   textsim.Message{From: "+14155550100", To: "+14155550111", URL: "http://app.example/sms"},
			Transport: voicesim.InMemory(http.HandlerFunc(counts)), Jar: jar,
		})
		if err != nil || len(got.Replies) != 1 {
			t.Fatalf("got %+v, %v", got, err)
		}
		return got.Replies[0].Body
	}
	for i, want := range []string{"2", "4", "6"} {
		if got := send(jar); got != want {
			t.Errorf("message %d of the session: got %s, want %s", i+1, got, want)
		}
	}
	if got := send(nil); got != "2" {
		t.Errorf("a message alone: got %s, want 2", got)
	}
}
