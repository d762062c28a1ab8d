// Package golden compares the result of a test with a file, or rewrites that file. It is for tests, which declare the
// flag -update themselves.
package golden

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// File compares got with a whole file.
func File(t *testing.T, name, got string, update bool) {
	t.Helper()
	if update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, name, unix(want), got)
}

// Archives runs a test for each txtar file that matches the pattern. The comment at the top of a file says why it
// exists. With update, the file is written after the test.
func Archives(t *testing.T, pattern string, update bool, test func(*testing.T, *txtar.Archive)) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no files like %s: %v", pattern, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			archive := txtar.Parse([]byte(unix(data)))
			if strings.TrimSpace(string(archive.Comment)) == "" {
				t.Error("the file does not say why it exists")
			}
			test(t, archive)
			if !update {
				return
			}
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// Section compares got with one file of an archive, or replaces it with update.
func Section(t *testing.T, archive *txtar.Archive, name, got string, update bool) {
	t.Helper()
	i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == name })
	if i < 0 {
		t.Fatalf("the file has no section %q; it would be\n%s", name, got)
	}
	if update {
		archive.Files[i].Data = []byte(got)
		return
	}
	compare(t, name, string(archive.Files[i].Data), got)
}

func compare(t *testing.T, name, want, got string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got); regenerate it with -update:\n%s", name, diff)
	}
}

// unix returns a text with the line ends that git stores.
func unix(data []byte) string { return strings.ReplaceAll(string(data), "\r\n", "\n") }
