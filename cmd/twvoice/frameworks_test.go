package main

import (
	"bufio"
	"cmp"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// framework is an application of docs/examples/frameworks, which answers one call and checks its signature with the official SDK.
type framework struct {
	folder, file string
	try          []string                                  // a command that succeeds where it can run; nil if it was never tested
	furnish      func(t *testing.T, env []string) []string // what it needs in its environment
}

func frameworks() []framework {
	python := func(t *testing.T, env []string) []string {
		return append(env, "PYTHONDONTWRITEBYTECODE=1", "PYTHONPATH="+cmp.Or(os.Getenv("TWVOICE_PYTHON_SDK"), os.Getenv("PYTHONPATH")))
	}
	return []framework{
		{"express", "app.js", []string{"node", "-e", "require('express'), require('twilio')"}, nil},
		{"flask", "app.py", []string{"python3", "-c", "import flask, twilio.request_validator"}, python},
		{"django", "app.py", []string{"python3", "-c", "import django, twilio.request_validator"}, python},
		{"go", "app.go", []string{"go", "version"}, withGoCaches},
		{"sinatra", "app.rb", nil, nil},
		{"php", "app.php", nil, nil},
		{"spring", "App.java", nil, nil},
		{"aspnet", "Program.cs", nil, nil},
	}
}

// TestEveryFrameworkAnswersACall runs the applications as their first comments say, unchanged. They have a public URL
// with https, as with a tunnel, so that the signature is valid only for an application that uses its public URL.
func TestEveryFrameworkAnswersACall(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("SKIPPED: Windows has no signal that ends serve and the application")
	}
	for _, f := range frameworks() {
		t.Run(f.folder, func(t *testing.T) {
			t.Parallel()
			if f.try == nil {
				t.Skip("SKIPPED: nothing here runs it, and docs/frameworks.md says so")
			}
			env := append(newcomer(t), "NODE_PATH="+nodeSDK())
			if f.furnish != nil {
				env = f.furnish(t, env)
			}
			try := exec.CommandContext(t.Context(), f.try[0], f.try[1:]...)
			if try.Env = env; try.Run() != nil {
				t.Skipf("SKIPPED: %s fails here, so that docs/examples/frameworks/%s is not tried", strings.Join(f.try, " "), f.folder)
			}
			f.answers(t, env)
		})
	}
}

func (f framework) answers(t *testing.T, env []string) {
	port := freePort(t)
	_, app, _ := strings.Cut(f.command(t), " -- ")
	arguments := []string{"serve", "--local", "--no-number", "--no-probe", "--no-inspect", "--public-url", "https://demo.ngrok.app", "--forward", port, "-o", "jsonl", "--"}
	serve := exec.CommandContext(t.Context(), "twvoice", append(arguments, strings.Fields(app)...)...)
	serve.Dir, serve.Env = f.path(), append(env, "PORT="+port)
	end := func() error { return serve.Process.Signal(syscall.SIGTERM) } // which is passed on to the application
	serve.Cancel, serve.WaitDelay = end, 10*time.Second
	var told strings.Builder
	serve.Stderr = &told
	out, err := serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	local := ""
	for lines := bufio.NewScanner(out); local == "" && lines.Scan(); {
		if found := regexp.MustCompile(`"event":"ready".*"local_url":"([^"]+)"`).FindStringSubmatch(lines.Text()); found != nil {
			local = found[1]
		}
	}
	defer func() {
		if err := end(); err != nil {
			t.Error(err)
		}
		_ = serve.Wait() // which ends as the application does
	}()
	if local == "" {
		t.Fatalf("serve was never ready:\n%s", told.String())
	}
	call := exec.CommandContext(t.Context(), "twvoice", "call", local+"/voice", "--local", "--sign-as", "https://demo.ngrok.app/")
	call.Env = env
	if got, err := call.CombinedOutput(); err != nil || !strings.Contains(string(got), `hears    "Hello from `) {
		t.Errorf("the call: %v\n%s", err, got)
	}
	answer, err := http.PostForm("http://127.0.0.1:"+port+"/voice", url.Values{"CallSid": {"CA1"}})
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusForbidden && answer.StatusCode != http.StatusBadRequest { // the SDK of Node says 400
		t.Errorf("the application answers %s to a request without a signature", answer.Status)
	}
}

// TestGuideShowsEveryFramework: what the page shows is what lies among the examples, and what it says was tried is what is tried.
func TestGuideShowsEveryFramework(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/frameworks.md")
	if err != nil {
		t.Fatal(err)
	}
	folders, err := os.ReadDir("../../docs/examples/frameworks")
	if err != nil {
		t.Fatal(err)
	}
	if len(folders) != len(frameworks()) {
		t.Errorf("docs/examples/frameworks has %d folders, and %d are known here", len(folders), len(frameworks()))
	}
	for _, f := range frameworks() {
		source, err := os.ReadFile(filepath.Join(f.path(), f.file))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(guide), "\n"+string(source)+"```\n") {
			t.Errorf("docs/frameworks.md shows another application than %s/%s", f.folder, f.file)
		}
		row := "(examples/frameworks/" + f.folder + "/" + f.file + ") | `" + f.command(t) + "` | "
		_, tried, shown := strings.Cut(string(guide), row)
		if !shown || strings.HasPrefix(tried, "not tried") != (f.try == nil) {
			t.Errorf("docs/frameworks.md has no row %s, or says of something that it was tried, or was not", row)
		}
	}
}

func (f framework) path() string { return filepath.Join("../../docs/examples/frameworks", f.folder) }

// command is how the application says that it is run.
func (f framework) command(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(f.path(), f.file))
	if err != nil {
		t.Fatal(err)
	}
	said := regexp.MustCompile(`(?m)^(?:#|//) Run it with: (twvoice serve --forward 3000 -- .+)$`).FindStringSubmatch(string(source))
	if said == nil {
		t.Fatalf("%s/%s does not say how it is run", f.folder, f.file)
	}
	return said[1]
}
