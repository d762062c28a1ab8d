package app

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// E5: cmd and PowerShell pass calls\*.yaml on as it is.
func TestExpandFindsFilesWhereTheShellDoesNot(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"b.yaml", "a.yaml", "[1].yaml", "note.txt"} {
		if err := os.MkdirAll(filepath.Join(dir, "calls"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "calls", name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	calls := func(names ...string) []string {
		for i := range names {
			names[i] = filepath.Join("calls", names[i])
		}
		return names
	}
	for _, tt := range []struct {
		name, goos  string
		typed, want []string
	}{
		{"a pattern", "windows", calls("?.yaml"), calls("a.yaml", "b.yaml")},
		{"a pattern and a name", "windows", append(calls("*.txt"), "x.xml"), append(calls("note.txt"), "x.xml")},
		{"an absolute pattern", "windows", []string{filepath.Join(dir, "calls", "*.txt")}, []string{filepath.Join(dir, "calls", "note.txt")}},
		{"no match", "windows", calls("*.xml"), calls("*.xml")},
		{"no pattern", "windows", calls("[.yaml"), calls("[.yaml")},
		{"a file of that name", "windows", calls("[1].yaml"), calls("[1].yaml")},
		{"a URL", "windows", []string{"http://localhost/*?a=[1]"}, []string{"http://localhost/*?a=[1]"}},
		{"standard input", "windows", []string{"-"}, []string{"-"}},
		{"a system whose shells do it", "linux", calls("?.yaml"), calls("?.yaml")},
	} {
		got := Env{Dir: dir, OS: tt.goos}.Expand(tt.typed)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
