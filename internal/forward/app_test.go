package forward_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/forward"
	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/pkg/webhook"
)

const (
	token  = "0123456789abcdef0123456789abcdef"
	public = "https://abc.ngrok.app"
)

// front is a server in front of an application, as serve builds it but for the check, and the exchanges it saw.
type front struct {
	*httptest.Server
	recorder *httplog.Recorder
	seen     chan httplog.Record
}

// before puts a front before an application. Every request counts as signed for the public URL.
func before(t testing.TB, app http.Handler, change func(*forward.Options)) *front {
	t.Helper()
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	return beforeURL(t, server.URL, change)
}

func beforeURL(t testing.TB, target string, change func(*forward.Options)) *front {
	t.Helper()
	u, err := forward.Target(target)
	if err != nil {
		t.Fatal(err)
	}
	o := forward.Options{Target: u, Public: func() string { return public }}
	if change != nil {
		change(&o)
	}
	to := forward.New(o)
	t.Cleanup(to.Close)
	f := &front{seen: make(chan httplog.Record, 100)}
	verified := httplog.HandlerFunc(func(w http.ResponseWriter, r *http.Request, notes *httplog.Notes) {
		if r.Header.Get("Content-Type") == webhook.FormContentType {
			body, _ := io.ReadAll(r.Body)
			r.PostForm, _ = url.ParseQuery(string(body))
			r.Body = io.NopCloser(strings.NewReader(string(body)))
		}
		notes.Verified, notes.Verdict = true, webhook.Verdict{Valid: true, URL: strings.Replace(o.Public(), "://", "://ann:hunter2@", 1) + r.RequestURI}
		to.ServeNoted(w, r, notes)
	})
	f.recorder = &httplog.Recorder{Next: verified, Sink: func(e httplog.Record) { f.seen <- e }}
	f.Server = httptest.NewServer(f.recorder)
	t.Cleanup(f.Close)
	return f
}

// raw sends bytes and returns the answer's.
func (f *front) raw(t *testing.T, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", f.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, request)
	answer, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	return string(answer)
}

