package twilioapi_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// What twilio-go 1.31.0 gets wrong on its own, one test each. Lists are in page_test.go, 429 in retry_test.go.

func TestCancelingTheContextAbortsARequestInFlight(t *testing.T) {
	t.Parallel()
	asked, done := make(chan bool), make(chan bool)
	s := newServer(t, func(_ http.ResponseWriter, _ *http.Request, _ int) {
		close(asked)
		<-done
	})
	defer close(done)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	_, err := s.client(t).Numbers.Get(ctx, pn1)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's own error", err)
	}
	if _, ok := fault.OriginOf(err); ok {
		t.Errorf("got %v, which blames the server", err)
	}
	s.wantRequests(t, "GET /2010-04-01/Accounts/"+ac+"/IncomingPhoneNumbers/"+pn1+".json")
}

func TestCanceledContextSendsNothing(t *testing.T) {
	t.Parallel()
	s := newServer(t, answerWith(200, `{}`))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.client(t).Numbers.Get(ctx, pn1); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	s.wantRequests(t)
}

func TestDotsAndDigitsOfAQueryArriveAsTheyAre(t *testing.T) {
	t.Parallel()
	var got string
	s := newServer(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		got = r.URL.Query().Get("FriendlyName")
		io.WriteString(w, `{"incoming_phone_numbers":[]}`)
	})
	const name = "sip:alice@10.0.0.12 v1.5 & more=100%"
	for _, err := range s.client(t).Numbers.List(t.Context(), twilioapi.NumberFilter{FriendlyName: name}, 1) {
		t.Fatal(err)
	}
	if got != name {
		t.Errorf("got %q, want %q", got, name)
	}
}

func TestPathParametersThatWouldReachAnotherResourceAreRefused(t *testing.T) {
	t.Parallel()
	s := newServer(t, answerWith(200, `{}`))
	c, ctx := s.client(t), t.Context()
	for _, sid := range []string{"", "PN1/../../x?y", ac, pn1 + "/x", pn1 + "\n", "../" + pn1, strings.ToLower(pn1)} {
		_, get := c.Numbers.Get(ctx, sid)
		_, update := c.Numbers.Update(ctx, sid, map[string]string{"VoiceUrl": ""})
		for _, err := range []error{get, update, c.Numbers.Delete(ctx, sid)} {
			if fault.ExitOf(err) != fault.Usage {
				t.Errorf("number %q: got %v, want a usage error", sid, err)
			}
		}
	}
	for _, country := range []string{"", "U", "../x", "US/Local", "ÄÖ"} {
		if _, err := c.Pricing.NumberPrices(ctx, country); fault.ExitOf(err) != fault.Usage {
			t.Errorf("country %q: got %v, want a usage error", country, err)
		}
	}
	if _, err := c.Accounts.Get(ctx, "AC/../.."); fault.ExitOf(err) != fault.Usage {
		t.Errorf("account: got %v, want a usage error", err)
	}
	s.wantRequests(t)
}

func TestEveryBodyIsClosedWhateverItIs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		status int
		body   string
	}{
		{"an answer", 200, `{}`},
		{"an empty answer", 200, ``},
		{"a refusal", 400, refusal(400, "21402", "Url is not valid")},
		{"a refusal that is no JSON", 403, `<html>no</html>`},
		{"a redirect", 302, ``},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			body := &watched{Reader: strings.NewReader(tt.body)}
			c := clientOver(func(*http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: tt.status, Header: http.Header{}, Body: body}, nil
			})
			c.Numbers.Get(t.Context(), pn1)
			if body.closed != 1 {
				t.Errorf("closed %d times, want once", body.closed)
			}
		})
	}
}

func TestEndlessBodyIsAbandoned(t *testing.T) {
	t.Parallel()
	body := &watched{Reader: endless{}}
	c := clientOver(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: body}, nil
	})
	_, err := c.Numbers.Get(t.Context(), pn1)
	if err == nil || !strings.Contains(err.Error(), "longer than 32 MB") || body.closed != 1 {
		t.Errorf("got %v, closed %d times; want one attempt that says how long is too long", err, body.closed)
	}
}

func TestHeadersOfARefusalAreKept(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, r *http.Request, n int) {
		w.Header().Set("Twilio-Request-Id", "RQ123")
		answerWith(404, refusal(404, "20404", "The requested resource was not found"))(w, r, n)
	})
	_, err := s.client(t).Numbers.Get(t.Context(), pn1)
	got, _ := fault.OriginOf(err)
	want := fault.Origin{Code: "20404", Status: 404, RequestID: "RQ123", MoreInfo: "https://www.twilio.com/docs/errors/20404"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("origin: -want +got\n%s", diff)
	}
}

func TestRefusedPostIsSentOnce(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, r *http.Request, n int) {
		w.Header().Set("X-Twilio-ApiVersion", "v1.0")
		answerWith(502, `{"code": 21`)(w, r, n)
	})
	_, err := s.client(t).Numbers.Create(t.Context(), twilioapi.NewNumber{PhoneNumber: "+15005550006"})
	if fault.ExitOf(err) != fault.Failed {
		t.Errorf("got %v, want a failure", err)
	}
	s.wantRequests(t, "POST /2010-04-01/Accounts/"+ac+"/IncomingPhoneNumbers.json PhoneNumber=%2B15005550006")
}

func TestNullsAndUnknownFieldsOfAListedItemSurvive(t *testing.T) {
	t.Parallel()
	const item = `{"sid":"` + pn1 + `", "phone_number":"+15005550006","trunk_sid":null,"later":{"price":1.10}}`
	s := newServer(t, answerWith(200, `{"incoming_phone_numbers":[`+item+`],"next_page_uri":null}`))
	for n, err := range s.client(t).Numbers.List(t.Context(), twilioapi.NumberFilter{}, 0) {
		if err != nil || string(n.Raw) != item {
			t.Errorf("got %s, %v; want %s", n.Raw, err, item)
		}
	}
}

func TestSecretsMayContainAnything(t *testing.T) {
	t.Parallel()
	s := newServer(t, answerWith(200, anything))
	if _, err := s.client(t).Numbers.Get(t.Context(), pn1); err != nil {
		t.Error(err)
	}
	if want := []string{ac + ":" + token}; !slices.Equal(s.users, want) {
		t.Errorf("got %q, want %q", s.users, want)
	}
}

func TestAbandonedListLeavesNoGoroutine(t *testing.T) {
	t.Parallel()
	// A goroutine that outlives the bubble makes synctest fail.
	synctest.Test(t, func(t *testing.T) {
		c := clientOver(func(*http.Request) (*http.Response, error) {
			return respond(200, `{"incoming_phone_numbers":[`+anything+`,`+anything+`,`+anything+`],"next_page_uri":"/x?Page=1"}`), nil
		})
		for range 10 {
			for _, err := range c.Numbers.List(t.Context(), twilioapi.NumberFilter{}, 0) {
				if err != nil {
					t.Fatal(err)
				}
				break
			}
		}
	})
}
