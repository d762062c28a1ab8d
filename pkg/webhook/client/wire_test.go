package client

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// The tests of the client are rows of /docs/usage/webhooks and of /docs/voice/twiml#twilios-request-to-your-application: the
// name of a case says the row.

const (
	testToken  = "0123456789abcdef0123456789abcdef"
	voiceURL   = "http://app.example/voice"
	emptyTwiML = "<Response/>"
)

// testRequest is a request as it arrives, with its body read.
type testRequest struct {
	*http.Request
	body string
}

// testApp keeps what it is asked, and answers it.
type testApp struct {
	t      *testing.T
	answer http.HandlerFunc // nil answers with an empty document
	got    []testRequest
}

func (a *testApp) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		a.t.Error(err)
	}
	a.got = append(a.got, testRequest{r, string(body)})
	w.Header().Set("Content-Type", "text/xml")
	if a.answer == nil {
		fmt.Fprint(w, emptyTwiML)
		return
	}
	a.answer(w, r)
}

func (a *testApp) client() *Client {
	return New(Options{Transport: InMemory(a), Token: testToken, App: voiceURL, ConnectTo: Everywhere()})
}

// fetchOnce makes one request as a call does.
func fetchOnce(t *testing.T, c *Client, f Request) Response {
	t.Helper()
	got, err := c.Deliver(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestRequestsLookLikeTwilios(t *testing.T) {
	t.Parallel()
	form := url.Values{"From": {"+14155550100"}, "SpeechResult": {"two pizzas: olá"}}
	tests := []struct {
		row   string
		fetch Request
		want  func(r testRequest) bool
	}{
		{"2: a POST is a form in UTF-8", Request{URL: voiceURL, Params: form}, func(r testRequest) bool {
			return r.Method == "POST" && r.Header.Get("Content-Type") == "application/x-www-form-urlencoded; charset=UTF-8"
		}},
		{"2: plus and colon are encoded", Request{URL: voiceURL, Params: form}, func(r testRequest) bool {
			return r.body == "From=%2B14155550100&SpeechResult=two+pizzas%3A+ol%C3%A1"
		}},
		{"2: a GET says its parameters in the query", Request{URL: voiceURL, Method: "GET", Params: form}, func(r testRequest) bool {
			return r.Method == "GET" && r.URL.Query().Get("From") == "+14155550100" && r.body == "" && r.Header.Get("Content-Type") == ""
		}},
		{"2: behind the query that the URL has", Request{URL: voiceURL + "?a=1&b=2", Method: "GET", Params: form}, func(r testRequest) bool {
			return strings.HasPrefix(r.URL.RawQuery, "a=1&b=2&From=")
		}},
		{"2: the query of a POST stays in the URL and out of the form", Request{URL: voiceURL + "?a=1", Params: form}, func(r testRequest) bool {
			return r.URL.RawQuery == "a=1" && !strings.Contains(r.body, "a=1")
		}},
		{"3: Host", Request{URL: voiceURL}, func(r testRequest) bool { return r.Host == "app.example" }},
		{"3: User-Agent", Request{URL: voiceURL}, func(r testRequest) bool { return r.Header.Get("User-Agent") == "TwilioProxy/1.1" }},
		{"3: Accept", Request{URL: voiceURL}, func(r testRequest) bool { return r.Header.Get("Accept") == "*/*" }},
		{"3: Content-Length", Request{URL: voiceURL, Params: form}, func(r testRequest) bool { return r.ContentLength == int64(len(r.body)) }},
		{"3: X-Home-Region", Request{URL: voiceURL}, func(r testRequest) bool { return r.Header.Get("X-Home-Region") == "us1" }},
		{"3: I-Twilio-Idempotency-Token is a UUID", Request{URL: voiceURL}, func(r testRequest) bool {
			return regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(r.Header.Get("I-Twilio-Idempotency-Token"))
		}},
		{"3: X-Twilio-Signature of a POST covers URL and form", Request{URL: voiceURL + "?a=1", Params: form}, func(r testRequest) bool {
			return webhook.Verify(testToken, r.Header.Get("X-Twilio-Signature"), voiceURL+"?a=1", form)
		}},
		{"3: that of a GET covers the whole query", Request{URL: voiceURL, Method: "GET", Params: form}, func(r testRequest) bool {
			return webhook.Verify(testToken, r.Header.Get("X-Twilio-Signature"), voiceURL+"?"+form.Encode(), nil)
		}},
		{"3: no Authorization without a user in the URL", Request{URL: voiceURL}, func(r testRequest) bool { return r.Header.Get("Authorization") == "" }},
		{"5: Basic is sent unasked", Request{URL: "http://ann:s%3Acret@app.example/voice"}, func(r testRequest) bool {
			user, password, ok := r.BasicAuth()
			return ok && user == "ann" && password == "s:cret"
		}},
		{"5: the user is signed", Request{URL: "http://ann:secret@app.example/voice"}, func(r testRequest) bool {
			return webhook.Verify(testToken, r.Header.Get("X-Twilio-Signature"), "http://ann:secret@app.example/voice", url.Values{})
		}},
		{"5: any port", Request{URL: "http://app.example:8081/voice"}, func(r testRequest) bool { return r.Host == "app.example:8081" }},
		{"6: the fragment is neither sent nor signed", Request{URL: voiceURL + "?a=1#rc=2&rp=all"}, func(r testRequest) bool {
			return r.RequestURI == "/voice?a=1" && webhook.Verify(testToken, r.Header.Get("X-Twilio-Signature"), voiceURL+"?a=1", url.Values{})
		}},
	}
	for _, tt := range tests {
		t.Run(tt.row, func(t *testing.T) {
			t.Parallel()
			app := &testApp{t: t}
			if got := fetchOnce(t, app.client(), tt.fetch); got.Failure != nil || len(app.got) != 1 {
				t.Fatalf("%d requests, problem %+v", len(app.got), got.Failure)
			}
			if r := app.got[0]; !tt.want(r) {
				t.Errorf("got %s %s\n%v\n%s", r.Method, r.RequestURI, r.Header, r.body)
			}
		})
	}
}

func TestRedirectsOfHTTP(t *testing.T) {
	t.Parallel()
	params := url.Values{"CallSid": {"CA1"}}
	tests := []struct {
		row, method string
		status      int
		location    string
		want        string // method, URL and form of the second request
	}{
		{"5: 301 makes a GET of a POST", "POST", 301, "/moved", "GET /moved "},
		{"5: 302 too", "POST", 302, "/moved?x=1", "GET /moved?x=1 "},
		{"5: 303 too", "POST", 303, "/moved", "GET /moved "},
		{"5: 307 keeps method and form", "POST", 307, "/moved", "POST /moved CallSid=CA1"},
		{"5: 308 too", "POST", 308, "/moved?x=1", "POST /moved?x=1 CallSid=CA1"},
		{"a GET does not say its parameters twice", "GET", 307, "/moved?CallSid=CA1", "GET /moved?CallSid=CA1 "},
		{"another host", "POST", 308, "http://other.example/voice", "POST /voice CallSid=CA1"},
		{"its fragment is dropped", "POST", 308, "/moved#top", "POST /moved CallSid=CA1"},
	}
	for _, tt := range tests {
		t.Run(tt.row, func(t *testing.T) {
			t.Parallel()
			app := &testApp{t: t}
			app.answer = func(w http.ResponseWriter, r *http.Request) {
				if len(app.got) == 1 {
					w.Header().Set("Location", tt.location)
					w.WriteHeader(tt.status)
					return
				}
				fmt.Fprint(w, emptyTwiML)
			}
			got := fetchOnce(t, app.client(), Request{URL: voiceURL, Method: tt.method, Params: params})
			if got.Failure != nil || len(app.got) != 2 {
				t.Fatalf("%d requests, problem %+v", len(app.got), got.Failure)
			}
			r := app.got[1]
			if sent := r.Method + " " + r.RequestURI + " " + r.body; sent != tt.want {
				t.Errorf("got %q, want %q", sent, tt.want)
			}
			if want := "http://" + r.Host + r.RequestURI; got.URL != want {
				t.Errorf("relative URLs begin at %q, want %q", got.URL, want)
			}
			form, _ := url.ParseQuery(r.body)
			if !webhook.Verify(testToken, r.Header.Get("X-Twilio-Signature"), got.URL, form) {
				t.Error("it is not signed for its own URL")
			}
			if r.Header.Get("I-Twilio-Idempotency-Token") != app.got[0].Header.Get("I-Twilio-Idempotency-Token") {
				t.Error("it has another idempotency token: it is the same delivery")
			}
		})
	}
}

func TestInvalidRedirectIsAnError(t *testing.T) {
	t.Parallel()
	for location, code := range map[string]string{"ftp://app.example/voice": "11100", "/voice": "11215", "": "11200"} {
		app := &testApp{t: t, answer: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", location)
			w.WriteHeader(http.StatusTemporaryRedirect)
		}}
		if got := fetchOnce(t, app.client(), Request{URL: voiceURL}); got.Failure == nil || got.Failure.Code != code {
			t.Errorf("to %q: got %+v, want %s", location, got.Failure, code)
		}
	}
}

func TestCookiesBelongToACall(t *testing.T) {
	t.Parallel()
	app := &testApp{t: t, answer: func(w http.ResponseWriter, _ *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "visit", Value: "1", Path: "/"})
		fmt.Fprint(w, emptyTwiML)
	}}
	one, other := app.client(), app.client()
	for _, c := range []*Client{one, one, other} {
		fetchOnce(t, c, Request{URL: voiceURL})
	}
	for i, want := range []string{"", "visit=1", ""} {
		if got := app.got[i].Header.Get("Cookie"); got != want {
			t.Errorf("request %d: got %q, want %q", i, got, want)
		}
	}
}

// codeOf returns the code of an answer's problem, or "".
func codeOf(got Response) string {
	if got.Failure == nil {
		return ""
	}
	return got.Failure.Code
}
