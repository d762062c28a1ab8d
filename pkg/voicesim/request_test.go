package voicesim_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

const token = "0123456789abcdef0123456789abcdef"

// seen is a request as an application gets it.
type seen struct {
	method, uri string
	params      url.Values
	signed      bool
	cookie      string
	header      http.Header
	user        string
}

// talk calls an application and returns the requests that it got, in order.
func talk(t *testing.T, o voicesim.Options, app http.HandlerFunc) ([]seen, voicesim.Result) {
	t.Helper()
	var all []seen
	o.Token = token
	o.Transport = voicesim.InMemory(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		params := r.PostForm
		if r.Method == http.MethodGet {
			params = nil
		}
		target := "http://" + r.Host + r.URL.RequestURI()
		user, password, ok := r.BasicAuth()
		if ok { // the signature covers the URL as it is configured, user and password too
			target = "http://" + user + ":" + password + "@" + r.Host + r.URL.RequestURI()
		}
		cookie := ""
		if c, err := r.Cookie("visit"); err == nil {
			cookie = c.Value
		}
		all = append(all, seen{
			r.Method, r.URL.RequestURI(), r.Form, webhook.Verify(token, r.Header.Get(webhook.SignatureHeader), target, params),
			cookie, r.Header, user,
		})
		w.Header().Set("Content-Type", "text/xml")
		app(w, r)
	}))
	result, err := voicesim.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return all, result
}

func says(twiml string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, twiml) }
}

func TestFirstRequestIsAsTwilioSendsIt(t *testing.T) {
	t.Parallel()
	requests, result := talk(t, voicesim.Options{Call: event.Call{
		AccountSid: "AC1", From: "+14155550100", To: "+14155550111", URL: "http://app.example/voice?tenant=7#rc=2", Params: url.Values{"FromCity": {"OAKLAND"}},
	}}, says("<Response/>"))
	if len(requests) != 1 {
		t.Fatalf("%d requests, want 1", len(requests))
	}
	r := requests[0]
	if r.method != "POST" || r.uri != "/voice?tenant=7" || !r.signed {
		t.Errorf("got %s %s, signed %v", r.method, r.uri, r.signed)
	}
	for name, want := range map[string]string{
		"CallSid": result.CallSid, "AccountSid": "AC1", "From": "+14155550100", "Caller": "+14155550100", "To": "+14155550111",
		"Called": "+14155550111", "CallStatus": "ringing", "Direction": "inbound", "ApiVersion": "2010-04-01",
		"FromCity": "OAKLAND", "ToCity": "SAN FRANCISCO", "ToState": "CA", "CalledZip": "94105", "CallerCountry": "US",
	} {
		if got, ok := r.params[name]; !ok || got[0] != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if !webhook.ValidSID("CA", result.CallSid) {
		t.Errorf("%q is no call SID", result.CallSid)
	}
	if r.header.Get("User-Agent") != webhook.UserAgent || r.header.Get(webhook.IdempotencyHeader) == "" {
		t.Errorf("header: %v", r.header)
	}
}

func TestGetHasItsParametersInTheQuery(t *testing.T) {
	t.Parallel()
	requests, _ := talk(t, voicesim.Options{Call: event.Call{From: "+14155550100", URL: "http://app.example/voice?a=1", Method: "GET"}}, says("<Response/>"))
	r := requests[0]
	if r.method != "GET" || !strings.HasPrefix(r.uri, "/voice?a=1&") || !r.signed || r.params.Get("From") != "+14155550100" {
		t.Errorf("got %s %s, signed %v, from %q", r.method, r.uri, r.signed, r.params.Get("From"))
	}
}

func TestFallbackGetsTheError(t *testing.T) {
	t.Parallel()
	requests, result := talk(t, voicesim.Options{Call: event.Call{URL: "http://app.example/voice", FallbackURL: "http://app.example/sorry"}},
		func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/voice" {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			fmt.Fprint(w, "<Response><Say>Later.</Say></Response>")
		})
	got := requests[len(requests)-1]
	if got.uri != "/sorry" || got.params.Get("ErrorCode") != "11200" || got.params.Get("ErrorUrl") != "http://app.example/voice" || got.params.Get("CallSid") != result.CallSid || !got.signed {
		t.Errorf("got %s %v", got.uri, got.params)
	}
}

func TestCookiesLastForOneCall(t *testing.T) {
	t.Parallel()
	app := func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("visit"); err != nil {
			http.SetCookie(w, &http.Cookie{Name: "visit", Value: "first"})
			fmt.Fprint(w, "<Response><Redirect>/next</Redirect></Response>")
			return
		}
		fmt.Fprint(w, "<Response/>")
	}
	for range 2 { // a second call has none of the first one's
		requests, _ := talk(t, voicesim.Options{Call: event.Call{URL: "http://app.example/voice"}}, app)
		if len(requests) != 2 || requests[0].cookie != "" || requests[1].cookie != "first" {
			t.Errorf("got %+v, want none and then the application's own", requests)
		}
	}
}

