package webhook_test

import (
	"maps"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook"
)

func TestCheckFindsTheDifference(t *testing.T) {
	t.Parallel()
	const public = "https://x.ngrok.app/voice?a=1&b=2"
	full := call().Params()
	sign := func(target string, params url.Values) string { return webhook.Sign(token, target, params) }
	change := func(f func(url.Values)) url.Values {
		p := maps.Clone(full)
		f(p)
		return p
	}
	request := func(signature, target string, params url.Values, alternatives ...string) webhook.Request {
		return webhook.Request{Token: token, Signature: signature, URL: target, Params: params, Alternatives: alternatives}
	}
	jsonURL, jsonSignature := webhook.SignBody(token, public, []byte(jsonBody))
	for _, tt := range []struct {
		name    string
		request webhook.Request
		cause   webhook.Cause
		says    string // part of the reason
	}{
		{"nothing is wrong", request(sign(public, full), public, full), webhook.None, ""},
		{"the spelling of the URL is forgiven", request(sign(public, full), strings.Replace(public, "app/", "app:443/", 1), full), webhook.None, ""},
		{"no header", request("", public, full), webhook.MissingHeader, "no X-Twilio-Signature"},
		{"a header of another kind", request("sha256=abc", public, full), webhook.MalformedHeader, `"sha256=abc"`},
		{"http behind a proxy that ends TLS", request(sign(public, full), strings.Replace(public, "https", "http", 1), full), webhook.OtherScheme, "different scheme"},
		{"the host behind a tunnel", request(sign(public, full), "http://localhost:3000/voice?a=1&b=2", full, public), webhook.OtherHost, "different host and scheme"},
		{"the host of an alternative with the path of the request", request(sign(public, full), "http://localhost:3000/voice?a=1&b=2", full, "https://x.ngrok.app"), webhook.OtherHost, "x.ngrok.app/voice"},
		{"a port that Twilio was given", request(sign("http://a.example:8080/v", full), "http://a.example/v", full, "http://a.example:8080/"), webhook.OtherPort, ":8080"},
		{"a slash at the end", request(sign("https://a.example/v/", full), "https://a.example/v", full), webhook.OtherPath, "different path"},
		{"no slash at the end", request(sign("https://a.example/v", full), "https://a.example/v/", full), webhook.OtherPath, "different path"},
		{"a path behind a prefix", request(sign("https://a.example/app/v", full), "https://a.example/v", full, "https://a.example/app/v"), webhook.OtherPath, "/app/v"},
		{"a query that was lost", request(sign(public, full), "https://x.ngrok.app/voice", full, public), webhook.OtherQuery, "different query"},
		{"a query that was added", request(sign("https://x.ngrok.app/voice?a=1", full), public, full), webhook.OtherQuery, "different query"},
		{"a password that was dropped", request(sign("https://u:hunter2@a.example/v", full), "https://a.example/v", full, "https://u:hunter2@a.example/"), webhook.OtherUser, "https://u:…@a.example"},
		{"a query that a proxy sorted", request(sign("https://x.ngrok.app/voice?z=1&b=2&m=3&a=4&q=5", full), "https://x.ngrok.app/voice?a=4&b=2&m=3&q=5&z=1", full), webhook.OtherQuery, "?z=1&b=2&m=3&a=4&q=5"},
		{"a long query that a proxy sorted", request(sign("https://x.ngrok.app/voice?b=2&a=1&CallSid=CA1&From=%2B1&To=%2B2&Z=", nil), "https://x.ngrok.app/voice?CallSid=CA1&From=%2B1&To=%2B2&Z=&a=1&b=2", nil), webhook.OtherQuery, "different query"},
		{"a password that was added", request(sign("https://a.example/v", full), "https://u:hunter2@a.example/v", full), webhook.OtherUser, "https://u:…@a.example"},
		{"a GET checked with its parameters twice", request(sign(public, nil), public, url.Values{"a": {"1"}, "b": {"2"}}), webhook.OtherParams, "covers only the URL"},
		{"the query counted in the form", request(sign(public, full), public, change(func(p url.Values) { p.Set("a", "1"); p.Set("b", "2") })), webhook.OtherParams, "twice"},
		{"a parameter that a proxy added", request(sign(public, full), public, change(func(p url.Values) { p.Set("session", "1") })), webhook.OtherParams, "session was not signed"},
		{"empty parameters that were dropped", request(sign(public, full), public, change(func(p url.Values) {
			maps.DeleteFunc(p, func(_ string, v []string) bool { return v[0] == "" })
		})), webhook.OtherParams, "CalledCity, CalledZip, ToCity, ToZip"},
		{"empty parameters that were added", request(sign(public, caller()), public, caller("X", "", "Y", "")), webhook.OtherParams, "added"},
		{"white space that was trimmed", request(sign(public, caller("Body", "hi ")), public, caller("Body", "hi")), webhook.OtherParams, "around Body was trimmed"},
		{"a plus that became a space", request(sign(public, caller()), public, caller2(" 14158675309")), webhook.OtherParams, `"+"`},
		{"values that were not decoded", request(sign(public, caller()), public, escaped(caller())), webhook.OtherParams, "% escapes"},
		{"the wrong charset", request(sign(public, caller("S", "Olá")), public, caller("S", "OlÃ¡")), webhook.OtherParams, "Latin-1"},
		{"line ends", request(sign(public, caller("S", "a\r\nb")), public, caller("S", "a\nb")), webhook.OtherParams, "line ends"},
		{"a sender that signs first values only", request(sign(public, url.Values{"A": {"1"}}), public, url.Values{"A": {"1", "2"}}), webhook.OtherParams, "first value"},
		{"the URL and the form at once", request(sign(public, caller()), "http://localhost:3000/voice?a=1&b=2", caller2(" 14158675309"), public), webhook.OtherHost, "and a \"+\""},
		{"a token with a line end", webhook.Request{Token: token + "\n", Signature: sign(public, full), URL: public, Params: full}, webhook.OtherToken, "white space"},
		{"the token of a subaccount", webhook.Request{Token: "parent", Signature: sign(public, full), URL: public, Params: full, OtherTokens: map[string]string{"AC1 (Sub)": token}}, webhook.OtherToken, "AC1 (Sub)"},
		{"no token", webhook.Request{Signature: sign(public, full), URL: public, Params: full}, webhook.NoToken, "no auth token"},
		{"a body with its hash", webhook.Request{Token: token, Signature: jsonSignature, URL: jsonURL, Body: []byte(jsonBody)}, webhook.None, ""},
		{"a body that was written again", webhook.Request{Token: token, Signature: jsonSignature, URL: jsonURL, Body: []byte(`{}`)}, webhook.OtherBody, "bodySHA256"},
		{"a body whose hash got lost with the query", webhook.Request{Token: token, Signature: jsonSignature, URL: public, Body: []byte(jsonBody)}, webhook.OtherQuery, "different query"},
		{"a body without a hash", webhook.Request{Token: token, Signature: sign(public, nil), URL: public, Body: []byte(jsonBody)}, webhook.OtherBody, "nothing proves the body"},
		{"a form checked as a body", webhook.Request{Token: token, Signature: sign(public, caller()), URL: public, Body: []byte(caller().Encode())}, webhook.OtherParams, "as a form"},
		{"a prefix that a proxy added", request(sign("https://a.example/v", full), "https://a.example/app/v", full), webhook.OtherPath, "different path"},
		{"a path that was decoded", request(sign("https://a.example/a%20b", full), "https://a.example/a%2520b", full), webhook.OtherPath, "different path"},
		{"a port and a path, two at once", request(sign("http://a.example:3000/v/", full), "http://a.example/v", full, "http://a.example:3000/x"), webhook.OtherPort, "different port and path"},
		{"a query in another order", request(sign("https://x.ngrok.app/voice?b=2&a=1", full), public, full), webhook.OtherQuery, "different query"},
		{"a longer query that was sorted backwards", request(sign("https://a.example/v?f=1&e=2&d=3&c=4&b=5", full), "https://a.example/v?b=5&c=4&d=3&e=2&f=1", full), webhook.OtherQuery, "different query"},
		{"a query that was decoded", request(sign("https://a.example/v?n=a,b", full), "https://a.example/v?n=a%2Cb", full), webhook.OtherQuery, "different query"},
		{"a blank of the query as +", request(sign("https://a.example/v?n=a+b&c", full), "https://a.example/v?n=a%20b&c", full), webhook.OtherQuery, "different query"},
		{"a sender that signs the bytes of the form", webhook.Request{
			Token: token, Signature: webhook.Sign(token, public+"b=2&a=1", nil), URL: public, Params: url.Values{"a": {"1"}, "b": {"2"}}, RawForm: []byte("b=2&a=1"),
		}, webhook.OtherParams, "bytes of the body"},
		{"a sender that signs the bytes of JSON", webhook.Request{Token: token, Signature: webhook.Sign(token, public+jsonBody, nil), URL: public, Body: []byte(jsonBody)}, webhook.OtherParams, "bytes of the body"},
		{"a sender that trims what it signs", request(sign(public, caller("A", "x", "B", "y")), public, caller("A", " x", "B", "y ")), webhook.OtherParams, "trimmed white space around values before signing"},
		{"a GET signed like a POST", request(sign("https://x.ngrok.app/voice", url.Values{"a": {"1"}, "b": {"2"}}), public, nil), webhook.OtherParams, "like a POST"},
		{"a GET whose parameters were signed twice", request(sign(public, url.Values{"a": {"1"}, "b": {"2"}}), public, nil), webhook.OtherParams, "signed twice"},
		{"a POST signed like a GET", request(sign("https://a.example/v?"+full.Encode(), nil), "https://a.example/v", full), webhook.OtherParams, "those of a GET"},
		{"an empty token at the sender", request(webhook.Sign("", public, full), public, full), webhook.OtherToken, "empty auth token"},
		{"a token in quotes", webhook.Request{Token: `"` + token + `"`, Signature: sign(public, full), URL: public, Params: full}, webhook.OtherToken, "quotes"},
		{"another account and another URL", webhook.Request{
			Token: "parent", Signature: sign(public, full), URL: "http://localhost:3000/voice?a=1&b=2", Params: full,
			Alternatives: []string{public}, OtherTokens: map[string]string{"AC1 (Sub)": token, "AC0": "x"},
		}, webhook.OtherToken, "AC1 (Sub)"},
		{"a GET of a stranger", request(webhook.Sign("other", public, nil), public, nil), webhook.Unknown, "no known mistake explains this signature"},
		{"a stranger", request(webhook.Sign("other", public, full), public, full), webhook.Unknown, "no known mistake explains this signature"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := webhook.Check(tt.request)
			if got.Cause != tt.cause || got.Valid != (tt.cause == webhook.None) || !strings.Contains(got.Reason, tt.says) {
				t.Errorf("got %q %+v\nwant %q with %q", got.Cause, got, tt.cause, tt.says)
			}
			if !got.Valid && (got.Reason == "" || got.Fix == "" || strings.Contains(got.String(), "\n")) {
				t.Errorf("a verdict is a reason and a fix in one line, got %q", got)
			}
			if strings.Contains(got.String(), "hunter2") {
				t.Errorf("the verdict tells a password: %s", got)
			}
		})
	}
}

