package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// docs/reference is what the commands say of themselves today: no page is missing, and none is left of a command that has gone.
func TestReferenceIsUpToDate(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("..", "..", "docs", "reference")
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	committed := map[string]string{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		committed[filepath.Base(file)] = strings.ReplaceAll(string(content), "\r\n", "\n")
	}
	if diff := cmp.Diff(written(t, "reference"), committed); diff != "" {
		t.Errorf("docs/reference differs from the help of the commands. Regenerate it, and read the difference:\n\trm docs/reference/*\n\tgo run ./internal/manual reference docs/reference\n%s", diff)
	}
}

// Every link within the reference leads to a page.
func TestReferenceLinksExist(t *testing.T) {
	t.Parallel()
	pages := written(t, "reference")
	for name, page := range pages {
		for part := range strings.SplitSeq(page, "](twvoice") {
			target, _, ok := strings.Cut("twvoice"+part, ".md)")
			if _, known := pages[target+".md"]; ok && !strings.ContainsAny(target, " \n") && !known {
				t.Errorf("%s leads to %s.md, which does not exist", name, target)
			}
		}
	}
	if len(pages) < 40 {
		t.Errorf("there are %d pages only", len(pages))
	}
}
