package webhook_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// A byte of the URL, of a value or of the token that is another one makes another signature.
func FuzzChangedByteIsRejected(f *testing.F) {
	for _, v := range vectors() {
		f.Add(token, v.url, v.params.Encode(), uint(3))
	}
	f.Add("0", "#", "", uint(0))
	f.Fuzz(func(t *testing.T, token, target, form string, at uint) {
		params, err := url.ParseQuery(form)
		if err != nil || token == "" {
			return
		}
		signature := webhook.Sign(token, target, params)
		for name, values := range params {
			if len(values) != 1 || values[0] == "" {
				continue
			}
			changed := url.Values{}
			for other, v := range params {
				changed[other] = v
			}
			i := int(at % uint(len(values[0])))
			changed[name] = []string{values[0][:i] + string(values[0][i]^1) + values[0][i+1:]}
			if changed.Encode() != params.Encode() && webhook.Verify(token, signature, target, changed) {
				t.Errorf("%s=%q passes as %q", name, changed[name][0], values[0])
			}
		}
		i := int(at % uint(len(token)))
		if webhook.Verify(token[:i]+string(token[i]^1)+token[i+1:], signature, target, params) {
			t.Error("another token passes")
		}
		i = int(at % uint(len(signature)))
		if webhook.Verify(token, signature[:i]+"!"+signature[i+1:], target, params) {
			t.Error("another signature passes")
		}
		// A fragment is no part of a request: whatever is added to it is the same URL. Of the others, none is so forgiving.
		plain, _, _ := strings.Cut(target, "#")
		signature = webhook.Sign(token, plain, params)
		for _, other := range []string{plain + "/x", plain + "x", "x" + plain} {
			if webhook.Verify(token, signature, other, params) {
				t.Errorf("%q passes as %q", other, plain)
			}
		}
	})
}

// What the forensics name as the URL that was signed is one that verifies, and nothing that is valid is called wrong.
func FuzzForensicsNameOnlyWhatVerifies(f *testing.F) {
	f.Add("https://x.ngrok.app/voice?a=1", "http://localhost:3000/voice?a=1", "CallSid=CA1", "x.ngrok.app", "")
	f.Add("https://u:p@a.example/v/", "https://a.example/v", "A=+1&B=", "", "/app")
	f.Add("://", "\x00", "%zz", "a, b", "//")
	f.Fuzz(func(t *testing.T, signed, called, form, forwarded, prefix string) {
		params, err := url.ParseQuery(form)
		if err != nil {
			return
		}
		r := httptest.NewRequest(http.MethodPost, "/voice", strings.NewReader(form))
		r.Header.Set("X-Forwarded-Host", forwarded)
		r.Header.Set("X-Forwarded-Prefix", prefix)
		signature := webhook.Sign(token, signed, params)
		verdict := webhook.Check(webhook.Request{
			Token: token, Signature: signature, URL: called, Params: params, Alternatives: append(webhook.Alternatives(r), signed),
		})
		if verdict.Valid && !webhook.Verify(token, signature, called, params) {
			t.Fatalf("%+v, and Verify says otherwise", verdict)
		}
		onlyURL := verdict.Cause == webhook.OtherScheme || verdict.Cause == webhook.OtherHost || verdict.Cause == webhook.OtherPort ||
			verdict.Cause == webhook.OtherPath || verdict.Cause == webhook.OtherQuery
		hidden := strings.Contains(verdict.URL, "…") || strings.Contains(verdict.Reason, " and ")
		if onlyURL && verdict.URL != "" && !hidden && !webhook.Verify(token, signature, verdict.URL, params) {
			t.Errorf("it names %q, which does not verify: %+v", verdict.URL, verdict)
		}
		if verdict.String() != "" && strings.ContainsAny(verdict.String(), "\n\x1b") {
			t.Errorf("more than a line: %q", verdict.String())
		}
	})
}
