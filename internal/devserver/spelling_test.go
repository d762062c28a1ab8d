package devserver

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

// E9: /MENU and UPPER.XML mean the same on every system.
func TestSpelledTellsCasesApart(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"menu.xml": {}, "Sub/UPPER.XML": {}}
	for name, want := range map[string]bool{
		"menu.xml": true, "MENU.xml": false, "menu.XML": false, "Sub/UPPER.XML": true, "sub/UPPER.XML": false, "Sub/UPPER.xml": false,
		".": true, "Sub": true, "SUB": false, "missing": false,
	} {
		if got := spelled(files, name); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}

func TestDocumentsAreFoundInTheirOwnCaseOnEverySystem(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"menu.xml", "UPPER.XML"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("<Response/>"), fs.FileMode(0o600)); err != nil {
			t.Fatal(err)
		}
	}
	d, err := Open(dir, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for path, want := range map[string]bool{"/menu": true, "/MENU": false, "/menu.xml": true, "/MENU.XML": false, "/UPPER": false, "/upper": false} {
		if _, got := d.find(&url.URL{Path: path}); got != want {
			t.Errorf("%s: found %v, want %v", path, got, want)
		}
	}
}
