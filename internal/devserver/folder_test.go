package devserver_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/fault"
)

func say(words string) string { return "<Response><Say>" + words + "</Say></Response>" }

func assertSays(t *testing.T, docs *devserver.Documents, path, words string) {
	t.Helper()
	if status, body, _ := ask(docs, http.MethodGet, path, nil); status != http.StatusOK || !strings.Contains(body, words) {
		t.Errorf("%s: got %d %q, want %q", path, status, body, words)
	}
}

// D4: what a build or a checkout deletes and makes again is another folder for the system.
func TestDocumentsFollowAFolderThatIsMadeAgain(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "menu.xml"} { // the folder, or one file of it
		dir := filepath.Join(t.TempDir(), "twiml")
		write := func(words string) {
			if err := os.MkdirAll(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "menu.xml"), []byte(say(words)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		write("old")
		docs, err := devserver.Open(filepath.Join(dir, name), "twiml")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { docs.Close() })
		assertSays(t, docs, "/menu", "old")
		if err := os.Rename(dir, dir+".old"); err != nil { // so that the system cannot use its inode again
			t.Skipf("an open folder cannot be moved here: %v", err)
		}
		ask(docs, http.MethodGet, "/menu", nil)
		write("newer")
		assertSays(t, docs, "/menu", "newer")
	}
}

// D4: a link may lead anywhere below the folder, and the file that the user has named may be a link to anywhere.
func TestDocumentsFollowLinksBelowTheFolder(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"menus/main.xml": say("main"), "index.xml": say("index")})
	link(t, filepath.Join("menus", "main.xml"), filepath.Join(dir, "relative.xml"))
	link(t, filepath.Join(dir, "menus", "main.xml"), filepath.Join(dir, "absolute.xml"))
	link(t, filepath.Join(dir, "menus"), filepath.Join(dir, "more"))
	docs := open(t, dir)
	for _, path := range []string{"/relative", "/absolute", "/more/main"} {
		assertSays(t, docs, path, "main")
	}
	elsewhere := t.TempDir()
	link(t, filepath.Join(dir, "menus", "main.xml"), filepath.Join(elsewhere, "current.xml"))
	assertSays(t, open(t, filepath.Join(elsewhere, "current.xml")), "/voice", "main")
}

// D9: a link that leads out of the folder is reported as such.
func TestDocumentsNameALinkOutOfTheFolder(t *testing.T) {
	t.Parallel()
	outside := folder(t, map[string]string{"private.xml": say("private")})
	dir := folder(t, map[string]string{"index.xml": say("index")})
	link(t, filepath.Join(outside, "private.xml"), filepath.Join(dir, "menu.xml"))
	_, err := devserver.Open(dir, "twiml")
	if err == nil || !strings.Contains(err.Error(), "twiml/menu.xml is outside of the folder") || !strings.Contains(fault.HintOf(err), "private.xml") {
		t.Errorf("got %v, hint %q", err, fault.HintOf(err))
	}
}

// A7: what is too large or too deep is a mistake of the file, and not the end of the process.
func TestDocumentsAreBounded(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		strings.Repeat("{{#a}}", 500_000):                                  "1:607: sections are nested more than 100 deep",
		strings.Repeat("<a>", 1_000_000):                                   "more than 128 deep",
		say(strings.Repeat("{{^a}}", 101) + strings.Repeat("{{/a}}", 101)): "more than 100 deep",
		"<Response>" + strings.Repeat(" ", 5<<20) + "</Response>":          "it is larger than the limit of ",
	} {
		dir := folder(t, map[string]string{"menu.xml": source})
		if docs, err := devserver.Open(dir, "twiml"); err == nil || !strings.Contains(err.Error(), want) {
			if err == nil {
				docs.Close()
			}
			t.Errorf("%.20q: got %.200v, want %q", source, err, want)
		}
	}
}
