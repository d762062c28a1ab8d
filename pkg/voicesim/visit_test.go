package voicesim_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// A visit is one request that an application cannot tell from Twilio's, and the judgement of what it answers.
func TestVisitIsTheFirstRequestOfACall(t *testing.T) {
	t.Parallel()
	asked := 0
	app := webhook.Handler{Token: "token", PublicURL: "http://app.example", Next: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		if got := r.FormValue("CallStatus") + r.FormValue("Direction") + r.FormValue("To") + r.FormValue("ToCountry"); got != "ringinginbound+14155550111US" {
			t.Errorf("asked with %v", r.Form)
		}
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, `<Response><Redirect>/next</Redirect></Response>`)
	})}
	o := voicesim.Options{
		Call:  event.Call{AccountSid: "AC1", From: "+14155550100", To: "+14155550111", URL: "http://app.example/voice"},
		Token: "token", Transport: voicesim.InMemory(app),
	}
	got, err := voicesim.FetchFirst(t.Context(), o)
	if err != nil || got.Document == nil || got.Status != http.StatusOK || asked != 1 {
		t.Errorf("got %+v, %v after %d requests", got, err, asked)
	}
	o.Token = "another"
	if got, err = voicesim.FetchFirst(t.Context(), o); err != nil || got.Problem == nil || got.Problem.Code != "11200" {
		t.Errorf("signed by another token: %+v, %v", got, err)
	}
	o.Call.URL = ""
	if _, err = voicesim.FetchFirst(t.Context(), o); err == nil {
		t.Error("without a URL nobody can be asked")
	}
}
