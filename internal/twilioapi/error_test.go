package twilioapi_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

func TestRefusalsReadAsOneLine(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		status int
		body   string
		text   string
		code   string
	}{
		{"Twilio's classic refusal", 400, refusal(400, "21422", "+15005550000 is not available"), "Twilio answered 400: +15005550000 is not available (21422, request RQ1)", "21422"},
		{"a code in quotes", 400, `{"code":"21422","message":"taken"}`, "Twilio answered 400: taken (21422, request RQ1)", "21422"},
		{"the v1.0 standard", 422, `{"code":20422,"message":"Invalid Parameter","httpStatusCode":422,"params":[{"name":"x"}],"userError":true}`, "Twilio answered 422: Invalid Parameter (20422, request RQ1)", "20422"},
		{"an old body that has only a detail", 401, `{"detail":"Your AccountSid or AuthToken was incorrect.","code":20003}`, "Twilio answered 401: Your AccountSid or AuthToken was incorrect. (20003, request RQ1)", "20003"},
		{"JSON without a code", 404, `{"code":null}`, "Twilio answered 404: Not Found (request RQ1)", ""},
		{"plain text of a proxy", 403, "blocked by policy\nmore", "Twilio answered 403: blocked by policy (request RQ1)", ""},
		{"a web page", 400, "<!doctype html><title>Oops</title>", "Twilio answered 400: Bad Request (request RQ1)", ""},
		{"nothing", 418, "", "Twilio answered 418: I'm a teapot (request RQ1)", ""},
		{"bytes that are no text", 400, "\x00\x1b[31m", "Twilio answered 400: Bad Request (request RQ1)", ""},
		{"a redirect", 302, "", "Twilio answered 302: a redirect to https://REDACTED@elsewhere.example/x, where an API was expected (request RQ1)", ""},
		{"success without a body", 200, "", "Twilio answered 200: an empty response where JSON was expected (request RQ1)", ""},
		{"success that is no JSON", 200, "<html>", "Twilio answered 200: text/html where JSON was expected (request RQ1)", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := clientOver(func(*http.Request) (*http.Response, error) {
				res := respond(tt.status, tt.body)
				res.Header.Set("Twilio-Request-Id", "RQ1")
				res.Header.Set("Content-Type", "text/html")
				res.Header.Set("Location", "https://me:secret@elsewhere.example/x")
				return res, nil
			})
			_, err := c.Numbers.Update(t.Context(), pn1, map[string]string{"VoiceUrl": ""})
			if err == nil || err.Error() != tt.text {
				t.Errorf("got  %v\nwant %s", err, tt.text)
			}
			if got, _ := fault.OriginOf(fmt.Errorf("wrapped: %w", err)); got.Code != tt.code || got.Status != tt.status {
				t.Errorf("origin: got %+v, want code %q and status %d", got, tt.code, tt.status)
			}
		})
	}
}

func TestLongPlainAnswerIsCut(t *testing.T) {
	t.Parallel()
	c := clientOver(func(*http.Request) (*http.Response, error) { return respond(400, strings.Repeat("ä", 5000)), nil })
	_, err := c.Numbers.Get(t.Context(), pn1)
	if err == nil || len([]rune(err.Error())) > 250 || !strings.HasSuffix(err.Error(), "…") {
		t.Errorf("got %v", err)
	}
}

func TestAnotherServerIsNotCalledTwilio(t *testing.T) {
	t.Parallel()
	s := newServer(t, answerWith(404, refusal(404, "20404", "not found")))
	_, err := s.client(t).Numbers.Get(t.Context(), pn1)
	if want := strings.TrimPrefix(s.URL, "http://") + " answered 404: not found (20404)"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestDetailsAndBodyOfARefusalAreKept(t *testing.T) {
	t.Parallel()
	const body = `{"code":20001,"message":"no","details":{"field":["x"]}}`
	c := clientOver(func(*http.Request) (*http.Response, error) { return respond(400, body), nil })
	_, err := c.Numbers.Get(t.Context(), pn1)
	e, ok := errors.AsType[*twilioapi.Error](err)
	if !ok || string(e.Details) != `{"field":["x"]}` || e.Body != body {
		t.Errorf("got %+v", e)
	}
}

func TestIsCodeLooksThroughWrapping(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("buy: %w", fault.With(&twilioapi.Error{Code: "21422"}, fault.Failed, ""))
	if !twilioapi.IsCode(err, "21422") || twilioapi.IsCode(err, "21421") || twilioapi.IsCode(nil, "21422") || twilioapi.IsCode(errors.New("21422"), "21422") {
		t.Error("IsCode does not tell codes apart")
	}
}
