package webhook_test

import (
	"bufio"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook"
)

const publicURL = "https://x.ngrok.app"

// raw is a request as it comes off the wire, or nil.
func raw(wire string) *http.Request {
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(wire)))
	if err != nil {
		return nil
	}
	return r
}

// Nothing that a signature for one request covers can be used to make another request pass (B10 and
// related rows).
func TestHandlerRefusesWhatCouldBeReadInAnotherWay(t *testing.T) {
	t.Parallel()
	bare := webhook.Sign(token, publicURL+"/voice", nil)
	form := webhook.Sign(token, publicURL+"/voice", url.Values{"Digits": {"1"}})
	query := webhook.Sign(token, publicURL+"/voice?a=1", nil)
	escaped := webhook.Sign(token, publicURL+"/voice?a=1%3Bb%3D2", nil)
	jsonURL, signedJSON := webhook.SignBody(token, publicURL+"/voice", []byte(jsonBody))
	jsonPath := strings.TrimPrefix(jsonURL, publicURL)
	percent, asItIs := webhook.Sign(token, publicURL+"/voice?a=%25zz", nil), webhook.Sign(token, publicURL+"/voice?a=%zz", nil)
	socket := webhook.Sign(token, "wss://x.ngrok.app/voice", nil)
	urlencoded := "Content-Type: application/x-www-form-urlencoded"
	multipart := "Content-Type: multipart/form-data; boundary=b"
	part := "--b\r\nContent-Disposition: form-data; name=\"Digits\"\r\n\r\n9\r\n--b--\r\n"
	for _, tt := range []struct {
		name, line, signature, headers, body string
		status                               int
	}{
		{"an ordinary form", "POST /voice", form, urlencoded, "Digits=1", 200},
		{"a form that cannot be parsed, signed for the bare URL", "POST /voice", bare, urlencoded, "Digits=9&%zz", 403},
		{"a form with a semicolon, signed for the bare URL", "POST /voice", bare, urlencoded, "Digits=9;x", 403},
		{"a form in chunks that cannot be parsed", "POST /voice", bare, urlencoded + "\r\nTransfer-Encoding: chunked", "8\r\nDigits=%\r\n0\r\n\r\n", 403},
		{"a form in chunks", "POST /voice", form, urlencoded + "\r\nTransfer-Encoding: chunked", "8\r\nDigits=1\r\n0\r\n\r\n", 200},
		{"a length beside chunks", "POST /voice", form, urlencoded + "\r\nTransfer-Encoding: chunked\r\nContent-Length: 3", "8\r\nDigits=1\r\n0\r\n\r\n", 200},
		{"multipart, signed for the bare URL", "POST /voice", bare, multipart, part, 403},
		{"multipart, called a form in a second header", "POST /voice", form, urlencoded + "\r\n" + multipart, "Digits=1", 403},
		{"a form, called multipart in a second header with an underscore", "POST /voice", form, urlencoded + "\r\nContent_Type: multipart/form-data; boundary=b", "Digits=1", 403},
		{"a form in another charset", "POST /voice", form, urlencoded + "; charset=utf-16", "Digits=1", 403},
		{"a form in Twilio's charset", "POST /voice", form, urlencoded + "; charset=utf-8", "Digits=1", 200},
		{"a compressed form", "POST /voice", form, urlencoded + "\r\nContent-Encoding: gzip", "Digits=1", 403},
		{"two signatures", "POST /voice", form, urlencoded + "\r\nX-Twilio-Signature: other", "Digits=1", 403},
		{"a form in a GET", "GET /voice", bare, urlencoded, "Digits=9", 403},
		{"a form in a PUT", "PUT /voice", form, urlencoded, "Digits=1", 403},
		{"a method that Twilio does not send", "DELETE /voice", bare, "", "", 403},
		{"HEAD", "HEAD /voice", bare, "", "", 200},
		{"another method in a header", "POST /voice", form, urlencoded + "\r\nX-HTTP-Method-Override: DELETE", "Digits=1", 403},
		{"another method in a header with underscores", "POST /voice", form, urlencoded + "\r\nX_HTTP_Method_Override: DELETE", "Digits=1", 403},
		{"another path in a header", "POST /voice", form, urlencoded + "\r\nX-Original-URL: /admin", "Digits=1", 403},
		{"the same path in a header", "POST /voice", form, urlencoded + "\r\nX-Original-URL: https://x.ngrok.app/voice", "Digits=1", 200},
		{"a fragment in the query", "GET /voice?a=1#&b=2", query, "", "", 403},
		{"a fragment in the path", "GET /voice#/../admin", bare, "", "", 403},
		{"a semicolon that was signed as a part of a value", "GET /voice?a=1;b=2", escaped, "", "", 403},
		{"an absolute target", "GET http://x.ngrok.app/voice?a=1", query, "", "", 200},
		{"a target without a path", "GET x:voice", bare, "", "", 403},
		{"JSON with its hash", "POST " + jsonPath, signedJSON, "Content-Type: application/json", jsonBody, 200},
		{"JSON that is left out", "POST " + jsonPath, signedJSON, "Content-Type: application/json", "", 403},
		{"JSON that is left out of a GET", "GET " + jsonPath, signedJSON, "", "", 403},
		{"JSON that is left out of a form", "POST " + jsonPath, signedJSON, urlencoded, "", 403},
		{"JSON called a form", "POST " + jsonPath, signedJSON, urlencoded, jsonBody, 403},
		{"JSON without a hash", "POST /voice", bare, "Content-Type: application/json", jsonBody, 403},
		{"JSON with garbage behind it", "POST " + jsonPath, signedJSON, "Content-Type: application/json", jsonBody + "x", 403},
		{"a hash whose name is written with escapes, and the JSON left out", "POST " + strings.Replace(jsonPath, "bodySHA256", "%62odySHA256", 1), signedJSON, urlencoded, "", 403},
		{"a query with a % that was signed as %25", "GET /voice?a=%zz", percent, "", "", 403},
		{"a query with a % that was signed as it is", "GET /voice?a=%zz", asItIs, "", "", 200},
		{"a socket's signature", "GET /voice", socket, "Upgrade: websocket", "", 200},
		{"a socket's signature for a POST", "POST /voice", socket, "Upgrade: websocket", "", 403},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			head := tt.line + " HTTP/1.1\r\nHost: x.ngrok.app\r\nX-Twilio-Signature: " + tt.signature + "\r\n"
			if tt.headers != "" {
				head += tt.headers + "\r\n"
			}
			if !strings.Contains(head, "Transfer-Encoding") {
				head += fmt.Sprintf("Content-Length: %d\r\n", len(tt.body))
			}
			r := raw(head + "\r\n" + tt.body)
			if r == nil {
				t.Fatal("not a request")
			}
			var verdict webhook.Verdict
			h := webhook.Handler{
				Token: token, PublicURL: publicURL, Rejected: func(_ *http.Request, v webhook.Verdict) { verdict = v },
				Next: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}),
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tt.status || w.Code == 403 && (verdict.Valid || verdict.Reason == "" || verdict.Fix == "") {
				t.Errorf("got %d, want %d: %+v", w.Code, tt.status, verdict)
			}
		})
	}
}

