package devserver_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/fault"
)

// folder writes files into a new folder, with different times, so that every edit has a different stamp.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		write(t, filepath.Join(dir, name), content, 0)
	}
	return dir
}

func write(t testing.TB, name, content string, age time.Duration) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	when := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(age)
	if err := os.Chtimes(name, when, when); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, name string) *devserver.Documents {
	t.Helper()
	docs, err := devserver.Open(name, filepath.Base(name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { docs.Close() })
	return docs
}

func ask(h http.Handler, method, target string, form url.Values) (int, string, http.Header) {
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, _ := io.ReadAll(w.Result().Body)
	return w.Code, string(body), w.Header()
}

func TestFolderServesItsDocuments(t *testing.T) {
	t.Parallel()
	docs := open(t, folder(t, map[string]string{
		"index.xml":     "<Response><Say>index</Say></Response>",
		"menu.xml":      "<Response><Say>menu {{Digits}}</Say></Response>",
		"sub/index.xml": "<Response><Say>sub</Say></Response>",
		"sub/deep.xml":  "<Response><Say>deep</Say></Response>",
		"hello.mp3":     "sound",
		"notes.txt":     "secret",
	}))
	if !docs.Index() {
		t.Error("the folder has an index")
	}
	tests := []struct {
		name, method, target string
		form                 url.Values
		status               int
		says, contentType    string
	}{
		{"index.xml answers /", "POST", "/", nil, 200, "index", "text/xml"},
		{"menu.xml answers /menu", "POST", "/menu", url.Values{"Digits": {"4<2"}}, 200, "menu 4&lt;2", "text/xml"},
		{"a GET brings its parameters in the query", "GET", "/menu?Digits=7", nil, 200, "menu 7", "text/xml"},
		{"the file's own name works too", "POST", "/menu.xml", nil, 200, "menu", "text/xml"},
		{"folders nest", "POST", "/sub/deep", nil, 200, "deep", "text/xml"},
		{"and have an index", "POST", "/sub", nil, 200, "sub", "text/xml"},
		{"audio is sent with its type", "GET", "/hello.mp3", nil, 200, "sound", "audio/mpeg"},
		{"what is not there is 404", "POST", "/nothing", nil, 404, "no document for /nothing", ""},
		{"what is no document is not served", "GET", "/notes.txt", nil, 404, "", ""},
		{"nothing outside the folder is reached", "GET", "/../../etc/passwd", nil, 404, "", ""},
		{"a webhook is GET or POST", "DELETE", "/menu", nil, 405, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			status, body, header := ask(docs, tt.method, tt.target, tt.form)
			if status != tt.status || !strings.Contains(body, tt.says) || strings.Contains(body, "secret") {
				t.Errorf("got %d %q, want %d with %q", status, body, tt.status, tt.says)
			}
			if tt.contentType != "" && header.Get("Content-Type") != tt.contentType {
				t.Errorf("type: got %q, want %q", header.Get("Content-Type"), tt.contentType)
			}
		})
	}
}

func TestFileAnswersEveryPath(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"greeting.xml": "<Response><Say>hi</Say></Response>", "beside.wav": "RIFF"})
	docs := open(t, filepath.Join(dir, "greeting.xml"))
	for _, path := range []string{"/", "/voice", "/any/thing.xml"} {
		if status, body, _ := ask(docs, "POST", path, nil); status != 200 || !strings.Contains(body, "hi") {
			t.Errorf("%s: got %d %q", path, status, body)
		}
	}
	if _, body, header := ask(docs, "GET", "/beside.wav", nil); body != "RIFF" || header.Get("Content-Type") != "audio/wav" {
		t.Errorf("audio beside the file: got %q as %q", body, header.Get("Content-Type"))
	}
}

func TestEditIsServedOnTheNextRequest(t *testing.T) {
	t.Parallel()
	name := filepath.Join(folder(t, map[string]string{"g.xml": "<Response><Say>one</Say></Response>"}), "g.xml")
	docs := open(t, name)
	var told []string
	docs.Changed = func(name string, err error) {
		if err != nil {
			name = err.Error()
		}
		told = append(told, name)
	}
	hears := func(want string) {
		t.Helper()
		if _, body, _ := ask(docs, "POST", "/", nil); !strings.Contains(body, want) {
			t.Errorf("got %q, want %q", body, want)
		}
	}
	hears("one")
	write(t, name, "<Response><Say>two</Say></Response>", time.Second)
	hears("two")
	write(t, name, "<Response><Say>three</Response>", 2*time.Second) // while an edit is broken, the last good version answers
	hears("two")
	hears("two")
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	hears("two")
	write(t, name, "<Response><Say>four</Say></Response>", 3*time.Second)
	hears("four")
	want := []string{"g.xml", "g.xml:1:21:", "g.xml: no such file", "g.xml"}
	if len(told) != len(want) {
		t.Fatalf("told %q, want %q: each change once", told, want)
	}
	for i := range want {
		if !strings.HasPrefix(told[i], want[i]) {
			t.Errorf("told %q, want %q", told[i], want[i])
		}
	}
}

func TestEditIsReportedWhenItIsMade(t *testing.T) {
	t.Parallel()
	name := filepath.Join(folder(t, map[string]string{"g.xml": "<Response><Say>one</Say></Response>"}), "g.xml")
	docs := open(t, name)
	told := make(chan error, 8)
	docs.Changed = func(_ string, err error) { told <- err }
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- docs.Watch(ctx) }()
	// The watcher needs a moment to begin, so the edit is made again until it is noticed.
	for i := 1; ; i++ {
		write(t, name, "<Response><Say>"+strings.Repeat("x", i)+"</Response>", time.Duration(i)*time.Second)
		select {
		case err := <-told:
			if err == nil {
				t.Error("the edit is broken, and was told of as a good one")
			}
		case <-time.After(300 * time.Millisecond):
			continue
		}
		break
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestBrokenDocumentsAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		files map[string]string
		exit  fault.Exit
		says  []string
	}{
		{"every finding of every file has its place", map[string]string{
			"a.xml": "<Response>\n  <Say>", "sub/b.xml": "<response/>", "c.xml": "<Response/>",
		}, fault.Problems, []string{"a.xml:2:", "b.xml:1:1:", "[12102]"}},
		{"a template's mistake too", map[string]string{"a.xml": "<Response>{{#From}}</Response>"}, fault.Problems, []string{"a.xml:1:20:"}},
		{"a folder without a document", map[string]string{"a.txt": ""}, fault.Failed, []string{" contains no .xml file"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := devserver.Open(folder(t, tt.files), "menus")
			if fault.ExitOf(err) != tt.exit {
				t.Errorf("exit %d of %v, want %d", fault.ExitOf(err), err, tt.exit)
			}
			for _, want := range tt.says {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %q in it", err, want)
				}
			}
		})
	}
}
