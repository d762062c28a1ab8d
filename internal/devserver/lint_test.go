package devserver_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/devserver"
)

func TestLint(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, source := range map[string]string{
		"index.xml":  "<Response>\n  <Say voce=\"alice\">{{From}}</Say></Response>",
		"filled.xml": "<Response><Pause length=\"{{Seconds}}\"/><Dial>{{Agent}}</Dial></Response>",
		"other.xml":  "<Response><Sai>Hello</Sai></Response>",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(source), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	docs, err := devserver.Open(dir, "menu/")
	if err != nil {
		t.Fatal(err)
	}
	defer docs.Close()
	places := func(name string) []string {
		var all []string
		for _, f := range docs.Lint(name) {
			all = append(all, f.File+":"+f.Pos.String()+" "+f.Rule)
		}
		return all
	}
	want := []string{"menu/index.xml:2:8 unknown-attribute", "menu/other.xml:1:11 unknown-element"}
	if diff := cmp.Diff(want, places("")); diff != "" {
		t.Errorf("all documents, sorted, without what only a request fills in (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want[1:], places("menu/other.xml")); diff != "" {
		t.Errorf("one document (-want +got):\n%s", diff)
	}
}
