package webhook

import (
	"net/http"
	"strings"
)

// Framework is a web framework, and the setting that makes an application after a tunnel or proxy
// see the URL that Twilio called. Without it, the application sees http, and checks signatures for
// the wrong URL.
type Framework struct {
	Name    string
	Setting string // one line of code or configuration
	marks   []mark
}

// mark is a header value that identifies a framework.
type mark struct{ header, contains string }

// Frameworks returns the frameworks that most Twilio applications use. Each setting makes the
// application trust X-Forwarded-Proto, which a twvoice tunnel sets and overwrites. Use it only if a
// tunnel or proxy is in front of the application.
func Frameworks() []Framework {
	return []Framework{
		{"Express", "app.set('trust proxy', true)", []mark{{"X-Powered-By", "Express"}}},
		{"Flask", "app.wsgi_app = werkzeug.middleware.proxy_fix.ProxyFix(app.wsgi_app, x_proto=1, x_host=1)", []mark{{"Server", "Werkzeug"}}},
		{
			"Django", "SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https'), and the public host in ALLOWED_HOSTS",
			[]mark{{"Server", "WSGIServer"}, {"Set-Cookie", "csrftoken="}, {"Cross-Origin-Opener-Policy", "same-origin"}},
		},
		{"FastAPI", "uvicorn --proxy-headers --forwarded-allow-ips 127.0.0.1", []mark{{"Server", "uvicorn"}, {"Server", "hypercorn"}}},
		{
			"Rails", "config.hosts << \".ngrok.app\" in config/environments/development.rb; X-Forwarded-Proto is believed already",
			[]mark{{"X-Runtime", ""}, {"Server", "Puma"}, {"Server", "WEBrick"}},
		},
		{"Laravel", "$middleware->trustProxies(at: '*') in bootstrap/app.php", []mark{{"Set-Cookie", "laravel"}, {"X-Powered-By", "PHP"}}},
		{"Spring", "server.forward-headers-strategy=framework", []mark{{"Set-Cookie", "JSESSIONID="}, {"X-Application-Context", ""}}},
		{
			"ASP.NET", "app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost })",
			[]mark{{"Server", "Kestrel"}, {"X-Powered-By", "ASP.NET"}, {"X-Aspnet-Version", ""}},
		},
	}
}

// FrameworkOf guesses the framework from the headers of an answer. gunicorn, which serves Flask and
// Django, reveals neither.
func FrameworkOf(answer http.Header) (Framework, bool) {
	for _, f := range Frameworks() {
		for _, m := range f.marks {
			for _, value := range answer.Values(m.header) {
				if strings.Contains(strings.ToLower(value), strings.ToLower(m.contains)) {
					return f, true
				}
			}
		}
	}
	return Framework{}, false
}
