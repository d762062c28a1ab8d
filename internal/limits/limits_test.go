package limits_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/twvoice/twvoice/internal/limits"
)

func TestEndlessHeaderIsCut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		conn := serve(t, limits.Limits{}, hello).dial(t)
		began, done := time.Now(), make(chan struct{})
		go func() {
			defer close(done)
			for { // a byte a second: each read goes well
				if _, err := io.WriteString(conn, "x"); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		}()
		rest, err := io.ReadAll(conn)
		if took := time.Since(began); err != nil || strings.Contains(string(rest), "hello") || took != limits.Usual().HeaderTime {
			t.Errorf("got %q, %v after %s, want an end without an answer after %s", rest, err, took, limits.Usual().HeaderTime)
		}
		conn.Close()
		<-done
	})
}

func TestIdleConnectionIsCut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		conn := serve(t, limits.Limits{}, hello).dial(t)
		began := time.Now()
		say(t, conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		answer, err := io.ReadAll(conn)
		if took := time.Since(began); err != nil || !strings.Contains(string(answer), "200 OK") || took != limits.Usual().Idle {
			t.Errorf("got %q, %v after %s, want an answer, and an end after %s", answer, err, took, limits.Usual().Idle)
		}
	})
}

func TestMissingBodyIsCut(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		first int // bytes that arrive immediately; then one every ten seconds
		want  time.Duration
	}{
		{"drop by drop", 3, limits.Usual().BodyTime},
		{"a long one, which may go on for as long as it goes on", 1 << 20, 10*10*time.Second + limits.Usual().BodyTime},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				read, took := make(chan error, 1), time.Duration(0)
				conn := serve(t, limits.Limits{}, func(_ http.ResponseWriter, r *http.Request) {
					began := time.Now()
					_, err := io.Copy(io.Discard, r.Body)
					took = time.Since(began)
					read <- err
				}).dial(t)
				say(t, conn, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n"+strings.Repeat("a", tt.first))
				done := make(chan struct{})
				go func() {
					defer close(done)
					for range 10 {
						time.Sleep(10 * time.Second)
						_, _ = io.WriteString(conn, "a") // an error is a connection that was cut
					}
				}()
				if err := <-read; !errors.Is(err, os.ErrDeadlineExceeded) || took != tt.want {
					t.Errorf("got %v after %s, want a timeout after %s", err, took, tt.want)
				}
				conn.Close()
				<-done
			})
		})
	}
}

func TestAnswerHasNoTimeLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		conn := serve(t, limits.Limits{}, func(w http.ResponseWriter, r *http.Request) {
			if _, err := io.ReadAll(r.Body); err != nil {
				t.Error(err)
			}
			for range 3 { // as a stream does
				select {
				case <-r.Context().Done():
					t.Error("the client is taken for gone")
				case <-time.After(time.Hour):
				}
				fmt.Fprint(w, "event\n")
				_ = http.NewResponseController(w).Flush()
			}
		}).dial(t)
		say(t, conn, "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\na=b")
		if answer, err := io.ReadAll(conn); err != nil || strings.Count(string(answer), "event\n") != 3 {
			t.Errorf("got %q, %v", answer, err)
		}
	})
}

func TestHijackedConnectionIsNotCut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		conn := serve(t, limits.Limits{}, func(w http.ResponseWriter, _ *http.Request) {
			conn, both, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			fmt.Fprintf(conn, "HTTP/1.1 101 Switching Protocols\r\n\r\n")
			line, err := both.ReadString('\n')
			if err == nil {
				_, err = io.WriteString(conn, line) // and the client does not read for a day
			}
			if err != nil {
				t.Error(err)
			}
		}).dial(t)
		say(t, conn, "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
		in := bufio.NewReader(conn)
		for line := ""; line != "\r\n"; {
			var err error
			if line, err = in.ReadString('\n'); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(24 * time.Hour)
		say(t, conn, "still here\n")
		time.Sleep(24 * time.Hour)
		if got, err := in.ReadString('\n'); err != nil || got != "still here\n" {
			t.Errorf("got %q, %v", got, err)
		}
	})
}

func TestClientThatDoesNotReadIsCut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		wrote := make(chan error, 1)
		conn := serve(t, limits.Limits{}, func(w http.ResponseWriter, _ *http.Request) {
			_, err := w.Write(make([]byte, 1<<20))
			wrote <- err
		}).dial(t)
		began := time.Now()
		say(t, conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		err := <-wrote
		if took := time.Since(began); !errors.Is(err, os.ErrDeadlineExceeded) || took != limits.Usual().WriteTime {
			t.Errorf("got %v after %s, want a timeout after %s", err, took, limits.Usual().WriteTime)
		}
	})
}

func TestListenerQueuesExcessConnections(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, limits.Limits{Connections: 2}, hello)
		first, _ := s.dial(t), s.dial(t)
		let := make(chan net.Conn)
		go func() {
			ours, theirs := net.Pipe()
			s.queue <- theirs
			let <- ours
		}()
		synctest.Wait()
		select {
		case <-let:
			t.Error("a third one was let in")
		default:
		}
		first.Close()
		third := <-let
		defer third.Close()
		say(t, third, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
		if answer, err := io.ReadAll(third); err != nil || !strings.Contains(string(answer), "200 OK") {
			t.Errorf("got %q, %v", answer, err)
		}
	})
}

func TestLargeHeaderIsAnsweredWith431(t *testing.T) {
	t.Parallel()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	start(t, limits.Limits{}, hello, ln)
	for _, tt := range []struct {
		name   string
		size   int
		status int
	}{
		{"what Twilio and a tunnel send", 8 << 10, http.StatusOK},
		{"more than anybody needs", 72 << 10, http.StatusRequestHeaderFieldsTooLarge},
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+ln.Addr().String(), nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-Large", strings.Repeat("x", tt.size))
		answer, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != tt.status {
			t.Errorf("%s: got %d, want %d", tt.name, answer.StatusCode, tt.status)
		}
	}
}

func hello(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") }

// server is one that is reached by pipes, which have a clock that a test can move.
type server struct {
	queue chan net.Conn
	gone  chan struct{}
}

func (s *server) Accept() (net.Conn, error) {
	select {
	case conn := <-s.queue:
		return conn, nil
	case <-s.gone:
		return nil, net.ErrClosed
	}
}

func (s *server) Close() error   { close(s.gone); return nil }
func (s *server) Addr() net.Addr { return &net.TCPAddr{} }

// dial is a connection that was accepted.
func (s *server) dial(t *testing.T) net.Conn {
	t.Helper()
	ours, theirs := net.Pipe()
	s.queue <- theirs
	t.Cleanup(func() { ours.Close() })
	return ours
}

func serve(t *testing.T, l limits.Limits, h http.HandlerFunc) *server {
	t.Helper()
	s := &server{queue: make(chan net.Conn), gone: make(chan struct{})}
	start(t, l, h, s)
	return s
}

// start serves with these limits until the test's end.
func start(t *testing.T, l limits.Limits, h http.HandlerFunc, ln net.Listener) {
	t.Helper()
	s := l.Server(h)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Serve(l.Listener(ln))
	}()
	t.Cleanup(func() {
		s.Close()
		<-done
	})
}

func say(t *testing.T, conn net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
}
