package twiml

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/pkg/twiml"
)

func TestFlagsOfFmt(t *testing.T) {
	t.Parallel()
	var got FmtOptions
	cmd := NewFmt(&cmdutil.Factory{}, func(_ context.Context, _ *cmdutil.Factory, o FmtOptions) error {
		got = o
		return nil
	})
	cmd.SetArgs([]string{"a.xml", "menus", "-w", "--check"})
	if err := cmd.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(FmtOptions{Targets: []string{"a.xml", "menus"}, Write: true, Check: true}, got); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
}

func TestRewriteKeepsTheMode(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := newFile(t, filepath.Join(dir, "a.xml"))
	if err := os.Chmod(file, 0o640); err != nil {
		t.Fatal(err)
	}
	before := stat(t, file)
	if err := rewrite(file, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got := stat(t, file).Mode(); got != before.Mode() {
		t.Errorf("got mode %v, want %v", got, before.Mode())
	}
	holds(t, file, "new")
	alone(t, dir)
}

func TestRewriteFollowsLinks(t *testing.T) {
	t.Parallel()
	dir, elsewhere := t.TempDir(), t.TempDir()
	file := newFile(t, filepath.Join(elsewhere, "a.xml"))
	link := filepath.Join(dir, "link.xml")
	if err := os.Symlink(file, link); err != nil {
		t.Skipf("SKIPPED: there are no symbolic links here: %v", err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Skip("SKIPPED: this system makes links that it does not show as links, as Wine does")
	}
	if err := rewrite(link, []byte("new")); err != nil {
		t.Fatal(err)
	}
	holds(t, file, "new")
	if target, err := os.Readlink(link); err != nil || target != file {
		t.Errorf("the link points to %q (%v), want %q", target, err, file)
	}
	alone(t, elsewhere)
}

func TestRewriteKeepsReadOnlyFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := newFile(t, filepath.Join(dir, "a.xml"))
	if err := os.Chmod(file, 0o444); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(file, 0o644) }) // Windows removes no file that is read-only
	if f, err := os.OpenFile(file, os.O_WRONLY, 0); err == nil {
		f.Close()
		t.Skip("SKIPPED: this user may write everything")
	}
	if err := rewrite(file, []byte("new")); err == nil {
		t.Error("a file that may not be written was")
	}
	holds(t, file, "old")
	alone(t, dir)
}

func TestRewriteLeavesNoTemporaryFileAfterFailure(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := rewrite(filepath.Join(dir, "a.xml"), []byte("new")); err == nil {
		t.Error("a file that is not there was written anew")
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

// A template says the same before and after it was formatted, whatever it is filled in with.
func TestFormattedTemplatesFillTheSame(t *testing.T) {
	t.Parallel()
	source := []byte(`<Response>{{#Digits}}<Say>You pressed {{ Digits }} in
		{{FromCity}}.</Say>{{/Digits}}{{^Digits}}<Gather action="/menu?from={{From}}"><Say>Press {{#Key}}{{Key}}{{/Key}}{{^Key}}a key{{/Key}}.</Say>
		</Gather>{{! silence }}{{/Digits}}<Dial callerId='{{#e164}}{{From}}{{/e164}}'>{{{Agent}}}</Dial></Response>`)
	laidOut, err := twiml.Format(source)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]func(string) string{
		"with values":    func(name string) string { return "<" + name + "> & " + name },
		"without values": func(string) string { return "" },
	} {
		want, got := filled(t, source, value), filled(t, laidOut, value)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-before +after):\n%s", name, diff)
		}
	}
}

// filled returns the content of a filled template, one verb per line.
func filled(t *testing.T, source []byte, value func(string) string) []string {
	t.Helper()
	template, err := devserver.ParseTemplate(source)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := twiml.Parse(template.Fill(func(name string) string {
		if name == "Agent" { // written in three braces
			return "+14155550100"
		}
		return value(name)
	}))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	var walk func(*twiml.Element)
	walk = func(e *twiml.Element) {
		line := e.Name
		for _, a := range e.Attrs {
			line += " " + a.Name + "=" + a.Value
		}
		all = append(all, line+": "+e.Text())
		for child := range e.Elements() {
			walk(child)
		}
	}
	walk(doc.Root)
	return all
}

func newFile(t *testing.T, file string) string {
	t.Helper()
	if err := os.WriteFile(file, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func stat(t *testing.T, file string) os.FileInfo {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func holds(t *testing.T, file, want string) {
	t.Helper()
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, []byte(want)) {
		t.Errorf("%s holds %q (%v), want %q", file, got, err, want)
	}
}

// alone says whether nothing of ours was left in a folder of one file.
func alone(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 || strings.HasSuffix(left[0].Name(), ".tmp") {
		t.Errorf("the folder holds %v (%v), want one file", left, err)
	}
}
