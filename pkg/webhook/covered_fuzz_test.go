package webhook_test

import (
	"bytes"
	"cmp"
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

// The ways in which a request of the fuzz target comes, as bits.
const (
	inChunks   = 1 << iota // with Transfer-Encoding: chunked
	tooShort               // Content-Length is one byte less than the body
	tooLong                // and one more
	overHTTP2              // as net/http's HTTP/2 server makes a request
	hostKnown              // the handler has no PublicURL and believes the Host header
	readBefore             // something in front has parsed the form
)

// Whatever the next handler can read was covered by the string that was signed.
func FuzzNextReadsOnlyWhatWasSigned(f *testing.F) {
	const urlencoded = "application/x-www-form-urlencoded"
	const host = "x.ngrok.app"
	f.Add("POST", host, "/voice?a=1", urlencoded, "", "Digits=1&Digits=2&b=%2B", "/voice?a=1", "Digits=1&Digits=2&b=%2B", uint8(0))
	f.Add("POST", host, "/voice", urlencoded, "", "Digits=9&%zz", "/voice", "", uint8(inChunks))
	f.Add("GET", host, "/voice?a=1#&b=2", "", "", "", "/voice?a=1", "", uint8(overHTTP2))
	f.Add("GET", host, "/voice?a=1;b=2", "", "", "", "/voice?a=1%3Bb%3D2", "", uint8(0))
	f.Add("GET", host, "/voice?a=%zz", "", "", "", "/voice?a=%25zz", "", uint8(hostKnown))
	f.Add("GET", host+"/voice", "/menu", "", "", "", "/voice/menu", "", uint8(hostKnown))
	f.Add("GET", host+"/voice?a=", "/menu", "", "", "", "/voice?a=/menu", "", uint8(hostKnown|overHTTP2))
	f.Add("POST", host, "/voice", "multipart/form-data; boundary=b", "", "--b\r\nContent-Disposition: form-data; name=\"D\"\r\n\r\n9\r\n--b--\r\n", "/voice", "", uint8(inChunks|readBefore))
	f.Add("POST", host, "/j?bodySHA256="+jsonHash, urlencoded, "X-Http-Method: PUT", "", "/j?bodySHA256="+jsonHash, "", uint8(0))
	f.Add("POST", host, "/j?%62odySHA256="+jsonHash, urlencoded, "", "", "/j?bodySHA256="+jsonHash, "", uint8(0))
	f.Add("PUT", host, "http://x.ngrok.app/voice", urlencoded, "Upgrade: websocket", "a=1", "/voice", "a=1", uint8(tooShort))
	f.Add("POST", host, "/v?%61=1&&b", urlencoded+"; charset=x", "Content-Type: a/b", "c", "/v?a=1&b=", "c=", uint8(tooLong))
	f.Add("POST", host, "/v", urlencoded, "Trailer: Content-Type", "A=1&a=2&%41=3", "/v", "A=1&A=3&a=2", uint8(overHTTP2|readBefore))
	f.Fuzz(func(t *testing.T, method, host, target, contentType, header, body, signedTarget, signedForm string, ways uint8) {
		params, err := url.ParseQuery(signedForm)
		if err != nil || strings.ContainsAny(signedTarget, "#\r\n") || !strings.HasPrefix(signedTarget, "/") {
			return
		}
		base, signedURL := publicURL, publicURL+signedTarget
		if ways&hostKnown != 0 {
			base, signedURL = "", "http://x.ngrok.app"+signedTarget
		}
		r := arriving(method, host, target, contentType, header, body, webhook.Sign(token, signedURL, params), ways)
		// Twilio's scheme does not say where the URL ends and the first name begins.
		if r == nil || signedURL != called(base, r) && resplit(called(base, r), r, signedURL, params) {
			return
		}
		h := webhook.Require(token, base, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			assertCovered(t, r, signedURL, params)
		}))
		h.ServeHTTP(httptest.NewRecorder(), r)
	})
}

// arriving is a request as a server hands it to a handler, nil for one that it would refuse.
func arriving(method, host, target, contentType, header, body, signature string, ways uint8) *http.Request {
	head := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\n%s: %s\r\n%s\r\n", method, target, host, contentType,
		webhook.SignatureHeader, signature, header)
	length := len(body)
	switch {
	case ways&inChunks != 0:
		body = fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body)
		head += "Transfer-Encoding: chunked\r\n"
	case ways&tooShort != 0 && length > 0:
		head += fmt.Sprintf("Content-Length: %d\r\n", length-1)
	case ways&tooLong != 0:
		head += fmt.Sprintf("Content-Length: %d\r\n", length+1)
	default:
		head += fmt.Sprintf("Content-Length: %d\r\n", length)
	}
	r := raw(head + "\r\n" + body)
	if r == nil {
		return nil
	}
	if ways&overHTTP2 != 0 { // of which the length may be unknown without chunks, and which has no Host header
		r.Proto, r.ProtoMajor, r.ProtoMinor, r.TransferEncoding = "HTTP/2.0", 2, 0, nil
		r.Host = host
		if ways&inChunks != 0 {
			r.ContentLength = -1
		}
	}
	if ways&readBefore != 0 {
		_ = r.ParseMultipartForm(1 << 20)
	}
	return r
}

// called is the URL that a request is checked against.
func called(base string, r *http.Request) string {
	return cmp.Or(base, "http://"+r.Host) + r.RequestURI
}

// resplit reports whether a URL and a form are signed alike because the end of the URL, or of a name, is somewhere else.
func resplit(target string, r *http.Request, signedURL string, params url.Values) bool {
	if !strings.HasPrefix(signedURL, target) && !strings.HasPrefix(target, signedURL) || r.Method != http.MethodPost {
		return false
	}
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, err := url.ParseQuery(string(body))
	return err == nil && webhook.Sign(token, target, form) == webhook.Sign(token, signedURL, params)
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
	if got, want := strings.TrimSuffix(r.URL.Path, "/"), strings.TrimSuffix(urlOf(t, signedURL).Path, "/"); got != want {
		t.Errorf("r.URL.Path is %q, and %q was signed", got, want)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	_ = r.ParseMultipartForm(1 << 20)
	hashed := webhook.VerifyBody(token, webhook.Sign(token, signedURL, nil), signedURL, body)
	for name, values := range r.PostForm {
		for _, v := range values {
			if !hashed && !slices.Contains(params[name], v) && !sameSigned(params, r.PostForm) {
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
	if signedQuery.Has("bodySHA256") && !hashed {
		t.Errorf("the body is %q, and its hash %q was signed", body, signedQuery.Get("bodySHA256"))
	}
	if host, want := r.Host, urlOf(t, signedURL).Host; strings.HasPrefix(signedURL, "http:") && host != want && host != want+":80" {
		t.Errorf("r.Host is %q, and %q was signed", host, want)
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
	default:
		t.Errorf("the method is %s", r.Method)
	}
}

// sameSigned reports whether two forms are signed alike because a signature does not say where names end: Twilio's scheme.
func sameSigned(a, b url.Values) bool {
	return webhook.Sign(token, "", a) == webhook.Sign(token, "", b)
}

func urlOf(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.ParseRequestURI(s)
	if err != nil {
		t.Skip(err)
	}
	return u
}