// A handler in front may have parsed the body already; its result was not checked.
func TestHandlerParsesFormAgain(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodPost, "/voice", strings.NewReader("Digits=9"))
	r.Header.Set("Content-Type", webhook.FormContentType)
	r.Header.Set(webhook.SignatureHeader, webhook.Sign(token, publicURL+"/voice", nil))
	if r.FormValue("Digits") != "9" {
		t.Fatal("the test does not parse the form")
	}
	for _, length := range []int64{r.ContentLength, -1} { // of a request in chunks it is not known
		r.ContentLength = length
		got := "nothing"
		w := httptest.NewRecorder()
		webhook.Require(token, publicURL, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.FormValue("Digits") })).ServeHTTP(w, r)
		if got == "9" {
			t.Errorf("with length %d the next handler reads a parameter that was not signed", length)
		}
	}
}

// Without a PublicURL the Host header is part of what was signed, and must not be part of the path.
func TestHandlerRefusesAHostThatHoldsAPath(t *testing.T) {
	t.Parallel()
	for host, status := range map[string]int{
		"x.ngrok.app": 200, "x.ngrok.app:8080": 200, "[::1]:3000": 200,
		"x.ngrok.app/voice": 403, "x.ngrok.app/voice?a=": 403, `x.ngrok.app\voice`: 403, "x@x.ngrok.app": 403,
	} {
		r := httptest.NewRequest(http.MethodGet, "/menu", nil)
		r.Host = host
		r.Header.Set(webhook.SignatureHeader, webhook.Sign(token, "http://"+host+"/menu", nil))
		w := httptest.NewRecorder()
		webhook.Require(token, "", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(w, r)
		if w.Code != status {
			t.Errorf("%s: got %d, want %d", host, w.Code, status)
		}
	}
}
