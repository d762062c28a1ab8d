package archtest

import (
	"os"
	"path/filepath"
	"testing"
)

// The help of every command is written in plain words, as its golden file shows it.
func TestHelpUsesPlainWords(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join("..", "cli", "testdata", "help", "*.txt"))
	if err != nil || len(paths) < 30 {
		t.Fatalf("found %d help texts: %v", len(paths), err)
	}
	var texts []prose
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, prose{filepath.Base(path), 1, string(text)})
	}
	holdToWords(t, texts)
}
