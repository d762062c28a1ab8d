package webhook_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
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

// Nothing that a signature for one request covers can be used to have another one read (B10 and its relatives).
func TestHandlerRefusesWhatCouldBeReadInAnotherWay(t *testing.T) {
	t.Parallel()
	bare := webhook.Sign(token, publicURL+"/voice", nil)
	form := webhook.Sign(token, publicURL+"/voice", url.Values{"Digits": {"1"}})
	query := webhook.Sign(token, publicURL+"/voice?a=1", nil)
	escaped := webhook.Sign(token, publicURL+"/voice?a=1%3Bb%3D2", nil)
	jsonURL, signedJSON := webhook.SignBody(token, publicURL+"/voice", []byte(jsonBody))
	jsonPath := strings.TrimPrefix(jsonURL, publicURL)
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
			if w.Code != tt.status || w.Code == 403 && (verdict.Valid || verdict.Reason == "" || verdict.Mend == "") {
				t.Errorf("got %d, want %d: %+v", w.Code, tt.status, verdict)
			}
		})
	}
}

// A handler in front may have parsed the body already: what it kept was not checked.
func TestHandlerForgetsWhatWasParsedBefore(t *testing.T) {
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

// Whatever the next handler can read was covered by the string that was signed.
func FuzzNextReadsOnlyWhatWasSigned(f *testing.F) {
	const urlencoded = "application/x-www-form-urlencoded"
	f.Add("POST", "/voice?a=1", urlencoded, "", "Digits=1&Digits=2&b=%2B", "/voice?a=1", "Digits=1&Digits=2&b=%2B")
	f.Add("POST", "/voice", urlencoded, "", "Digits=9&%zz", "/voice", "")
	f.Add("GET", "/voice?a=1#&b=2", "", "", "", "/voice?a=1", "")
	f.Add("GET", "/voice?a=1;b=2", "", "", "", "/voice?a=1%3Bb%3D2", "")
	f.Add("POST", "/voice", "multipart/form-data; boundary=b", "", "--b\r\nContent-Disposition: form-data; name=\"D\"\r\n\r\n9\r\n--b--\r\n", "/voice", "")
	f.Add("POST", "/j?bodySHA256="+jsonHash, urlencoded, "X-Http-Method: PUT", "", "/j?bodySHA256="+jsonHash, "")
	f.Add("PUT", "http://x.ngrok.app/voice", urlencoded, "Upgrade: websocket", "a=1", "/voice", "a=1")
	f.Add("POST", "/v?%61=1&&b", urlencoded+"; charset=x", "Content-Type: a/b", "c", "/v?a=1&b=", "c=")
	f.Fuzz(func(t *testing.T, method, target, contentType, header, body, signedTarget, signedForm string) {
		params, err := url.ParseQuery(signedForm)
		if err != nil || strings.ContainsAny(signedTarget, "#\r\n") || !strings.HasPrefix(signedTarget, "/") {
			return
		}
		r := raw(fmt.Sprintf("%s %s HTTP/1.1\r\nHost: x.ngrok.app\r\nContent-Type: %s\r\n%s: %s\r\nContent-Length: %d\r\n%s\r\n\r\n%s",
			method, target, contentType, webhook.SignatureHeader, webhook.Sign(token, publicURL+signedTarget, params), len(body), header, body))
		if r == nil {
			return
		}
		h := webhook.Require(token, publicURL, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			assertCovered(t, r, publicURL+signedTarget, params)
		}))
		h.ServeHTTP(httptest.NewRecorder(), r)
	})
}

// assertCovered reads all that a handler can read, and looks for it in what was signed.
func assertCovered(t *testing.T, r *http.Request, signedURL string, params url.Values) {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	signedQuery := urlOf(t, signedURL).Query()
	if got, want := r.URL.Query().Encode(), signedQuery.Encode(); got != want {
		t.Errorf("r.URL.Query() is %q, and %q was signed", got, want)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	_ = r.ParseMultipartForm(1 << 20)
	hashed := webhook.VerifyBody(token, webhook.Sign(token, signedURL, nil), signedURL, body)
	for name, values := range r.PostForm {
		for _, v := range values {
			if !hashed && !slices.Contains(params[name], v) && !resplit(params, r.PostForm) {
				t.Errorf("r.PostForm has %s=%q, and %q was signed", name, v, params.Encode())
			}
		}
		if r.FormValue(name) != values[0] && !slices.Contains(values, r.FormValue(name)) {
			t.Errorf("r.FormValue(%q) is %q", name, r.FormValue(name))
		}
	}
	if r.MultipartForm != nil && len(r.MultipartForm.Value) > 0 && !hashed {
		t.Errorf("r.MultipartForm is %v, and nothing of it was signed", r.MultipartForm.Value)
	}
	if len(body) > 0 && !hashed && len(r.PostForm) == 0 && strings.Trim(string(body), "&") != "" {
		t.Errorf("the body is %q, and nothing of it was signed", body)
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
	default:
		t.Errorf("the method is %s", r.Method)
	}
}

// resplit reports whether two forms are signed alike because a signature does not say where names end: Twilio's scheme.
func resplit(a, b url.Values) bool { return webhook.Sign(token, "", a) == webhook.Sign(token, "", b) }

func urlOf(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.ParseRequestURI(s)
	if err != nil {
		t.Skip(err)
	}
	return u
}
