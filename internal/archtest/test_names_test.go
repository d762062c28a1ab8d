package archtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// riddle matches the declaration of a test whose name does not begin with its subject.
// A capital letter must follow: TestAPIKeyCannotSign is about an API key, so two capitals after A are a name.
var riddle = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)(?:A(?:[A-Z][a-z]|[0-9])|(?:An|The|Those|There|What|Who|Whoever|Nobody|Somebody|Of)(?:[A-Z0-9]|\b))\w*)\(`)

// riddles returns the names of tests in a source that do not begin with their subject.
func riddles(source []byte) []string {
	var names []string
	for _, match := range riddle.FindAllSubmatch(source, -1) {
		names = append(names, string(match[1]))
	}
	return names
}

// testSources returns our files of tests, by their path from the root.
func testSources(t *testing.T) map[string][]byte {
	t.Helper()
	root, files := filepath.Join("..", ".."), map[string][]byte{}
	for _, top := range []string{"cmd", "internal", "pkg"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			name, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			files[filepath.ToSlash(name)], err = os.ReadFile(path)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(files) < 100 {
		t.Errorf("found %d files of tests: is this test looking at them?", len(files))
	}
	return files
}

func TestTestNamesBeginWithSubject(t *testing.T) {
	t.Parallel()
	for file, source := range testSources(t) {
		for _, name := range riddles(source) {
			t.Errorf("%s: rename %s: subject first, then behavior in the present tense (TestReleaseRestoresNumber)", file, name)
		}
	}
}

func TestRiddlesAreFound(t *testing.T) {
	t.Parallel()
	var source strings.Builder
	for _, name := range []string{
		"TestANumberIsHeld", "TestA403IsExplained", "TestTheTable", "BenchmarkWhat",
		"TestAPIKeyCannotSign", "TestAnswerIsSent", "TestWhoamiNamesSource",
	} {
		source.WriteString("func " + name + "(t *testing.T) {}\n")
	}
	want := []string{"TestANumberIsHeld", "TestA403IsExplained", "TestTheTable", "BenchmarkWhat"}
	if got := riddles([]byte(source.String())); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