func TestURLPasswordIsSentAndSigned(t *testing.T) {
	t.Parallel()
	requests, _ := talk(t, voicesim.Options{Call: event.Call{URL: "http://ann:secret@app.example/voice"}}, says("<Response/>"))
	if requests[0].user != "ann" || !requests[0].signed {
		t.Errorf("got user %q, signed %v", requests[0].user, requests[0].signed)
	}
}

func TestHTTPRedirectIsFollowedAndSignedAgain(t *testing.T) {
	t.Parallel()
	tests := []struct {
		status int
		method string
		has    bool // the parameters
	}{{301, "GET", false}, {302, "GET", false}, {303, "GET", false}, {307, "POST", true}, {308, "POST", true}}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.status), func(t *testing.T) {
			t.Parallel()
			requests, _ := talk(t, voicesim.Options{Call: event.Call{URL: "http://app.example/voice"}}, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/voice" {
					w.Header().Set("Location", "/moved")
					w.WriteHeader(tt.status)
					return
				}
				fmt.Fprint(w, "<Response/>")
			})
			got := requests[len(requests)-1]
			if got.uri != "/moved" || got.method != tt.method || (got.params.Get("CallSid") != "") != tt.has || !got.signed {
				t.Errorf("got %s %s, parameters %v, signed %v", got.method, got.uri, got.params, got.signed)
			}
		})
	}
}

func TestEndlessHTTPRedirectsAreAnError(t *testing.T) {
	t.Parallel()
	requests, result := talk(t, voicesim.Options{Call: event.Call{URL: "http://app.example/voice"}}, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/voice", http.StatusTemporaryRedirect)
	})
	if len(requests) != 11 || result.EndedBy != event.Twilio {
		t.Errorf("%d requests, ended by %s; want the first and ten more, ended by twilio", len(requests), result.EndedBy)
	}
}

func TestUnreachableHostsHaveTwiliosCodes(t *testing.T) {
	t.Parallel()
	gone, err := url.Parse("http://127.0.0.1:1/voice") // port 1 is closed
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, url, code string }{
		{"nobody listens", gone.String(), "11202"},
		{"no URL at all", "voice", "11100"},
		{"another scheme", "ftp://app.example/voice", "11100"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var codes []string
			_, err := voicesim.Run(t.Context(), voicesim.Options{Call: event.Call{URL: tt.url}, Observe: func(e event.Entry) {
				for _, action := range e.Actions {
					if warn, ok := action.(event.Warn); ok {
						codes = append(codes, warn.Code)
					}
				}
			}})
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff([]string{tt.code}, codes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCanceledCallEndsImmediately(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	_, err := voicesim.Run(ctx, voicesim.Options{Call: event.Call{URL: "http://app.example/voice"}, Transport: voicesim.InMemory(http.HandlerFunc(
		func(http.ResponseWriter, *http.Request) { cancel() },
	))})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's own error", err)
	}
}

// Real time here is that of a fake clock, which runs as fast as all wait for it.
func TestRealTimeTakesAsLongAsTheCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		_, result := talk(t, voicesim.Options{Call: event.Call{URL: "http://app.example/voice"}, RealTime: true},
			says(`<Response><Pause length="2"/><Say>x</Say><Pause length="3600"/></Response>`))
		if took, want := time.Since(began), time.Hour+2*time.Second+500*time.Millisecond; took != want {
			t.Errorf("it took %s, want %s", took, want)
		}
		if want := time.Hour + 500*time.Millisecond; result.Duration != want {
			t.Errorf("the call lasted %s, want %s", result.Duration, want)
		}
	})
}

// An action at the phone takes effect immediately, in the middle of a prompt too.
func TestTypedInputIsHeardImmediately(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		input := make(chan event.Event)
		go func() {
			defer close(input)
			time.Sleep(time.Second)
			input <- event.Pressed{Key: '7'}
		}()
		requests, result := talk(t, voicesim.Options{Call: event.Call{URL: "http://app.example/voice"}, RealTime: true, Input: input},
			func(w http.ResponseWriter, r *http.Request) {
				if r.FormValue("Digits") == "7" {
					fmt.Fprint(w, `<Response><Hangup/></Response>`)
					return
				}
				fmt.Fprint(w, `<Response><Gather numDigits="1"><Say>This is a prompt that takes its time to be over and done with.</Say></Gather></Response>`)
			})
		if len(requests) != 2 || result.Duration != time.Second {
			t.Errorf("got %d requests and a call of %s, want 2 and 1s", len(requests), result.Duration)
		}
	})
}
