package twiml

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
)

func TestFlagsOfLint(t *testing.T) {
	t.Parallel()
	var got LintOptions
	cmd := NewLint(&cmdutil.Factory{}, func(_ context.Context, _ *cmdutil.Factory, o LintOptions) error {
		got = o
		return nil
	})
	cmd.SetArgs([]string{"a.xml", "-", "--strict", "--for", "whisper"})
	if err := cmd.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(LintOptions{Targets: []string{"a.xml", "-"}, For: "whisper", Strict: true}, got); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
}

func TestEveryPurposeIsKnown(t *testing.T) {
	t.Parallel()
	for _, name := range purposes() {
		if _, err := purpose(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := purpose("fun"); fault.ExitOf(err) != fault.Usage {
		t.Errorf("got %v of a purpose that there is not, want exit code 2", err)
	}
}

func TestFetch(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /app", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/xml; charset=iso-8859-1")
		_, _ = w.Write([]byte("<Response><Say>" + r.FormValue("From") + "</Say></Response>"))
	})
	mux.HandleFunc("GET /file.xml", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("<Response/>"))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	for _, tt := range []struct{ name, path, source, charset string }{
		{"an application is asked as for a call", "/app", "<Response><Say>+14155550100</Say></Response>", "iso-8859-1"},
		{"what answers GET only is asked again", "/file.xml", "<Response/>", "utf-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, err := fetch(t.Context(), server.URL+tt.path, 5*time.Second)
			if err != nil {
				t.Fatal(err)
			}
			if string(d.source) != tt.source || d.charset != tt.charset || d.template {
				t.Errorf("got %q in %q (template %v), want %q in %q", d.source, d.charset, d.template, tt.source, tt.charset)
			}
		})
	}
	if _, err := fetch(t.Context(), server.URL+"/nothing", 5*time.Second); fault.ExitOf(err) != fault.Failed {
		t.Errorf("got %v of a page that is not there, want exit code 3", err)
	}
}
