package main

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// language is an application of docs/examples/emulate that places a call and says how it ended. Its first comment says how it is run.
type language struct {
	folder, file string
	needs        []string                                  // programs, besides sh
	furnish      func(t *testing.T, env []string) []string // what else it needs, in its environment; or it skips
}

func languages() []language {
	return []language{
		{folder: "shell", file: "app.sh", needs: []string{"curl"}},
		{folder: "node", file: "app.js", needs: []string{"node"}, furnish: withNodeSDK},
		{folder: "python", file: "app.py", furnish: withPythonSDK},
		{folder: "go", file: "app.go", needs: []string{"go"}, furnish: withGoCaches},
		{folder: "ruby", file: "app.rb", needs: []string{"ruby"}},
		{folder: "php", file: "app.php", needs: []string{"php"}, furnish: withPHPCurl},
		{folder: "java", file: "App.java", needs: []string{"java", "keytool"}},
	}
}

// TestEveryLanguageReachesTheEmulator runs the applications as their first comments say, unchanged, where their languages are.
func TestEveryLanguageReachesTheEmulator(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/emulate.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range languages() {
		t.Run(l.folder, func(t *testing.T) {
			t.Parallel()
			command := l.command(t)
			if row := "(examples/emulate/" + l.folder + "/" + l.file + ") | `" + command + "` |"; !strings.Contains(string(guide), row) {
				t.Errorf("docs/emulate.md has no row with %s", row)
			}
			for _, program := range append([]string{"sh"}, l.needs...) {
				if _, err := exec.LookPath(program); err != nil {
					t.Skipf("SKIPPED: %s is not installed, so that docs/examples/emulate/%s is not tried", program, l.folder)
				}
			}
			env := newcomer(t)
			if l.furnish != nil {
				env = l.furnish(t, env)
			}
			const want = "placed: queued\nended: completed after 2 s\n"
			run := exec.CommandContext(t.Context(), "sh", "-c", strings.Replace(command, "twvoice emulate", "twvoice emulate --port 0 --speed 0", 1))
			run.Dir, run.Env = l.path(), env
			var told strings.Builder
			run.Stderr = &told
			if got, err := run.Output(); err != nil || string(got) != want {
				t.Errorf("%s: %v\ngot  %q\nwant %q\n%s", command, err, got, want, told.String())
			}
		})
	}
}

// TestEveryExampleOfALanguageIsTried: what lies among the examples is one that a test runs.
func TestEveryExampleOfALanguageIsTried(t *testing.T) {
	t.Parallel()
	folders, err := os.ReadDir("../../docs/examples/emulate")
	if err != nil {
		t.Fatal(err)
	}
	tried := map[string]bool{"phones": true} // the guide itself runs those: TestDocumentsAreTrue
	for _, l := range languages() {
		tried[l.folder] = true
	}
	for _, folder := range folders {
		if !tried[folder.Name()] {
			t.Errorf("nothing runs docs/examples/emulate/%s", folder.Name())
		}
	}
}

// TestGuideShowsEverySettingOfASeed: the seed that is shown, and run, has every field that there is.
func TestGuideShowsEverySettingOfASeed(t *testing.T) {
	t.Parallel()
	var text [3]string
	for i, file := range []string{"docs/emulate.md", "docs/examples/emulate/phones/seed.yaml", "internal/emulator/seed_read.go"} {
		content, err := os.ReadFile(filepath.Join("../..", file))
		if err != nil {
			t.Fatal(err)
		}
		text[i] = string(content)
	}
	guide, seed, reader := text[0], text[1], text[2]
	if !strings.Contains(guide, seed) {
		t.Error("docs/emulate.md shows another seed than docs/examples/emulate/phones/seed.yaml")
	}
	fields := regexp.MustCompile("yaml:\"(\\w+)\"").FindAllStringSubmatch(reader, -1)
	if len(fields) < 20 {
		t.Errorf("found %d fields of a seed: this test does not see them", len(fields))
	}
	for _, field := range fields {
		if !regexp.MustCompile(`\b` + field[1] + `:`).MatchString(seed) {
			t.Errorf("the seed of the guide does not show %s", field[1])
		}
	}
}

func (l language) path() string { return filepath.Join("../../docs/examples/emulate", l.folder) }

// command is how the application says that it is run.
func (l language) command(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(l.path(), l.file))
	if err != nil {
		t.Fatal(err)
	}
	said := regexp.MustCompile(`(?m)^(?:#|//) Run it with: (twvoice emulate -- .+)$`).FindStringSubmatch(string(source))
	if said == nil {
		t.Fatalf("%s/%s does not say how it is run", l.folder, l.file)
	}
	return said[1]
}

func withNodeSDK(t *testing.T, env []string) []string {
	if nodeSDK() == "" {
		t.Skip("SKIPPED: TWVOICE_NODE_SDK names no folder into which npm has installed twilio")
	}
	return append(env, "NODE_PATH="+nodeSDK())
}

// withPythonSDK finds a Python with the official SDK, or one that gets it from TWVOICE_PYTHON_SDK: a folder filled by
// pip install --target FOLDER twilio. Before 7.9.1 the SDK did not read which certificates to trust.
func withPythonSDK(t *testing.T, env []string) []string {
	const knows = `import re, sys, twilio, twilio.rest; sys.exit(tuple(map(int, re.findall(r"\d+", twilio.__version__)[:3])) < (7, 9, 1))`
	env = append(env, "PYTHONDONTWRITEBYTECODE=1", "PYTHONPATH="+cmp.Or(os.Getenv("TWVOICE_PYTHON_SDK"), os.Getenv("PYTHONPATH")))
	for _, folder := range append(filepath.SplitList(os.Getenv("PATH")), "/usr/bin") {
		env := append(env, "PATH="+folder+string(filepath.ListSeparator)+os.Getenv("PATH"))
		try := exec.CommandContext(t.Context(), filepath.Join(folder, "python3"), "-c", knows)
		try.Env = env
		if try.Run() == nil {
			return env
		}
	}
	t.Skip("SKIPPED: no python3 here has the official SDK in 7.9.1 or later, and TWVOICE_PYTHON_SDK names no folder with it")
	return nil
}

// withGoCaches sets go's caches, which are in the home of the user who runs the tests.
func withGoCaches(t *testing.T, env []string) []string {
	if testing.Short() {
		t.Skip("-short: THE GO EXAMPLE IS NOT TRIED, BECAUSE IT HAS TO BE COMPILED")
	}
	out, err := exec.CommandContext(t.Context(), "go", "env", "GOCACHE", "GOMODCACHE", "GOPATH").Output()
	places := strings.Fields(string(out))
	if err != nil || len(places) != 3 {
		t.Fatalf("go env: %v %q", err, places)
	}
	// Compiled as .ci/run compiles all else, which has then been done.
	return append(env, "GOCACHE="+places[0], "GOMODCACHE="+places[1], "GOPATH="+places[2], "CGO_ENABLED=0", "GOFLAGS="+os.Getenv("GOFLAGS")+" -trimpath")
}

func withPHPCurl(t *testing.T, env []string) []string {
	if out, err := exec.CommandContext(t.Context(), "php", "-m").Output(); err != nil || !strings.Contains(string(out), "\ncurl\n") {
		t.Skip("SKIPPED: php is here without its curl")
	}
	return env
}