// FuzzCheck: it never panics, and never calls valid what Verify refuses.
func FuzzCheck(f *testing.F) {
	for _, v := range vectors() {
		f.Add(v.url, v.params.Encode(), v.signature)
	}
	f.Add("://@:?#", "a=1&a=&%zz", "")
	f.Fuzz(func(t *testing.T, target, form, signature string) {
		params, _ := url.ParseQuery(form)
		r := webhook.Request{Token: token, Signature: signature, URL: target, Params: params, Alternatives: []string{form}}
		if got, want := webhook.Check(r).Valid, r.Valid(); got != want {
			t.Errorf("Check: got %v, Valid: %v", got, want)
		}
		if webhook.Check(r).Valid && !webhook.Verify(token, signature, target, params) {
			t.Error("Check calls valid what Verify refuses")
		}
	})
}

// caller2 is caller with another spelling of its number.
func caller2(from string) url.Values {
	p := caller()
	p.Set("From", from)
	p.Set("Caller", from)
	return p
}

func escaped(params url.Values) url.Values {
	out := url.Values{}
	for name, values := range params {
		out.Set(name, url.QueryEscape(values[0]))
	}
	return out
}

func BenchmarkCheckUntrusted(b *testing.B) {
	r := webhook.Request{
		Token: token, Signature: webhook.Sign("other", pageQ, nil), URL: pageQ, Params: voiceForm(),
		Alternatives: []string{"https://a.example/x", "http://localhost:3000/myapp.php"},
	}
	for b.Loop() {
		webhook.Check(r)
	}
}
