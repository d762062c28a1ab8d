package proxy_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/google/go-cmp/cmp"
)

func TestAnotherHostsTLSIsNotOpened(t *testing.T) {
	t.Parallel()
	r := start(t)
	other := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "other") }))
	t.Cleanup(other.Close)
	resp, body := get(t, r.client(other.Certificate()), other.URL)
	if body != "other" || !resp.TLS.PeerCertificates[0].Equal(other.Certificate()) {
		t.Errorf("got %q, with a certificate of %s", body, resp.TLS.PeerCertificates[0].Issuer)
	}
}

// target accepts one connection, which the test then speaks for.
func target(t *testing.T) (addr string, accept func() *peer) {
	t.Helper()
	ln := listen(t)
	return ln.Addr().String(), func() *peer {
		t.Helper()
		conn, err := ln.Accept()
		if err != nil {
			t.Fatal(err)
		}
		return newPeer(t, conn)
	}
}

func TestTunnelClosesOneDirectionAtATime(t *testing.T) {
	t.Parallel()
	r := start(t)
	addr, accept := target(t)
	here := r.dial()
	here.connect(addr)
	there := accept()

	here.send("question")
	if err := here.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if got := there.rest(); got != "question" {
		t.Errorf("the target got %q", got)
	}
	there.send("answer") // after the client said that it has no more
	there.Close()
	if got := here.rest(); got != "answer" {
		t.Errorf("the client got %q", got)
	}
}

func TestTargetCanSpeakFirst(t *testing.T) {
	t.Parallel()
	r := start(t)
	addr, accept := target(t)
	here := r.dial()
	here.connect(addr)
	there := accept()
	there.send("220 ready\n")
	if line, err := here.in.ReadString('\n'); err != nil || line != "220 ready\n" {
		t.Errorf("got %q, %v", line, err)
	}
}

func TestUnreachableTargetIsNamed(t *testing.T) {
	t.Parallel()
	r := start(t)
	ln := listen(t)
	addr := ln.Addr().String()
	ln.Close()
	for _, request := range []string{
		"CONNECT " + addr + " HTTP/1.1\r\nHost: " + addr + "\r\n\r\n",
		"GET http://" + addr + "/ HTTP/1.1\r\nHost: " + addr + "\r\n\r\n",
	} {
		p := r.dial()
		p.send(request)
		if status, body := p.answer(http.MethodGet); status != http.StatusBadGateway || !strings.Contains(body, "could not reach "+addr) {
			t.Errorf("%.7s: got %d %q", request, status, body)
		}
	}
}

func TestPlainHTTPPassesUnchanged(t *testing.T) {
	t.Parallel()
	r := start(t)
	var got http.Header
	var line, body string
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		content, _ := io.ReadAll(q.Body)
		got, line, body = q.Header.Clone(), q.Method+" "+q.RequestURI+" "+q.Host, string(content)
		w.Header().Set("Content-Encoding", "odd")
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, "as it is")
	}))
	t.Cleanup(other.Close)
	host := other.Listener.Addr().String()
	p := r.dial()
	p.send("PUT http://" + host + "/a%2Fb?x=1;y=%zz HTTP/1.1\r\nHost: " + host + "\r\nProxy-Connection: close\r\nConnection: X-Hop\r\n" +
		"X-Hop: 1\r\nX-Forwarded-For: 192.0.2.1\r\nX-End: 2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
	status, answer := p.answer(http.MethodPut)
	if status != http.StatusTeapot || answer != "as it is" {
		t.Errorf("got %d %q", status, answer)
	}
	if want := "PUT /a%2Fb?x=1;y=%zz " + host; line != want || body != "abc" {
		t.Errorf("got %q with %q, want %q", line, body, want)
	}
	want := http.Header{"X-End": {"2"}, "X-Forwarded-For": {"192.0.2.1"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
}

func TestProxyStreamsBodies(t *testing.T) {
	t.Parallel()
	r := start(t)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		_ = http.NewResponseController(w).EnableFullDuplex()
		in := bufio.NewReader(q.Body)
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				return
			}
			_, _ = io.WriteString(w, "heard "+line)
			_ = http.NewResponseController(w).Flush()
		}
	}))
	t.Cleanup(other.Close)
	in, out := io.Pipe()
	go func() { _, _ = io.WriteString(out, "one\n") }()
	resp, err := r.client().Post(other.URL, "text/plain", in)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answers := bufio.NewReader(resp.Body)
	if line, err := answers.ReadString('\n'); err != nil || line != "heard one\n" { // the request is not at its end yet
		t.Errorf("got %q, %v", line, err)
	}
	out.Close()
}

