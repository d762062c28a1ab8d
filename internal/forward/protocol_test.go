package forward_test

import (
	"io"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"strings"
	"testing"
)

// What HTTP says before an answer, and before a body, goes through.
func TestInformationalResponsesArePassedOn(t *testing.T) {
	t.Parallel()
	f := before(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Link", "</style.css>; rel=preload")
		w.WriteHeader(http.StatusEarlyHints)
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Expect", r.Header.Get("Expect"))
		_, _ = w.Write(body)
	}), nil)
	transport := &http.Transport{ExpectContinueTimeout: 1 << 40} // the body waits to be asked for
	t.Cleanup(transport.CloseIdleConnections)
	for name, body := range map[string]string{"a short body": "a=1", "one that flows": strings.Repeat("x", 200<<10)} {
		var hints []int
		asked := 0
		r := request("POST", f.URL+"/voice", "text/plain", body)
		r.Header.Set("Expect", "100-continue")
		answer, err := transport.RoundTrip(r.WithContext(httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{
			Got1xxResponse: func(code int, _ textproto.MIMEHeader) error { hints = append(hints, code); return nil },
			Got100Continue: func() { asked++ },
		})))
		if err != nil {
			t.Fatal(err)
		}
		got, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if string(got) != body || asked != 1 || answer.Header.Get("X-Expect") != "100-continue" {
			t.Errorf("%s: %d bytes of %d came back, asked for %d times, Expect %q", name, len(got), len(body), asked, answer.Header.Get("X-Expect"))
		}
		early := 0
		for _, code := range hints {
			if code == http.StatusEarlyHints {
				early++
			}
		}
		if early != 1 {
			t.Errorf("%s: early hints: got %v", name, hints)
		}
	}
}
