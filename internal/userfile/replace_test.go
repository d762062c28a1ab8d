package userfile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/userfile"
)

func TestReplaceLeavesNoTemporaryFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "menu.xml")
	for _, text := range []string{"first", "second"} {
		if err := userfile.Replace(path, []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if string(got) != text || err != nil {
			t.Errorf("got %q %v, want %q", got, err, text)
		}
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("got %v %v, want the mode 0640", info, err)
	}
	if err := userfile.Replace(filepath.Join(dir, "missing", "menu.xml"), nil, 0o600); err == nil {
		t.Error("a folder that is not there was written into")
	}
	if entries, err := os.ReadDir(dir); len(entries) != 1 || err != nil {
		t.Errorf("got %v %v, want menu.xml alone", entries, err)
	}
}

// E3: twelve writers and twelve readers of a file, which Windows answers with "Access is denied" and sharing violations.
func TestReplaceWhileOthersRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := userfile.Replace(path, []byte("profile: 0"), 0o600); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 12 {
		all.Go(func() {
			if err := userfile.Replace(path, fmt.Appendf(nil, "profile: %d", i), 0o600); err != nil {
				t.Errorf("write: %v", err)
			}
		})
		all.Go(func() {
			if text, err := userfile.ReadRegular(path, 100); err != nil || len(text) < 10 {
				t.Errorf("read: %q, %v", text, err)
			}
		})
	}
	all.Wait()
}

// E3: an editor that has the file open, and lets go of it.
func TestReplaceWaitsForOpenFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "menu.xml")
	write(t, path, "old")
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(200*time.Millisecond, func() { file.Close() })
	if err := userfile.Replace(path, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); string(got) != "new" || err != nil {
		t.Errorf("got %q %v", got, err)
	}
}
