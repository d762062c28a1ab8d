package devserver_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/devserver"
)

// A folder is untrusted. Nothing outside of it is served, whatever its links and paths lead to.
func TestNothingOutsideTheFolderIsServed(t *testing.T) {
	t.Parallel()
	outside := folder(t, map[string]string{"private.xml": "<Response><Say>private</Say></Response>", "private.mp3": "private"})
	tests := []struct{ name, link, asked string }{
		{"a sound by a link", "sound.mp3", "/sound.mp3"},
		{"a sound by a link to a folder", "sounds", "/sounds/private.mp3"},
		{"a sound by its path", "", "/../" + filepath.Base(outside) + "/private.mp3"},
		{"a document by its path", "", "/../" + filepath.Base(outside) + "/private"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{"index.xml": "<Response><Say>open</Say></Response>"})
			if tt.link != "" {
				to := outside
				if filepath.Ext(tt.link) != "" {
					to = filepath.Join(outside, "private.mp3")
				}
				link(t, to, filepath.Join(dir, tt.link))
			}
			docs := open(t, dir)
			if status, body, _ := ask(docs, http.MethodGet, tt.asked, nil); status != http.StatusNotFound || strings.Contains(body, "private") && !strings.Contains(body, "no document") {
				t.Errorf("%d %q", status, body)
			}
		})
	}

	t.Run("a document by a link is a mistake of the folder", func(t *testing.T) {
		t.Parallel()
		dir := folder(t, map[string]string{"index.xml": "<Response/>"})
		link(t, filepath.Join(outside, "private.xml"), filepath.Join(dir, "menu.xml"))
		if docs, err := devserver.Open(dir, "twiml"); err == nil {
			docs.Close()
			t.Error("it was taken")
		}
	})

	t.Run("a document that becomes a link is not read again", func(t *testing.T) {
		t.Parallel()
		dir := folder(t, map[string]string{"menu.xml": "<Response><Say>open</Say></Response>"})
		docs := open(t, dir)
		if err := os.Remove(filepath.Join(dir, "menu.xml")); err != nil {
			t.Fatal(err)
		}
		link(t, filepath.Join(outside, "private.xml"), filepath.Join(dir, "menu.xml"))
		if status, body, _ := ask(docs, http.MethodGet, "/menu", nil); strings.Contains(body, "private</Say>") {
			t.Errorf("%d %q", status, body)
		}
	})
}

func link(t *testing.T, to, from string) {
	t.Helper()
	if err := os.Symlink(to, from); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	if info, err := os.Lstat(from); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Skip("this system makes links that it does not show as links, as Wine does")
	}
}
