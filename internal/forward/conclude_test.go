package forward_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/twvoice/twvoice/internal/forward"
	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/internal/judge"
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

const ringing = "CallSid=CA1&CallStatus=ringing"

// A failure is reported with Twilio's code, with what the caller hears, and with the fix.
func TestAnswersAreEvaluatedAsByTwilio(t *testing.T) {
	t.Parallel()
	const hello = "<Response><Say>Hello</Say></Response>"
	xml := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/xml")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	apology := fmt.Sprintf("%q", event.Apology)
	for _, tt := range []struct {
		name   string
		app    http.HandlerFunc
		form   string
		status int
		code   string // of the first trouble, "" for none
		says   string // part of it
		hears  string
	}{
		{"TwiML", xml(200, hello), ringing, 200, "", "", `"Hello"`},
		{"an error page", xml(500, "oops"), ringing, 500, "11200", "the app answered 500 Internal Server Error", apology},
		{"a page that is not there", http.NotFound, ringing, 404, "11200", "404 Not Found", apology},
		{"a callback may fail in silence", xml(500, ""), "CallSid=CA1&CallStatus=completed&CallbackSource=call-progress-events", 500, "15003", "500", ""},
		{"and may answer anything", xml(200, "fine"), "CallSid=CA1&CallStatus=completed", 200, "", "", ""},
		{"JSON", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, "{}")
		}, ringing, 200, "12300", "application/json: TwiML is text/xml", apology},
		{"broken XML", xml(200, "<Response>\n<Say>"), ringing, 200, "12100", "2:6: ", apology},
		{"HTML", xml(200, "<html></html>"), ringing, 200, "12102", "an HTML page, not TwiML", apology},
		{"a slip, which is a warning", xml(200, "<Response><Sya/></Response>"), ringing, 200, "12200", "1:11: ", "Sya"},
		{"5 MB", xml(200, strings.Repeat(" ", 5<<20)), ringing, 200, "11750", "more than 64 kB", apology},
		{"an answer that was announced and never came", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/xml")
			_ = http.NewResponseController(w).Flush()
		}, ringing, 200, "11770", "sent none", apology},
		{"a crash before the answer", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, ringing, 502, "11200", "the app closed the connection without a response", apology},
		{"a fallback that fails as well", xml(500, ""), ringing + "&ErrorUrl=x", 500, "11200", "500", apology},
		{"a text message", xml(500, ""), "MessageSid=SM1&Body=hi", 500, "11200", "500", ""},
		{"a redirect is followed", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/other", http.StatusFound) }, ringing, 302, "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := before(t, tt.app, nil)
			answer, err := f.Client().Transport.RoundTrip(request("POST", f.URL+"/voice", webhook.FormContentType, tt.form))
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
			e := <-f.seen
			got := first(e)
			if answer.StatusCode != tt.status || got.Code != tt.code || !strings.Contains(got.Pos.String()+": "+got.Message, tt.says) || e.Outcome.Hears != tt.hears {
				t.Errorf("got %d %+v, want %d, %s with %q, and to hear %s", answer.StatusCode, e.Outcome, tt.status, tt.code, tt.says, tt.hears)
			}
			if (got.Level == alert.Warning) != (tt.code == "12200" || tt.code == "15003") {
				t.Errorf("a warning: got %v", got.Level)
			}
		})
	}
}

func first(e httplog.Record) judge.Alert {
	if len(e.Outcome.Alerts) == 0 {
		return judge.Alert{}
	}
	return e.Outcome.Alerts[0]
}

func TestFallbackIsAskedFirst(t *testing.T) {
	t.Parallel()
	f := before(t, http.NotFoundHandler(), nil)
	f.recorder.Fallback = true
	for form, want := range map[string]string{ringing: "the fallback URL is requested", ringing + "&ErrorUrl=x": fmt.Sprintf("%q", event.Apology)} {
		answer, err := f.Client().Do(request("POST", f.URL, webhook.FormContentType, form))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if e := <-f.seen; e.Outcome.Hears != want {
			t.Errorf("%s: hears %s, want %s", form, e.Outcome.Hears, want)
		}
	}
}

