package voicesim_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/andybalholm/brotli"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// pipes is a listener whose connections are pipes, for an application in virtual time.
type pipes struct {
	conns chan net.Conn
	gone  chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.gone:
		return nil, net.ErrClosed
	}
}
func (p pipes) Close() error   { return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p pipes) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.conns <- theirs:
		return ours, nil
	case <-p.gone:
		return nil, net.ErrClosed
	}
}

// conversation returns the requests, alerts and notes of a call, and what the caller heard, one per
// line.
func conversation(t *testing.T, app http.HandlerFunc) (lines []string) {
	t.Helper()
	p := pipes{make(chan net.Conn), make(chan struct{})}
	server := &http.Server{Handler: app}
	served := make(chan struct{})
	go func() { defer close(served); _ = server.Serve(p) }()
	transport := &http.Transport{DialContext: p.dial}
	var reader transcript.Reader
	_, err := voicesim.Run(t.Context(), voicesim.Options{
		Call:      event.Call{URL: "http://app.example/voice", From: "+14155550100", To: "+14155550111"},
		Transport: transport,
		Observe: func(e event.Entry) {
			for _, part := range reader.Read(e) {
				switch part := part.(type) {
				case transcript.Request:
					line := fmt.Sprintf("%s %s %d", part.Method, strings.TrimPrefix(part.URL, "http://app.example"), part.Status)
					if part.Note != "" {
						line += " " + part.Note
					}
					lines = append(lines, line)
				case transcript.Alert:
					lines = append(lines, strings.TrimSpace(part.Code+" "+strings.ReplaceAll(part.Message, "http://app.example", "")))
					if part.Fix != "" {
						lines = append(lines, "fix "+part.Fix)
					}
				case transcript.Item:
					if part.Kind == transcript.Say {
						lines = append(lines, "hears "+part.Text)
					}
				}
			}
		},
	})
	if err != nil {
		t.Error(err)
	}
	transport.CloseIdleConnections()
	close(p.gone)
	server.Close()
	<-served
	return lines
}

const helloTwiML = "<Response><Say>Hello</Say></Response>"

// answers sends a document with headers.
func answers(body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		_, _ = io.WriteString(w, body)
	}
}

// passes lets time pass while the client waits.
func passes(r *http.Request, wait time.Duration) {
	_ = r.ParseForm() // a server notices that the client has gone only after reading the body
	select {
	case <-time.After(wait):
	case <-r.Context().Done():
	}
}

// redirects sends /voice on, and takes POST only where it leads.
func redirects(status int, to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/voice":
			http.Redirect(w, r, to, status)
		case r.URL.Path == "/login":
			answers(`<!DOCTYPE html><html><form><input type="password"></form></html>`, "Content-Type", "text/html")(w, r)
		case r.Method != http.MethodPost:
			w.WriteHeader(http.StatusMethodNotAllowed)
		default:
			answers(helloTwiML)(w, r)
		}
	}
}

// hijacked sends bytes and closes.
func hijacked(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		_, _ = io.WriteString(conn, text)
		conn.Close()
	}
}

// compressed is a body written by a compressor.
func compressed(text string, make func(io.Writer) io.WriteCloser) string {
	var b bytes.Buffer
	w := make(&b)
	_, _ = io.WriteString(w, text)
	w.Close()
	return b.String()
}

