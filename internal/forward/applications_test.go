package forward_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// scripted is an application whose every connection is a script, behind the request that came.
func scripted(t *testing.T, then func(conn net.Conn, r *http.Request)) string {
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
			go func() {
				defer conn.Close()
				r, err := http.ReadRequest(bufio.NewReader(conn))
				if err != nil {
					return
				}
				_, _ = io.Copy(io.Discard, r.Body)
				then(conn, r)
			}()
		}
	}()
	return ln.Addr().String()
}

// says answers with bytes, and closes.
func says(lines ...string) func(net.Conn, *http.Request) {
	return func(conn net.Conn, _ *http.Request) {
		_, _ = io.WriteString(conn, strings.Join(lines, "\r\n"))
	}
}

// whole is an answer with its length.
func whole(status, media, body string, header ...string) func(net.Conn, *http.Request) {
	head := []string{"HTTP/1.1 " + status, "Content-Type: " + media, fmt.Sprint("Content-Length: ", len(body))}
	return says(append(append(head, header...), "", body)...)
}

func gzipped(text string) string {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = io.WriteString(z, text)
	z.Close()
	return packed.String()
}

// What Twilio gets of an application that misbehaves, and what the screen says: B1, B6, B8, B9.
func TestMisbehavingApplicationsAreReported(t *testing.T) {
	t.Parallel()
	const hello = "<Response><Say>Hello</Say></Response>"
	sorry := fmt.Sprintf("%q", event.Apology)
	const vite = "Blocked request. This host (\"abc.ngrok.app\") is not allowed.\nTo allow this host, add \"abc.ngrok.app\" to `server.allowedHosts` in vite.config.js."
	type told struct {
		Status              int // that Twilio gets, 0 where the connection broke
		Code, Message, Fix  string
		Hears, Next, Broken string
	}
	tests := []struct {
		name string
		app  func(net.Conn, *http.Request)
		want told
	}{
		{"closes unannounced", func(net.Conn, *http.Request) {}, told{Status: 502, Code: "11200", Message: "the app closed the connection without a response", Fix: "check its log: it may have crashed", Hears: sorry}},
		{"closes half-way", says("HTTP/1.1 200 OK", "Content-Type: text/xml", "Content-Length: 99", "", "<Resp"), told{Status: 200, Code: "11205", Message: "the app closed the connection before the end of its response, after 5 bytes", Fix: "check its log: it may have crashed", Hears: sorry, Broken: "unexpected EOF"}},
		{"closes half-way in chunks", says("HTTP/1.1 200 OK", "Content-Type: text/xml", "Transfer-Encoding: chunked", "", "5", "<Resp", ""), told{Status: 200, Code: "11205", Message: "the app closed the connection before the end of its response, after 5 bytes", Fix: "check its log: it may have crashed", Hears: sorry, Broken: "unexpected EOF"}},
		{"redirects a POST", whole("302 Found", "text/html", "moved", "Location: /login"), told{Status: 302, Next: "GET /login (POST became GET without its parameters)"}},
		{"redirects and keeps the method", whole("307 Temporary Redirect", "text/html", "", "Location: /voice/?a=1"), told{Status: 307, Next: "POST /voice/?a=1"}},
		{"redirects nowhere", whole("302 Found", "text/html", ""), told{Status: 302, Code: "11200", Message: "the app answered 302 Found", Hears: sorry}},
		{"compresses", whole("200 OK", "text/xml", gzipped(hello), "Content-Encoding: gzip"), told{Status: 200, Hears: `"Hello"`}},
		{"says that it compresses", whole("200 OK", "text/xml", hello, "Content-Encoding: gzip"), told{Status: 200, Code: "11206", Message: "the app declares its response as compressed with gzip, but it is not, or it is incomplete", Hears: sorry}},
		{"compresses as nobody reads it", whole("200 OK", "text/xml", hello, "Content-Encoding: zstd"), told{Status: 200, Code: "11206", Message: `the app answered with the unsupported Content-Encoding "zstd": send the response uncompressed, or as gzip`, Hears: sorry}},
		{"its charset in the type alone", whole("200 OK", "text/xml; charset=iso-8859-1", "<Response><Say>Ol\xe1</Say></Response>"), told{Status: 200, Hears: `"Olá"`}},
		{"a wrong charset", whole("200 OK", "text/xml; charset=utf-8", "<Response><Say>Ol\xe1</Say></Response>"), told{Status: 200, Code: "12100", Message: "byte 0xE1 is not UTF-8; save the document as UTF-8 or declare its encoding in the XML declaration", Hears: sorry}},
		{"a page of the web", whole("200 OK", "text/html", "<!doctype html><p>Hello"), told{Status: 200, Code: "12100", Message: "the app answered an HTML page, not TwiML", Hears: sorry}},
		{"a login page", whole("200 OK", "text/html", `<html><form><input type="password"></form></html>`), told{Status: 200, Code: "12100", Message: "the app answered an HTML page, not TwiML: it looks like a login page", Fix: "allow webhooks without a login: exempt /voice; Twilio's signature authenticates the request", Hears: sorry}},
		{"plain text is read aloud", whole("200 OK", "text/plain", "Hello there"), told{Status: 200, Hears: `"Hello there"`}},
		{"refuses the host", whole("403 Forbidden", "text/plain", vite), told{Status: 403, Code: "11200", Message: "the app answered 403 Forbidden: Vite rejects requests for the host abc.ngrok.app", Fix: `add server: { allowedHosts: ["abc.ngrok.app"] } to vite.config.js, preview: {…} for vite preview; or add --resign`, Hears: sorry}},
		{"refuses in compressed words", whole("403 Forbidden", "text/html", gzipped("<p>CSRF verification failed. Request aborted.</p>"), "Content-Encoding: gzip"), told{Status: 403, Code: "11200", Message: "the app answered 403 Forbidden: Django misses the CSRF token that its own forms have", Fix: "put @csrf_exempt, of django.views.decorators.csrf, on the view of /voice, and check Twilio's signature there", Hears: sorry}},
		{"is the AirPlay Receiver", says("HTTP/1.1 403 Forbidden", "Content-Length: 0", "Server: AirTunes/870.14.1", "", ""), told{Status: 403, Code: "11200", Message: "the app answered 403 Forbidden: the AirPlay Receiver of macOS listens there, not your app", Fix: "start the app on another port, or turn AirPlay Receiver off in System Settings, General, AirDrop & Handoff", Hears: sorry}},
		{"a CSRF token is missing", whole("419 unknown status", "text/html", "<title>Page Expired</title>"), told{Status: 419, Code: "11200", Message: "the app answered 419: Laravel misses the CSRF token that its own forms have", Fix: "$middleware->validateCsrfTokens(except: ['voice']) in bootstrap/app.php (before Laravel 11: $except of VerifyCsrfToken), or a route in routes/api.php", Hears: sorry}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := beforeURL(t, scripted(t, tt.app), nil)
			plain := &http.Transport{DisableCompression: true}
			t.Cleanup(plain.CloseIdleConnections)
			r := request("POST", f.URL+"/voice", webhook.FormContentType, ringing)
			r.Host = "app"
			var got told
			answer, err := plain.RoundTrip(r)
			if err == nil {
				got.Status = answer.StatusCode
				if _, err = io.Copy(io.Discard, answer.Body); err != nil {
					got.Broken = err.Error()
				}
				answer.Body.Close()
			}
			e := <-f.seen
			a := first(e)
			got.Code, got.Message, got.Fix, got.Hears = a.Code, a.Message, a.Fix, e.Outcome.Hears
			if e.Outcome.Next != nil {
				got.Next = e.Outcome.Next.String()
			}
			if len(e.Outcome.Alerts) > 1 {
				t.Errorf("told more than once: %+v", e.Outcome.Alerts)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// B6: the request after a redirect no longer names its call, and is still evaluated as a part of it.
func TestWhereARedirectLeadsIsPartOfTheCall(t *testing.T) {
	t.Parallel()
	f := before(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/voice" {
			http.Redirect(w, r, "/login?next=%2Fvoice", http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, `<html><form><input type="password"></form></html>`)
	}), nil)
	for range 2 {
		answer, err := f.Client().Do(request("POST", f.URL+"/voice", webhook.FormContentType, ringing+"&From=%2B1415"))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if e := <-f.seen; e.Outcome.Next == nil || len(e.Outcome.Alerts) > 0 {
			t.Errorf("the redirect: %+v", e.Outcome)
		}
		e := <-f.seen
		if got := first(e); e.CallSid() != "CA1" || e.Param("From") != "+1415" || e.Outcome.Purpose != "voice" || got.Code != "12100" || !strings.Contains(got.Message, "login page") {
			t.Errorf("where it led: call %q, %+v", e.CallSid(), e.Outcome)
		}
	}
	answer, err := f.Client().Do(request("GET", f.URL+"/login?next=%2Fvoice", "", "")) // a person with a browser
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if e := <-f.seen; e.CallSid() != "" || e.Followed.Purpose != "" {
		t.Errorf("a request that followed nothing: call %q, %+v", e.CallSid(), e.Outcome)
	}
}