func TestAudioIsEvaluatedAsAudio(t *testing.T) {
	t.Parallel()
	f := before(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "text/html") }),
		func(o *forward.Options) { o.Audio = func(*http.Request) bool { return true } })
	answer, err := f.Client().Get(f.URL + "/hello.mp3")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if e := <-f.seen; first(e).Code != "13420" || e.Outcome.Hears != "" {
		t.Errorf("got %+v", e.Outcome)
	}
}

// An answer that is shorter than announced must not look complete to the client.
func TestBrokenAnswerIsReported(t *testing.T) {
	t.Parallel()
	for name, head := range map[string]string{"of a length": "Content-Length: 100\r\n\r\n<Resp", "in chunks": "Transfer-Encoding: chunked\r\n\r\n5\r\n<Resp\r\n"} {
		f := beforeURL(t, answering(t, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"+head), nil)
		answer, err := f.Client().Do(request("POST", f.URL+"/voice", webhook.FormContentType, ringing))
		if err == nil {
			_, err = io.ReadAll(answer.Body)
			answer.Body.Close()
		}
		if err == nil {
			t.Errorf("%s: it looks whole", name)
		}
		e := <-f.seen
		if got := first(e); got.Code != "11205" || !strings.Contains(got.Message, "before the end of its response, after 5 bytes") || e.Outcome.Hears == "" {
			t.Errorf("%s: got %+v", name, e.Outcome)
		}
	}
}

func TestUnreachableAppIsExplained(t *testing.T) {
	t.Parallel()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	for name, tt := range map[string]struct{ target, says, fix string }{
		"nobody is there":                {closed.Addr().String(), "nothing listens on 127.0.0.1:", "start the app"},
		"it speaks something else":       {answering(t, "220 smtp.example ESMTP\r\n"), "the app's response is not HTTP: ", "a web server"},
		"its header has no end":          {answering(t, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 2<<20)), "longer than 1048576 bytes", "a web server"},
		"its certificate is its own":     {secure.URL, "is not trusted", "--insecure"},
		"https where there is only http": {strings.Replace(plain.URL, "http", "https", 1), " does not support TLS", "--forward http://"},
		"a name that nobody has":         {"http://nobody.invalid:3000", "nobody.invalid", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := beforeURL(t, tt.target, nil)
			answer, err := f.Client().Do(request("POST", f.URL+"/voice", webhook.FormContentType, ringing))
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(answer.Body)
			answer.Body.Close()
			got := first(<-f.seen)
			if answer.StatusCode != 502 || got.Code != "11200" || !strings.Contains(got.Message, tt.says) || !strings.Contains(got.Fix, tt.fix) || !strings.Contains(string(body), tt.says) {
				t.Errorf("got %d %q %+v, want 502 and 11200 with %q and %q", answer.StatusCode, body, got, tt.says, tt.fix)
			}
		})
	}
}

// answering is a port that sends the same bytes to every client, and closes the connection.
func answering(t *testing.T, text string) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 4096))
			_, _ = io.WriteString(conn, text)
			conn.Close()
		}
	}()
	return ln.Addr().String()
}

// slowly is an application that answers after a while, unless the client has gone.
type slowly time.Duration

func (after slowly) RoundTrip(r *http.Request) (*http.Response, error) {
	select {
	case <-r.Context().Done():
		return nil, r.Context().Err()
	case <-time.After(time.Duration(after)):
	}
	return &http.Response{
		StatusCode: 200, Header: http.Header{"Content-Type": {"text/xml"}}, Request: r, ContentLength: 11,
		Body: io.NopCloser(strings.NewReader("<Response/>")),
	}, nil
}

