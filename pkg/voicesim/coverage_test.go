package voicesim_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// testdata/README.md names every transcript, and none that does not exist.
func TestEveryTranscriptCoversSomething(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("testdata/README.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) != 4 || strings.TrimSpace(cells[2]) == "transcripts" || strings.HasPrefix(cells[1], "---") {
			continue
		}
		names := strings.Fields(cells[2])
		if len(names) == 0 {
			t.Errorf("no transcript covers %q", cells[1])
		}
		for _, name := range names {
			named[name] = true
		}
	}
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		files[i] = strings.TrimSuffix(filepath.Base(file), ".txtar")
	}
	slices.Sort(files)
	if diff := gocmp.Diff(files, slices.Sorted(maps.Keys(named))); diff != "" {
		t.Errorf("the folder and its README.md differ (-folder +page):\n%s", diff)
	}
}
