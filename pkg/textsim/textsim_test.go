package textsim_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/textsim"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// told sends a message to an application that answers as its pages say, and is what came of it, a line each.
func told(t *testing.T, m textsim.Message, pages map[string]string) (lines []string) {
	t.Helper()
	app := webhook.Handler{Token: "token", PublicURL: "http://app.example", Next: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kind, answer, _ := strings.Cut(pages[r.URL.Path], " ")
		if kind == "500" {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		if kind == "302" {
			http.Redirect(w, r, answer, http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", kind)
		fmt.Fprint(w, strings.NewReplacer("{{Body}}", r.FormValue("Body"), "{{ErrorCode}}", r.FormValue("ErrorCode"), "{{MediaUrl0}}", r.FormValue("MediaUrl0")).Replace(answer))
	})}
	m.From, m.To, m.URL = "+14155550100", "+14155550111", "http://app.example/sms"
	got, err := textsim.Send(t.Context(), textsim.Options{Message: m, Token: "token", Transport: voicesim.InMemory(app)})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range got.Requests {
		lines = append(lines, fmt.Sprintf("%s %s %d", r.Method, strings.TrimPrefix(r.URL, "http://app.example"), r.Status))
	}
	for _, r := range got.Replies {
		lines = append(lines, fmt.Sprintf("%s→%s %q %s", r.From, r.To, r.Body, strings.Join(r.Media, " ")))
	}
	for _, a := range got.Alerts {
		lines = append(lines, string(a.Level)+" "+a.Code)
	}
	return lines
}

func TestMessageIsAnswered(t *testing.T) {
	t.Parallel()
	const back = "+14155550111→+14155550100 "
	for name, tt := range map[string]struct {
		message textsim.Message
		pages   map[string]string
		want    []string
	}{
		"with what it said": {
			textsim.Message{Body: "Hello"},
			map[string]string{"/sms": `text/xml <Response><Message>You said {{Body}}</Message></Response>`},
			[]string{"POST /sms 200", back + `"You said Hello" `},
		},
		"twice, and with a picture": {
			textsim.Message{Media: []string{"https://example.com/cat.png"}},
			map[string]string{"/sms": `text/xml <Response><Message><Body>One</Body><Media>{{MediaUrl0}}</Media></Message><Message to="+14155550122">Two</Message></Response>`},
			[]string{"POST /sms 200", back + `"One" https://example.com/cat.png`, `+14155550111→+14155550122 "Two" `},
		},
		"in plain text": {
			textsim.Message{}, map[string]string{"/sms": `text/plain Thanks`}, []string{"POST /sms 200", back + `"Thanks" `},
		},
		"from elsewhere": {
			textsim.Message{},
			map[string]string{"/sms": `text/xml <Response><Redirect method="get">/next</Redirect></Response>`, "/next": `text/xml <Response><Message>Here</Message></Response>`},
			[]string{"POST /sms 200", "GET /next 200", back + `"Here" `},
		},
		"by nobody": {
			textsim.Message{}, map[string]string{"/sms": `text/xml <Response/>`}, []string{"POST /sms 200"},
		},
		"by the fallback": {
			textsim.Message{FallbackURL: "http://app.example/sorry"},
			map[string]string{"/sms": "500", "/sorry": `text/xml <Response><Message>{{ErrorCode}}</Message></Response>`},
			[]string{"POST /sms 500", "POST /sorry 200", back + `"11200" `, "error 11200"},
		},
		"by a fallback that fails as well": {
			textsim.Message{FallbackURL: "http://app.example/sorry"},
			map[string]string{"/sms": "500", "/sorry": "500"},
			[]string{"POST /sms 500", "POST /sorry 500", "error 11200", "error 11200"},
		},
		"by the old name of Message": {
			textsim.Message{},
			map[string]string{"/sms": `text/xml <Response><Sms>Hi</Sms></Response>`},
			[]string{"POST /sms 200", back + `"Hi" `},
		},
		"by a redirect that loses the parameters": {
			textsim.Message{},
			map[string]string{"/sms": "302 /next", "/next": `text/plain Hi`},
			[]string{"POST /sms 302", "GET /next 200", back + `"Hi" `},
		},
		"with verbs of a call": {
			textsim.Message{},
			map[string]string{"/sms": `text/xml <Response><Say>Hello</Say><Message>Hi</Message></Response>`},
			[]string{"POST /sms 200", back + `"Hi" `, "warning 14110"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := gocmp.Diff(tt.want, told(t, tt.message, tt.pages)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// An application that sends a message in a circle is left in the end.
func TestCircularRedirectsEnd(t *testing.T) {
	t.Parallel()
	got := told(t, textsim.Message{}, map[string]string{"/sms": `text/xml <Response><Redirect>/sms</Redirect></Response>`})
	if len(got) != 51 || got[50] != "warning 14106" { // F4
		t.Errorf("got %q", got)
	}
}
