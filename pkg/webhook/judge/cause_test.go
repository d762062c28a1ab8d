package judge_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook/judge"
)

// B9: what turns a webhook away is named, with what to set in that framework. The bodies are as the projects write them.
func TestCauseOfReadsTheAnswer(t *testing.T) {
	t.Parallel()
	const plain, page = "text/plain", "text/html; charset=utf-8"
	tests := []struct {
		name   string
		status int
		header []string
		body   string
		who    string // "" for no application
		fix    string // a part of it
	}{
		{"Vite 6", 403, []string{"Content-Type", plain}, "Blocked request. This host (\"abc.ngrok.app\") is not allowed.\nTo allow this host, add \"abc.ngrok.app\" to `server.allowedHosts` in vite.config.js.", "Vite", `allowedHosts: ["abc.ngrok.app"]`},
		{"webpack-dev-server 5", 403, []string{"Content-Type", page}, "Invalid Host header", "webpack-dev-server", `allowedHosts: ["abc.ngrok.app"] } to webpack.config.js`},
		{"webpack-dev-server 3", 200, []string{"Content-Type", page}, "Invalid Host header", "webpack-dev-server", "webpack.config.js"},
		{"Starlette", 400, []string{"Content-Type", plain}, "Invalid host header", "Starlette", "allowed_hosts of TrustedHostMiddleware"},
		{"Rails 7.1, host", 403, []string{"Content-Type", page}, "<h1>Blocked hosts: abc.ngrok.app</h1><h2>To allow requests to these hosts, make sure they are valid hostnames", "Rails", `config.hosts << "abc.ngrok.app"`},
		{"Rails 6, host", 403, []string{"Content-Type", plain}, "Blocked host: abc.ngrok.app\n", "Rails", "config.hosts"},
		{"Rails, CSRF, development", 422, []string{"Content-Type", page}, "<h1>ActionController::InvalidAuthenticityToken in VoiceController#create</h1>", "Rails", "skip_before_action :verify_authenticity_token"},
		{"Rails, CSRF, production", 422, []string{"Content-Type", page}, "<h1>The change you wanted was rejected.</h1>", "Rails", "skip_before_action"},
		{"Django, CSRF", 403, []string{"Content-Type", page}, "<h1>Forbidden <span>(403)</span></h1>\n  <p>CSRF verification failed. Request aborted.</p>", "Django", "@csrf_exempt"},
		{"Django, host", 400, []string{"Content-Type", page}, "<h1>DisallowedHost\n at /voice</h1><pre>Invalid HTTP_HOST header: &#x27;abc.ngrok.app&#x27;. You may need to add &#x27;abc.ngrok.app&#x27; to ALLOWED_HOSTS.</pre>", "Django", `"abc.ngrok.app" to ALLOWED_HOSTS`},
		{"Django, host, production", 400, []string{"Content-Type", page}, "<!doctype html><html lang=\"en\"><head><title>Bad Request (400)</title></head><body><h1>Bad Request (400)</h1><p></p></body></html>", "Django", "ALLOWED_HOSTS"},
		{"Laravel", 419, []string{"Content-Type", page}, "<title>Page Expired</title>", "Laravel", "validateCsrfTokens(except: ['phone/voice'])"},
		{"Phoenix", 403, []string{"Content-Type", page}, "<title>Plug.CSRFProtection.InvalidCSRFTokenError at POST /phone/voice</title>", "Phoenix", ":protect_from_forgery"},
		{"SvelteKit", 403, []string{"Content-Type", plain}, "Cross-site POST form submissions are forbidden", "SvelteKit or Astro", "trustedOrigins"},
		{"Flask-WTF", 400, []string{"Content-Type", page}, "<title>400 Bad Request</title><p>The CSRF token is missing.</p>", "Flask-WTF", "@csrf.exempt"},
		{"csurf", 403, []string{"Content-Type", page}, "<pre>ForbiddenError: invalid csrf token<br>", "Express", "before the CSRF middleware"},
		{"FastAPI", 422, []string{"Content-Type", "application/json"}, `{"detail":[{"type":"missing","loc":["query","From"],"msg":"Field required"}]}`, "FastAPI", "Form()"},
		{"Spring, JSON", 403, []string{"Content-Type", "application/json"}, `{"timestamp":"2026-11-01T00:00:00.000+00:00","status":403,"error":"Forbidden","path":"/phone/voice"}`, "Spring Security", `ignoringRequestMatchers("/phone/voice")`},
		{"Spring, page", 403, []string{"Content-Type", page}, "<html><body><h1>Whitelabel Error Page</h1>", "Spring Security", "SecurityFilterChain"},
		{"Spring, empty", 403, []string{"Cache-Control", "no-cache, no-store, max-age=0, must-revalidate"}, "", "Spring Security", "csrf"},
		{"AirPlay", 403, []string{"Server", "AirTunes/870.14.1"}, "", "AirPlay", "another port"},
		{"a login page", 200, []string{"Content-Type", page}, `<html><form><input name="p" type="password"></form></html>`, "a login", "without a login"},
		{"a login page that refuses", 401, []string{"Content-Type", page}, `<html><form><input name="p" type="password"></form></html>`, "a login", "exempt /phone/voice"},
		{"a frontend", 200, []string{"Content-Type", page}, `<!doctype html><script type="module" src="/@vite/client"></script>`, "Vite", "port of the backend"},
		{"a tunnel that ended", 404, []string{"Ngrok-Error-Code", "ERR_NGROK_3200"}, "", "ngrok", ""},

		{"a 403 that says nothing", 403, []string{"Content-Type", plain}, "Forbidden", "", ""},
		{"a 404", 404, []string{"Content-Type", page}, "<h1>Not Found</h1>", "", ""},
		{"a 422 of the app's own", 422, []string{"Content-Type", "application/json"}, `{"error":"no such number"}`, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, encoding := range []string{"", "gzip"} {
				a := judge.Answer{Source: "the app", Host: "abc.ngrok.app", URL: &url.URL{Path: "/phone/voice"}, Status: tt.status, Header: http.Header{}, Raw: []byte(tt.body)}
				for i := 0; i < len(tt.header); i += 2 {
					a.Header.Set(tt.header[i], tt.header[i+1])
				}
				if encoding != "" {
					var packed bytes.Buffer
					z := gzip.NewWriter(&packed)
					_, _ = z.Write(a.Raw)
					z.Close()
					a.Raw = packed.Bytes()
					a.Header.Set("Content-Encoding", encoding)
				}
				got, ok := judge.CauseOf(a)
				if ok != (tt.who != "") || got.Name != tt.who || !strings.Contains(got.Fix, tt.fix) || strings.Contains(got.Fix+got.Reason, "%") {
					t.Errorf("encoded %q: got %+v, want %q with %q", encoding, got, tt.who, tt.fix)
				}
				read := judge.Read(a)
				if read.Problem == nil && tt.who != "" {
					t.Fatalf("no problem, and %s is known", tt.who)
				}
				if tt.who != "" && (read.Problem.Fix != got.Fix || !strings.HasSuffix(read.Problem.Message, got.Reason)) {
					t.Errorf("the problem is %+v, and the cause %+v", read.Problem, got)
				}
			}
		})
	}
}
