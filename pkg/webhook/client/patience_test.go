package client

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// The tests of this file run in virtual time: connections are pipes, and what is on their other end is a script.

// A script is one connection as a server treats it.
type script func(conn net.Conn)

// silent is a server that never says a word.
func silent(conn net.Conn) { io.Copy(io.Discard, conn) }

// sends is a server that reads a request and answers it with bytes, each part after a second.
func sends(parts ...string) script {
	return func(conn net.Conn) {
		defer conn.Close()
		r, err := http.ReadRequest(bufio.NewReader(conn))
		if err != nil {
			return
		}
		io.Copy(io.Discard, r.Body)
		gone := make(chan struct{})
		go func() { io.Copy(io.Discard, conn); close(gone) }()
		for i, part := range parts {
			if i > 0 {
				select {
				case <-time.After(time.Second):
				case <-gone:
				}
			}
			if _, err := io.WriteString(conn, part); err != nil {
				break
			}
		}
		conn.Close()
		<-gone
	}
}

// status is a whole answer without a body.
func status(line string) script {
	return sends("HTTP/1.1 " + line + "\r\nContent-Length: 0\r\n\r\n")
}

// document is a whole answer with TwiML.
func document() script {
	return sends("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 11\r\n\r\n<Response/>")
}

// network is a transport of HTTP over pipes. Each connection gets the next script, the last one indefinitely; nil is a
// host that accepts no connection.
type network struct {
	scripts []script
	dialed  atomic.Int32
	down    chan struct{} // ends those who still dial: a transport goes on after the request is given up
}

func newNetwork(t *testing.T, scripts ...script) *network {
	n := &network{scripts: scripts, down: make(chan struct{})}
	t.Cleanup(func() { close(n.down) })
	return n
}

func (n *network) dial(context.Context, string, string) (net.Conn, error) {
	serve := n.scripts[min(int(n.dialed.Add(1)), len(n.scripts))-1]
	if serve == nil {
		<-n.down
		return nil, net.ErrClosed
	}
	ours, theirs := net.Pipe()
	go serve(theirs)
	return ours, nil
}

func (n *network) client() *Client {
	return New(Options{ConnectTo: Everywhere(), Transport: &http.Transport{DialContext: n.dial, DisableKeepAlives: true}})
}

// Rows of /docs/usage/webhooks/webhooks-connection-overrides.
func TestHowLongTwilioWaitsAndWhatItTriesAgain(t *testing.T) {
	t.Parallel()
	drip := sends(slices.Insert(slices.Repeat([]string{" "}, 20), 0, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 99\r\n\r\n")...)
	tests := []struct {
		row, fragment string
		server        []script
		took          time.Duration
		tries         int
		code          string
	}{
		{"ct: 5 s, twice", "", []script{nil}, 10 * time.Second, 2, "11201"},
		{"ct: the second try may succeed", "", []script{nil, document()}, 5 * time.Second, 2, ""},
		{"ct is for each try", "#ct=1000", []script{nil}, 2 * time.Second, 2, "11201"},
		{"rc: no second try", "#ct=1000&rc=0", []script{nil}, time.Second, 1, "11201"},
		{"rc: five more", "#ct=1000&rc=5", []script{nil}, 6 * time.Second, 6, "11201"},
		{"rp: only what it names", "#ct=1000&rp=5xx", []script{nil}, time.Second, 1, "11201"},

		{"rt: 15 s, once", "", []script{silent}, 15 * time.Second, 1, "11205"},
		{"rt: shorter", "#rt=2000", []script{silent}, 2 * time.Second, 1, "11205"},
		{"rt: tried again", "#rt=2000&rp=rt", []script{silent, document()}, 2 * time.Second, 2, ""},
		{"rt: and again", "#rt=2000&rc=3&rp=all", []script{silent}, 8 * time.Second, 4, "11205"},
		{"rt is for every packet, not for all", "#rt=1500", []script{sends("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 11\r\n\r\n", "<Resp", "onse/>")}, 2 * time.Second, 1, ""},
		{"rt: a packet is late", "#rt=500", []script{sends("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 11\r\n\r\n", "<Response/>")}, 500 * time.Millisecond, 1, "11205"},

		{"tt: 15 s for all tries", "#rt=4000&rc=5&rp=all", []script{silent}, 15 * time.Second, 4, "11203"},
		{"tt: 15 s for all packets", "#rt=2000", []script{drip}, 15 * time.Second, 1, "11203"},
		{"tt: shorter", "#tt=3000", []script{silent}, 3 * time.Second, 1, "11203"},
		{"tt: shorter than to connect", "#tt=3000", []script{nil}, 3 * time.Second, 1, "11203"},

		{"a status is final", "", []script{status("503 Service Unavailable")}, 0, 1, "11200"},
		{"rp=5xx", "#rp=5xx", []script{status("503 Service Unavailable"), document()}, 0, 2, ""},
		{"rp=5xx is not for 4xx", "#rp=5xx", []script{status("404 Not Found")}, 0, 1, "11200"},
		{"rp=4xx", "#rp=4xx", []script{status("404 Not Found"), document()}, 0, 2, ""},
		{"rp=4xx is for 429 too", "#rp=4xx&rc=2", []script{status("429 Too Many Requests")}, 0, 3, "11200"},
		{"rp: several", "#rc=2&rp=4xx,ct&ct=1000", []script{nil, status("404 Not Found"), document()}, time.Second, 3, ""},
		{"rp=all", "#rc=5&rp=all&ct=1000&rt=1000", []script{nil, silent, status("404 Not Found"), status("500 Internal Server Error"), document()}, 2 * time.Second, 5, ""},
		{"rp: the last failure is the one that is told", "#rp=all&ct=1000", []script{nil, status("500 Internal Server Error")}, time.Second, 2, "11200"},
		{"rp: an unknown word ends it all", "#rp=3xx", []script{document()}, 0, 0, "11243"},
		{"e: an unknown edge too", "#e=dubln", []script{document()}, 0, 0, "11240"},
		{"e: a known one changes nothing here", "#e=dublin,tokyo", []script{document()}, 0, 1, ""},
	}
	for _, tt := range tests {
		t.Run(tt.row, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := newNetwork(t, tt.server...)
				began := time.Now()
				got := fetchOnce(t, n.client(), Request{URL: voiceURL + tt.fragment})
				if took := time.Since(began); took != tt.took || got.Took != tt.took || int(n.dialed.Load()) != tt.tries || codeOf(got) != tt.code {
					t.Errorf("got %q after %s and %d tries, want %q after %s and %d: %+v", codeOf(got), took, n.dialed.Load(), tt.code, tt.took, tt.tries, got.Failure)
				}
			})
		})
	}
}

