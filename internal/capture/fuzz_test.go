package capture

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/httplog"
)

// A secret that was given, and whatever stands where secrets stand, is not written, wherever else it turns up.
func FuzzSecretIsNeverStored(f *testing.F) {
	const secret = "s3cr3t/Zx9+Qw="
	f.Add("/voice?a=b", "Body=x", "<Response><Say>hello</Say></Response>", "X-A", "v")
	f.Add("/voice?token=SECRET", "AuthToken=SECRET&Digits=SECRET", "<Response><Redirect>https://a:SECRET@b.example/?x=SECRET</Redirect></Response>", "X-Api-Key", "SECRET")
	f.Add("/SECRET?SECRET=1", "SECRET=1", `<Response><Sip password='SECRET'>x</Sip></Response>`, "SECRET", "Basic SECRET")
	f.Fuzz(func(t *testing.T, target, form, answer, header, value string) {
		put := func(s string) string { return strings.ReplaceAll(s, "SECRET", secret) }
		params, _ := url.ParseQuery(strings.ReplaceAll(form, "SECRET", url.QueryEscape(secret)))
		u, err := url.Parse(strings.ReplaceAll(target, "SECRET", url.QueryEscape(secret)))
		if err != nil {
			return
		}
		e := httplog.Record{
			Method: http.MethodPost, URL: u, Form: params, Header: http.Header{put(header): {put(value)}}, Status: 200,
			Answered: http.Header{"Content-Type": {"text/xml"}}, Answer: []byte(put(answer)),
		}
		e.Judge(e.Answer, false)
		x := newRedactor([]string{secret})
		r := newRequest(e, Session{PublicURL: "https://x.example"})
		x.redact(&r)
		written, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range forms(secret) {
			if strings.Contains(string(written), form) {
				t.Errorf("%q is written: %s", form, written)
			}
		}
	})
}

// forms returns the spellings of a secret in a URL, in markup and in JSON.
func forms(secret string) []string {
	inJSON, _ := json.Marshal(secret)
	return []string{secret, url.QueryEscape(secret), url.PathEscape(secret), strings.Trim(string(inJSON), `"`)}
}