// trickling is an application that answers immediately, one byte per second, unless the client has gone.
type trickling int

func (bytes trickling) RoundTrip(r *http.Request) (*http.Response, error) {
	body, to := io.Pipe()
	go func() {
		for range int(bytes) {
			select {
			case <-r.Context().Done():
				to.CloseWithError(r.Context().Err())
				return
			case <-time.After(time.Second):
			}
			if _, err := to.Write([]byte(" ")); err != nil {
				return
			}
		}
		to.CloseWithError(io.EOF)
	}()
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"text/xml"}}, Request: r, ContentLength: -1, Body: body}, nil
}

func TestTwilioWaitsFifteenSeconds(t *testing.T) {
	t.Parallel()
	apology := fmt.Sprintf("%q", event.Apology)
	for _, tt := range []struct {
		name    string
		app     http.RoundTripper
		patient time.Duration // how long the client waits
		code    string
		says    string
	}{
		{"an answer in time", slowly(14 * time.Second), time.Hour, "", ""},
		{"an answer after 16 s", slowly(16 * time.Second), time.Hour, "11205", "the app responded after 16.0 s: Twilio's limit is 15 s"},
		{"none when Twilio hangs up", slowly(16 * time.Second), 15 * time.Second, "11205", "the app had not responded when Twilio hung up, after 15.0 s"},
		{"one that trickles", trickling(20), time.Hour, "11205", "the app started its response after 0.0 s and finished it after 20.0 s: Twilio's limit is 15 s"},
		{"one that trickles until Twilio hangs up", trickling(20), 14500 * time.Millisecond, "11205", "the app was still sending its response when Twilio hung up: it started after 0.0 s and had sent 14 bytes after 14.5 s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				to := forward.New(forward.Options{Target: &url.URL{Scheme: "http", Host: "app"}, Public: func() string { return public }, Transport: tt.app})
				var got httplog.Record
				ctx, stop := context.WithTimeout(t.Context(), tt.patient)
				defer stop()
				r := httptest.NewRequest(http.MethodPost, "/voice", strings.NewReader(ringing)).WithContext(ctx)
				r.Header.Set("Content-Type", webhook.FormContentType)
				(&httplog.Recorder{Next: to, Sink: func(e httplog.Record) { got = e }}).ServeHTTP(httptest.NewRecorder(), r)
				if first(got).Code != tt.code || first(got).Message != tt.says || (tt.code != "") != (got.Outcome.Hears == apology) {
					t.Errorf("got %+v, want %s %s", got.Outcome, tt.code, tt.says)
				}
			})
		})
	}
}

func TestRefusedHandshakeIsPassedOn(t *testing.T) {
	t.Parallel()
	f := before(t, http.NotFoundHandler(), nil)
	f.raw(t, "GET /stream HTTP/1.1\r\nHost: abc.ngrok.app\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n")
	if got := first(<-f.seen); got.Code != "31920" || !strings.Contains(got.Message, "404 Not Found instead of 101") {
		t.Errorf("got %+v", got)
	}
}

// Who hangs up sets the application free, too.
func TestAppIsCanceledWhenTheClientLeaves(t *testing.T) {
	t.Parallel()
	entered, left := make(chan struct{}), make(chan struct{})
	f := before(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // a server notices only then
		close(entered)
		<-r.Context().Done()
		close(left)
	}), nil)
	ctx, hangUp := context.WithCancel(t.Context())
	go func() {
		<-entered
		hangUp()
	}()
	if answer, err := f.Client().Do(request("POST", f.URL, webhook.FormContentType, ringing).WithContext(ctx)); err == nil {
		answer.Body.Close()
		t.Fatal("got an answer")
	}
	<-left
	if got := first(<-f.seen); got.Code != "11205" || !strings.Contains(got.Message, "had not responded when Twilio hung up") {
		t.Errorf("got %+v", got)
	}
}