func TestProxyPassesWebSockets(t *testing.T) {
	t.Parallel()
	r := start(t)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		ws, err := websocket.Accept(w, q, nil)
		if err != nil {
			return
		}
		defer ws.CloseNow()
		kind, message, err := ws.Read(q.Context())
		if err != nil {
			return
		}
		_ = ws.Write(q.Context(), kind, append([]byte("heard "), message...))
		_ = ws.Close(websocket.StatusNormalClosure, "")
	}))
	t.Cleanup(other.Close)
	ws, _, err := websocket.Dial(t.Context(), strings.Replace(other.URL, "http:", "ws:", 1), &websocket.DialOptions{HTTPClient: &http.Client{Transport: r.client().Transport}})
	if err != nil {
		t.Fatal(err)
	}
	defer ws.CloseNow()
	if err := ws.Write(t.Context(), websocket.MessageText, []byte("hello")); err != nil {
		t.Fatal(err)
	}
	if _, message, err := ws.Read(t.Context()); err != nil || string(message) != "heard hello" {
		t.Errorf("got %q, %v", message, err)
	}
}

func TestCloseClosesEveryConnection(t *testing.T) {
	t.Parallel()
	begun := make(chan struct{})
	r := run(t, http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		close(begun)
		<-q.Context().Done() // patient; its context ends when the proxy's patience does
	}), time.Millisecond)
	addr, accept := target(t)

	tunnel := r.dial()
	tunnel.connect(addr)
	there := accept()
	handshake := r.dial()
	handshake.connect("api.twilio.com:443") // and then silence
	silent := r.dial()                      // not even a request
	plain := r.dial()
	plain.send("GET http://" + addr + "/ HTTP/1.1\r\nHost: " + addr + "\r\n\r\n")
	forwarded := accept() // which never answers
	busy := r.dial()
	busy.connect("api.twilio.com:80")
	busy.send("GET / HTTP/1.1\r\nHost: api.twilio.com\r\n\r\n")
	<-begun
	busy.Close()

	if err := r.end(); err != nil {
		t.Errorf("serve: %v", err)
	}
	for name, p := range map[string]*peer{
		"the tunnel": tunnel, "its other end": there, "a handshake that never came": handshake, "a silent connection": silent,
		"a forwarded request": plain, "its other end, too": forwarded,
	} {
		_ = p.SetDeadline(time.Now().Add(10 * time.Second))
		_, err := io.Copy(io.Discard, p.in)
		if netErr, ok := err.(net.Error); ok && netErr.Timeout() {
			t.Errorf("%s is still open", name)
		}
	}
}

func TestCloseWaitsForRunningRequests(t *testing.T) {
	t.Parallel()
	begun, finish := make(chan struct{}), make(chan struct{})
	r := startWith(t, http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		close(begun)
		<-finish
		_, _ = io.WriteString(w, "finished")
	}))
	p := r.dial()
	p.connect("api.twilio.com:80")
	p.send("GET / HTTP/1.1\r\nHost: api.twilio.com\r\n\r\n")
	<-begun
	ended := make(chan error, 1)
	go func() { ended <- r.end() }()
	for { // until the proxy has heard that it ends
		conn, err := net.Dial("tcp", r.addr)
		if err != nil {
			break
		}
		conn.Close()
	}
	close(finish)
	if _, body := p.answer(http.MethodGet); body != "finished" {
		t.Errorf("got %q", body)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestFailingListenerIsAnError(t *testing.T) {
	t.Parallel()
	ca := openCA(t, t.TempDir())
	ln := listen(t)
	ln.Close()
	if err := serve(t, ca, ln); err == nil {
		t.Error("serve says nothing")
	}
}
