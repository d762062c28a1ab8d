package webhook_test

import (
	"net/http"
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook"
)

func TestFrameworkOf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ header, value, want string }{
		{"X-Powered-By", "Express", "Express"},
		{"Server", "Werkzeug/3.0.1 Python/3.12.1", "Flask"},
		{"Server", "WSGIServer/0.2 CPython/3.12.1", "Django"},
		{"Set-Cookie", "csrftoken=abc; Path=/", "Django"},
		{"Server", "uvicorn", "FastAPI"},
		{"X-Runtime", "0.012", "Rails"},
		{"Set-Cookie", "laravel_session=abc", "Laravel"},
		{"X-Powered-By", "PHP/8.3.1", "Laravel"},
		{"Set-Cookie", "JSESSIONID=abc; Path=/", "Spring"},
		{"Server", "Kestrel", "ASP.NET"},
		{"X-Powered-By", "ASP.NET", "ASP.NET"},
		{"Server", "gunicorn", ""},
		{"X-Something", "else", ""},
	} {
		got, ok := webhook.FrameworkOf(http.Header{tt.header: {"other", tt.value}})
		if got.Name != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: %s: got %q, want %q", tt.header, tt.value, got.Name, tt.want)
		}
	}
}

func TestEveryFrameworkHasItsSetting(t *testing.T) {
	t.Parallel()
	want := []string{"Express", "Flask", "Django", "FastAPI", "Rails", "Laravel", "Spring", "ASP.NET"}
	for i, f := range webhook.Frameworks() {
		if f.Name != want[i] || f.Setting == "" {
			t.Errorf("got %+v, want %s with a setting", f, want[i])
		}
	}
}