func TestEveryTryHasTheSameIdempotencyToken(t *testing.T) {
	t.Parallel()
	app := &testApp{t: t, answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }}
	c := app.client()
	for range 2 {
		fetchOnce(t, c, Request{URL: voiceURL + "#rc=2&rp=all"})
	}
	var tokens []string
	for _, r := range app.got {
		tokens = append(tokens, r.Header.Get("I-Twilio-Idempotency-Token"))
	}
	if len(tokens) != 6 || tokens[0] != tokens[2] || tokens[3] != tokens[5] || tokens[0] == tokens[3] {
		t.Errorf("got %q, want three of one delivery and three of another", tokens)
	}
}

func TestSlowAnswersAreReported(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, fragment string
		server         script
		want           string
	}{
		{"no connection", "", nil, voiceURL + " did not accept a connection within 5s, in 2 attempts"},
		{"no answer", "", silent, voiceURL + " did not answer within 15s"},
		{"no answer within rt", "#rt=2000&rp=rt", silent, voiceURL + " sent nothing for 2s, in 2 attempts"},
		{"no answer within tt", "#tt=1500", silent, voiceURL + " did not answer within 1.5s in total"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := newNetwork(t, tt.server)
				got := fetchOnce(t, n.client(), Request{URL: voiceURL + tt.fragment})
				if got.Failure == nil || got.Failure.Message != tt.want {
					t.Errorf("got %+v, want %q", got.Failure, tt.want)
				}
			})
		})
	}
}

// A handler in memory takes no connection, and is late all the same.
func TestInMemoryHandlerHasTheSameTimeLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app := &testApp{t: t, answer: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }}
		began := time.Now()
		got := fetchOnce(t, app.client(), Request{URL: voiceURL + "#rt=3000"})
		if took := time.Since(began); took != 3*time.Second || codeOf(got) != "11205" {
			t.Errorf("got %q after %s, want 11205 after 3s", codeOf(got), took)
		}
	})
}

func TestCanceledCallIsNotAnApplicationProblem(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		n := newNetwork(t, silent)
		_, err := n.client().Deliver(ctx, Request{Method: "POST", URL: voiceURL + "#rc=5&rp=all"})
		if err != context.DeadlineExceeded || n.dialed.Load() != 1 {
			t.Errorf("got %v after %d tries, want the context's own error after one", err, n.dialed.Load())
		}
	})
}

// What comes back over a connection and is no answer.
func TestNonHTTPAnswersAreReported(t *testing.T) {
	t.Parallel()
	const head = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
	tests := []struct {
		name   string
		scheme string
		serve  script
		code   string
	}{
		{"another protocol", "http", sends("SSH-2.0-OpenSSH_9.6\r\n"), "11206"},
		{"a header that is none", "http", sends(head + "no header\r\n\r\n"), "11251"},
		{"chunks that are none", "http", sends(head + "Transfer-Encoding: chunked\r\n\r\nwhat?\r\n"), "11251"},
		{"the connection ends before the answer", "http", sends(), "11205"},
		{"and within it", "http", sends(head + "Content-Length: 11\r\n\r\n<Resp"), "11205"},
		{"a port that speaks no TLS", "https", func(conn net.Conn) {
			io.ReadFull(conn, make([]byte, 5))
			go io.Copy(io.Discard, conn)
			io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
		}, "11220"},
		{"a server that ends the handshake", "https", func(conn net.Conn) {
			io.ReadFull(conn, make([]byte, 5))
			conn.Close()
		}, "11220"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := newNetwork(t, tt.serve)
			got := fetchOnce(t, n.client(), Request{URL: strings.Replace(voiceURL, "http", tt.scheme, 1)})
			if codeOf(got) != tt.code {
				t.Errorf("got %+v, want %s", got.Failure, tt.code)
			}
		})
	}
}