// Applications that behave badly, and what the developer sees.
func TestMisbehavingApplicationsAreReported(t *testing.T) {
	t.Parallel()
	zip := compressed(helloTwiML, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
	lost := "POST became GET without its parameters"
	const sorry = "hears " + event.Apology
	good := []string{"POST /voice 200", "hears Hello"}
	tests := []struct {
		name string
		app  http.HandlerFunc
		want []string
	}{
		{"it is well", answers(helloTwiML), good},
		{"closes without an answer", hijacked(""), []string{"POST /voice 0", "11205 /voice closed the connection without a response", sorry}},
		{
			"closes half-way", hijacked("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 99\r\n\r\n<Respon"),
			[]string{"POST /voice 200", "11205 /voice closed the connection before the end of its response, after 7 bytes", sorry},
		},
		{
			"trickles for 20 s", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/xml")
				for range 40 {
					_, _ = io.WriteString(w, " ")
					_ = http.NewResponseController(w).Flush()
					passes(r, 700*time.Millisecond)
				}
			},
			[]string{"POST /voice 200", "11203 /voice was still sending its response after 15s, with 22 bytes sent", sorry},
		},
		{"does not answer for 20 s", func(_ http.ResponseWriter, r *http.Request) { passes(r, 20*time.Second) }, []string{"POST /voice 0", "11205 /voice did not answer within 15s", sorry}},

		{"301 to what takes POST only", redirects(301, "/voice/"), []string{
			"POST /voice 301", "GET /voice/ 405 " + lost,
			"11200 /voice/ answered 405 Method Not Allowed; /voice redirected there (301), and " + lost + ": redirect with 307 or 308, or name the last URL", sorry,
		}},
		{"302 to what takes POST only", redirects(302, "/voice/"), []string{
			"POST /voice 302", "GET /voice/ 405 " + lost,
			"11200 /voice/ answered 405 Method Not Allowed; /voice redirected there (302), and " + lost + ": redirect with 307 or 308, or name the last URL", sorry,
		}},
		{"307", redirects(307, "/voice/"), []string{"POST /voice 307", "POST /voice/ 200", "hears Hello"}},
		{"308", redirects(308, "/voice/"), []string{"POST /voice 308", "POST /voice/ 200", "hears Hello"}},
		{"to a login page", redirects(302, "/login"), []string{
			"POST /voice 302", "GET /login 200 " + lost,
			"12100 /login answered an HTML page, not TwiML: it looks like a login page", "fix allow webhooks without a login: exempt /login; Twilio's signature authenticates the request", sorry,
		}},
		{"that refuses the host", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, "Blocked request. This host (\"app.example\") is not allowed.\nTo allow this host, add \"app.example\" to `server.allowedHosts` in vite.config.js.")
		}, []string{
			"POST /voice 403", "11200 /voice answered 403 Forbidden: Vite rejects requests for the host app.example",
			`fix add server: { allowedHosts: ["app.example"] } to vite.config.js, preview: {…} for vite preview`, sorry,
		}},
		{"in a circle", redirects(307, "/voice"), append(
			strings.Split(strings.Repeat("POST /voice 307|", 11), "|")[:11],
			"11215 more than 10 redirects, the last one to /voice: they form a loop", sorry,
		)},
		{"to a host that is not its own", redirects(302, "https://other.example/voice"), []string{
			"POST /voice 302", "https://other.example/voice was not requested: other.example is not the application's host; --connect-to other.example allows it",
		}},
		{"a page of the web", answers("<!-- made by hand -->\n<!doctype html><p>Hello"), []string{"POST /voice 200", "12100 /voice answered an HTML page, not TwiML", sorry}},
		{"a page that is well-formed", answers("<html><body/></html>", "Content-Type", "text/html"), []string{"POST /voice 200", "12102 /voice answered an HTML page, not TwiML", sorry}},

		{"gzip", answers(zip, "Content-Encoding", "gzip"), good},
		{"deflate", answers(compressed(helloTwiML, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }), "Content-Encoding", "deflate"), good},
		{"deflate without its header", answers(compressed(helloTwiML, func(w io.Writer) io.WriteCloser { z, _ := flate.NewWriter(w, 9); return z }), "Content-Encoding", "deflate"), good},
		{"br", answers(compressed(helloTwiML, func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) }), "Content-Encoding", "br"), good},
		{"gzip, and br upon it", answers(compressed(zip, func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) }), "Content-Encoding", "gzip, br"), good},
		{"no gzip at all", answers(helloTwiML, "Content-Encoding", "gzip"), []string{"POST /voice 200", "11206 /voice declares its response as compressed with gzip, but it is not, or it is incomplete", sorry}},
		{"gzip that is cut off", answers(zip[:len(zip)-9], "Content-Encoding", "gzip"), []string{"POST /voice 200", "11206 /voice declares its response as compressed with gzip, but it is not, or it is incomplete", sorry}},
		{"zstd", answers(helloTwiML, "Content-Encoding", "zstd"), []string{
			"POST /voice 200", `11206 /voice answered with the unsupported Content-Encoding "zstd": send the response uncompressed, or as gzip`, sorry,
		}},

		{"the charset in the type alone", answers("<Response><Say>Ol\xe1</Say></Response>", "Content-Type", "text/xml; charset=iso-8859-1"), []string{"POST /voice 200", "hears Olá"}},
		{"a wrong charset", answers("<Response><Say>Ol\xe1</Say></Response>", "Content-Type", "text/xml; charset=utf-8"), []string{"POST /voice 200", "12100 byte 0xE1 is not UTF-8; save the document as UTF-8 or declare its encoding in the XML declaration", sorry}},
		{"a charset that is not read", answers(helloTwiML, "Content-Type", "text/xml; charset=big5"), []string{"POST /voice 200", `12100 twvoice does not support the charset "big5"; send the document as UTF-8`, sorry}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				if diff := gocmp.Diff(tt.want, conversation(t, tt.app)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		})
	}
}

// Twilio's music is known; other music elsewhere is assumed to be valid. Neither is requested, and
// the caller continues to wait.
func TestHoldMusicIsNeverRequested(t *testing.T) {
	t.Parallel()
	for source, assumed := range map[string]bool{
		"http://twimlets.com/holdmusic?Bucket=com.twilio.music.ambient":                          false,
		"https://twimlets.com/holdmusic?Bucket=com.twilio.music.soft-rock":                       false,
		"http://api.twilio.com/cowbell.mp3":                                                      false,
		"http://com.twilio.sounds.music.s3.amazonaws.com/MARKOVICHAMP-Borghestral.mp3":           false,
		"https://s3.amazonaws.com/com.twilio.music.classical/ith_chopin-15-2.mp3":                false,
		"https://cdn.example/music.mp3":                                                          true,
		"http://twimlets.com/holdmusic?Bucket=my-own-bucket":                                     true,
		"https://twimlets.com/holdmusic?Bucket=com.twilio.music.guitars&amp;Message=please+wait": false,
	} {
		var asked []string
		app := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked = append(asked, r.Host+r.URL.Path)
			answers(`<Response><Enqueue waitUrl="`+source+`">support</Enqueue></Response>`)(w, r)
		})
		var played []event.Play
		_, err := voicesim.Run(t.Context(), voicesim.Options{
			Call: event.Call{URL: "http://app.example/voice"}, Transport: voicesim.InMemory(app), HangUpAfter: 10 * time.Minute,
			Observe: func(e event.Entry) {
				for _, action := range e.Actions {
					switch action := action.(type) {
					case event.Play:
						played = append(played, action)
					case event.Warn:
						t.Errorf("%s: %+v", source, action)
					}
				}
			},
		})
		if err != nil || len(asked) != 1 || len(played) != 1 || played[0].Assumed != assumed {
			t.Errorf("%s: asked %q, played %+v, %v", source, asked, played, err)
		}
	}
}