// Path, query and body are signed: every byte must stay the same.
func TestForwardKeepsRequestBytes(t *testing.T) {
	t.Parallel()
	type arrived struct{ Method, URI, Body, Length string }
	var got arrived
	f := before(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = arrived{r.Method, r.RequestURI, string(body), fmt.Sprint(r.ContentLength)}
	}), nil)
	for _, uri := range []string{
		"/voice", "/", "/voice?", "/a%20b/%7Euser/%2F/ü?b=2&a=1&a=%zz;c&d=+&e=%20'x'", "/a//b/../c/./d", "//double/voice?x=/y?z", "/%41?%41=%42", "/voice?a=1#",
	} {
		f.raw(t, "POST "+uri+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 11\r\n\r\na=%2b&b=+\r\n")
		if want := (arrived{"POST", uri, "a=%2b&b=+\r\n", "11"}); got != want {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
	f.raw(t, "POST /chunks HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
	if want := (arrived{"POST", "/chunks", "abc", "-1"}); got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestHeadersOfARequest(t *testing.T) {
	t.Parallel()
	var got http.Header
	app := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		got.Set("Host", r.Host)
	})
	ask := func(f *front, set http.Header) http.Header {
		r, _ := http.NewRequest(http.MethodGet, f.URL+"/voice", nil)
		r.Host = "abc.ngrok.app"
		r.Header = set
		answer, err := f.Client().Transport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return got
	}
	sent := http.Header{
		"X-Forwarded-For": {"54.1.2.3"}, "X-Forwarded-Host": {"evil.example"}, "X-Forwarded-Proto": {"gopher"}, "Accept-Encoding": {"identity"},
		"X-Twilio-Signature": {"abc"}, "I-Twilio-Idempotency-Token": {"1"}, "Cookie": {"a=b"}, "User-Agent": {"TwilioProxy/1.1"},
	}
	want := http.Header{
		"Host": {"abc.ngrok.app"}, "X-Forwarded-For": {"54.1.2.3"}, "X-Forwarded-Host": {"abc.ngrok.app"}, "X-Forwarded-Proto": {"https"}, "Accept-Encoding": {"identity"},
		"X-Twilio-Signature": {"abc"}, "I-Twilio-Idempotency-Token": {"1"}, "Cookie": {"a=b"}, "User-Agent": {"TwilioProxy/1.1"},
	}
	if diff := cmp.Diff(want, ask(before(t, app, nil), sent)); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
	// With a new signature, no header names another host than the signed one.
	anew := before(t, app, func(o *forward.Options) { o.Token = token })
	again := ask(anew, sent.Clone())
	local := again.Get("Host")
	delete(want, "X-Forwarded-Host")
	delete(want, "X-Forwarded-Proto")
	want.Set("Host", local)
	want.Set("X-Twilio-Signature", webhook.Sign(token, "http://"+local+"/voice", nil))
	if diff := cmp.Diff(want, again); diff != "" || !strings.HasPrefix(local, "127.0.0.1:") {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
}

// What was checked for the public URL is signed for the URL that the application sees, so that its own check passes.
func TestRequestsAreSignedAgain(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"http", "https"} {
		check := webhook.Require(token, "", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
		server := httptest.NewServer(check)
		if kind == "https" {
			server = httptest.NewTLSServer(check)
		}
		t.Cleanup(server.Close)
		f := beforeURL(t, server.URL, func(o *forward.Options) { o.Token, o.Insecure = token, true })
		jsonURL, _ := webhook.SignBody("", f.URL+"/json", []byte(`{"a":1}`))
		for name, r := range map[string]*http.Request{
			"a form":      request("POST", f.URL+"/voice?a=%20b", webhook.FormContentType, "From=%2B1&To=x+y&Empty="),
			"a GET":       request("GET", f.URL+"/voice?a=1&CallSid=CA1", "", ""),
			"a JSON body": request("POST", jsonURL, "application/json", `{"a":1}`),
		} {
			r.Header.Set(webhook.SignatureHeader, "verified before")
			answer, err := f.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if answer.StatusCode != http.StatusTeapot {
				t.Errorf("%s over %s: got %d, and the application checks signatures", name, kind, answer.StatusCode)
			}
		}
	}
}

func request(method, target, contentType, body string) *http.Request {
	r, err := http.NewRequest(method, target, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

func TestForwardKeepsAnswerBytes(t *testing.T) {
	t.Parallel()
	app, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { app.Close() })
	const head = "HTTP/1.1 418 Short and stout\r\nContent-Type: text/xml;charset=x\r\nContent-Encoding: gzip\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-Odd: \xe4\r\n"
	go func() {
		for {
			conn, err := app.Accept()
			if err != nil {
				return
			}
			_, _ = http.ReadRequest(bufio.NewReader(conn))
			fmt.Fprint(conn, head+"Content-Length: 4\r\n\r\n\x1f\x8b\x00\xff")
			conn.Close()
		}
	}()
	f := beforeURL(t, app.Addr().String(), nil)
	plain := &http.Transport{DisableCompression: true}
	t.Cleanup(plain.CloseIdleConnections)
	answer, err := plain.RoundTrip(request("GET", f.URL, "", ""))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	answer.Header.Del("Date")
	want := http.Header{"Content-Type": {"text/xml;charset=x"}, "Content-Encoding": {"gzip"}, "Set-Cookie": {"a=1", "b=2"}, "X-Odd": {"\xe4"}, "Content-Length": {"4"}}
	if diff := cmp.Diff(want, answer.Header); diff != "" || string(body) != "\x1f\x8b\x00\xff" || answer.StatusCode != 418 {
		t.Errorf("got %d %q, headers (-want +got):\n%s", answer.StatusCode, body, diff)
	}
}

// A part of an answer is there before the next one is made, and what comes behind the body comes too.
func TestForwardStreamsAnswers(t *testing.T) {
	t.Parallel()
	next := make(chan struct{})
	f := before(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Trailer", "X-Sum")
		_, _ = io.WriteString(w, "first")
		_ = http.NewResponseController(w).Flush()
		<-next
		_, _ = io.WriteString(w, " second")
		w.Header().Set("X-Sum", "12")
	}), nil)
	answer, err := f.Client().Get(f.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	first := make([]byte, 5)
	if _, err := io.ReadFull(answer.Body, first); err != nil || string(first) != "first" {
		t.Fatalf("got %q %v", first, err)
	}
	close(next)
	if rest, err := io.ReadAll(answer.Body); err != nil || string(rest) != " second" {
		t.Errorf("got %q %v", rest, err)
	}
	if got := answer.Trailer.Get("X-Sum"); got != "12" {
		t.Errorf("trailer: got %q", got)
	}
}

func TestForwardOpensWebSockets(t *testing.T) {
	t.Parallel()
	var signature string
	app := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		signature = r.Header.Get(webhook.SignatureHeader)
		conn, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		fmt.Fprintf(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: %s\r\nSec-WebSocket-Protocol: audio.twilio.com\r\n\r\n", r.Header.Get("Upgrade"))
		_, _ = io.Copy(conn, buffered) // an echo
	})
	f := before(t, app, func(o *forward.Options) { o.Token = token })
	conn, err := net.Dial("tcp", f.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(conn, "GET /stream HTTP/1.1\r\nHost: abc.ngrok.app\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Twilio-Signature: abc\r\n\r\n")
	reader := bufio.NewReader(conn)
	answer, err := http.ReadResponse(reader, nil)
	if err != nil || answer.StatusCode != 101 || answer.Header.Get("Sec-Websocket-Protocol") != "audio.twilio.com" {
		t.Fatalf("got %+v %v", answer, err)
	}
	for _, said := range []string{"ping", "\x00\xff\x81"} {
		fmt.Fprint(conn, said)
		heard := make([]byte, len(said))
		if _, err := io.ReadFull(reader, heard); err != nil || string(heard) != said {
			t.Errorf("got %q %v, want the echo of %q", heard, err, said)
		}
	}
	conn.Close()
	e := <-f.seen
	if e.Status != 101 || len(e.Outcome.Alerts) != 0 {
		t.Errorf("recorded %d %+v", e.Status, e.Outcome)
	}
	host := strings.TrimPrefix(e.Notes.Source, "http://")
	if signature != webhook.Sign(token, "ws://"+host+"/stream", nil) {
		t.Errorf("the handshake is not signed for ws://%s/stream", host)
	}
}
