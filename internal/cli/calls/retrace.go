package calls

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/scenario"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// track is a recorded call that is made once more in memory, to see what a caller hears and does in it: the answers are those
// of the recording, and the caller does what makes the requests of the recording.
type track struct {
	pages []capture.Request // that were answered with a document, in order
	told  map[string]bool   // the paths of callbacks

	next    int           // the page that is asked for next
	strayed bool          // something was asked for that was not recorded
	at      time.Duration // when
	now     time.Duration
	acting  caller
}

func newTrack(requests []capture.Request) *track {
	t := &track{told: map[string]bool{}}
	for _, r := range requests {
		switch {
		case r.Purpose.Call():
			t.pages = append(t.pages, r)
		case r.Purpose.Told():
			t.told[path(r.URL)] = true
		}
	}
	return t
}

// retrace makes the call. Where it goes on to something that was not recorded, the caller had hung up before: it is made once
// more with a caller who does.
func (t *track) retrace(ctx context.Context) (*scenario.Notebook, error) {
	notes, err := t.run(ctx, 0)
	if err != nil || !t.strayed || t.next < len(t.pages) || t.at <= time.Millisecond {
		return notes, err
	}
	return t.run(ctx, t.at-time.Millisecond)
}

func (t *track) run(ctx context.Context, hangUpAfter time.Duration) (*scenario.Notebook, error) {
	first := t.pages[0]
	t.next, t.strayed, t.acting = 0, false, caller{track: t}
	notes := &scenario.Notebook{}
	_, err := voicesim.Run(ctx, voicesim.Options{
		Call: voicesim.Call{
			AccountSid: first.AccountSid, From: first.From, To: first.To, URL: first.URL, Method: first.Method,
			Params: own(first),
		},
		Caller: notes.Watch(&t.acting), Phones: notes.Phones(t.phone), Transport: t, HangUpAfter: hangUpAfter,
		Observe: func(e voicesim.Entry) {
			t.now = e.At
			e.Secret = e.Secret || t.acting.hidden
			notes.Observe(e)
		},
	})
	return notes, err
}

// RoundTrip answers with the recording.
func (t *track) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		req.Body.Close()
	}
	if t.next < len(t.pages) {
		if r := t.pages[t.next]; path(r.URL) == req.URL.Path {
			t.next++
			media, _, _ := strings.Cut(r.Answered.Get("Content-Type"), ";")
			return answer(req, r.Status, media+"; charset=utf-8", r.Answer), nil // what is kept is UTF-8
		}
	}
	if t.told[req.URL.Path] {
		return answer(req, http.StatusNoContent, "", ""), nil
	}
	if strings.HasPrefix(req.Header.Get("Accept"), "audio/") || isAudio(req.URL.Path) {
		return answer(req, http.StatusOK, "audio/mpeg", ""), nil
	}
	if !t.strayed {
		t.strayed, t.at = true, t.now
	}
	return answer(req, http.StatusOK, "text/xml", "<Response/>"), nil
}

func answer(req *http.Request, status int, media, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: http.Header{"Content-Type": {media}}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}

func isAudio(path string) bool {
	for _, ext := range []string{".mp3", ".wav", ".ulaw", ".aiff", ".gsm", ".au"} {
		if strings.HasSuffix(strings.ToLower(path), ext) {
			return true
		}
	}
	return false
}

func path(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	return u.Path
}

// following is what the next request of the recording says, nothing where there is none.
func (t *track) following() url.Values {
	if t.next >= len(t.pages) {
		return nil
	}
	return t.pages[t.next].Params
}

// phone behaves as the request behind the Dial says that it did.
func (t *track) phone(voicesim.Call) voicesim.Phone {
	params := t.following()
	switch status := params.Get("DialCallStatus"); status {
	case "busy", "failed":
		return voicesim.Phone{Refuses: voicesim.Status(status)}
	case "no-answer":
		return voicesim.Phone{Refuses: voicesim.NoAnswer}
	case "completed", "answered":
		phone := voicesim.Stranger()
		if talked, err := time.ParseDuration(params.Get("DialCallDuration") + "s"); err == nil && talked > 0 {
			phone.HangUpAfter = talked
		}
		return phone
	}
	return voicesim.Stranger()
}
