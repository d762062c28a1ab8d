package webhook_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/webhook"
)

func TestHandler(t *testing.T) {
	t.Parallel()
	const public = "https://x.ngrok.app"
	form := caller()
	post := func(target, body, contentType, signature string) *http.Request {
		r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(body))
		r.Host = "localhost:3000"
		r.Header.Set("Content-Type", contentType)
		if signature != "" {
			r.Header.Set(webhook.SignatureHeader, signature)
		}
		return r
	}
	get := func(target, signed string) *http.Request {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		r.Header.Set(webhook.SignatureHeader, webhook.Sign(token, signed, nil))
		return r
	}
	upgrade := get("/stream", "wss://x.ngrok.app/stream")
	upgrade.Header.Set("Upgrade", "websocket")
	jsonURL, jsonSignature := webhook.SignBody(token, public+"/json", []byte(jsonBody))
	for _, tt := range []struct {
		name    string
		handler webhook.Handler
		request *http.Request
		want    int
		cause   webhook.Cause
	}{
		{
			"a form signed for the public URL",
			webhook.Handler{Token: token, PublicURL: public},
			post("/voice?a=1", form.Encode(), webhook.FormContentType, webhook.Sign(token, public+"/voice?a=1", form)), http.StatusOK, webhook.None,
		},
		{
			"the Host does not count where there is a public URL",
			webhook.Handler{Token: token, PublicURL: public + "/"},
			post("/voice", form.Encode(), webhook.FormContentType, webhook.Sign(token, "http://localhost:3000/voice", form)), http.StatusForbidden, webhook.OtherHost,
		},
		{
			"the Host counts where there is none",
			webhook.Handler{Token: token},
			post("/voice", form.Encode(), webhook.FormContentType, webhook.Sign(token, "http://localhost:3000/voice", form)), http.StatusOK, webhook.None,
		},
		{
			"a path that a proxy takes away",
			webhook.Handler{Token: token, PublicURL: public + "/app/"},
			post("/voice", form.Encode(), webhook.FormContentType, webhook.Sign(token, public+"/app/voice", form)), http.StatusOK, webhook.None,
		},
		{
			"no signature",
			webhook.Handler{Token: token, PublicURL: public},
			post("/voice", form.Encode(), webhook.FormContentType, ""), http.StatusForbidden, webhook.MissingHeader,
		},
		{
			"GET",
			webhook.Handler{Token: token, PublicURL: public},
			get("/voice?CallSid=CA1", public+"/voice?CallSid=CA1"), http.StatusOK, webhook.None,
		},
		{"a WebSocket", webhook.Handler{Token: token, PublicURL: public}, upgrade, http.StatusOK, webhook.None},
		{
			"JSON with its hash",
			webhook.Handler{Token: token, PublicURL: public},
			post(strings.TrimPrefix(jsonURL, public), jsonBody, "application/json", jsonSignature), http.StatusOK, webhook.None,
		},
		{
			"JSON without it",
			webhook.Handler{Token: token, PublicURL: public},
			post("/json", jsonBody, "application/json", webhook.Sign(token, public+"/json", nil)), http.StatusForbidden, webhook.OtherBody,
		},
		{
			"a body that is too large",
			webhook.Handler{Token: token, PublicURL: public, MaxBody: 10},
			post("/voice", form.Encode(), webhook.FormContentType, "x"), http.StatusRequestEntityTooLarge, webhook.None,
		},
		{
			"the zero value lets nothing through",
			webhook.Handler{},
			post("/voice", form.Encode(), webhook.FormContentType, webhook.Sign("", "http://localhost:3000/voice", form)), http.StatusForbidden, webhook.NoToken,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var cause webhook.Cause
			tt.handler.Rejected = func(_ *http.Request, v webhook.Verdict) { cause = v.Cause }
			tt.handler.Next = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				if int64(len(body)) != r.ContentLength {
					t.Errorf("the next handler got %d bytes of %d", len(body), r.ContentLength)
				}
				if err := r.ParseForm(); err != nil {
					t.Error(err)
				}
				if diff := cmp.Diff(formOf(body, r), r.PostForm); diff != "" {
					t.Errorf("the next handler's form (-want +got):\n%s", diff)
				}
			})
			w := httptest.NewRecorder()
			tt.handler.ServeHTTP(w, tt.request)
			if w.Code != tt.want || cause != tt.cause {
				t.Errorf("got %d and %q, want %d and %q", w.Code, cause, tt.want, tt.cause)
			}
		})
	}
}

func formOf(body []byte, r *http.Request) url.Values {
	if r.Header.Get("Content-Type") != webhook.FormContentType {
		return url.Values{}
	}
	form, _ := url.ParseQuery(string(body))
	return form
}

func TestHandlerWithoutNext(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	webhook.Handler{Token: token}.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "X-Twilio-Signature") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}
