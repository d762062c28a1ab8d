package twiml_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/twvoice/twvoice/internal/golden"
	"github.com/twvoice/twvoice/pkg/twiml"
)

var update = flag.Bool("update", false, "write testdata/format anew; read the difference before you commit it")

// TestFormat runs every testdata/format/*.txtar. A file opens with why it exists; its sections are pairs of "NAME in"
// and "NAME out". Where "NAME out" is missing, the document does not change.
func TestFormat(t *testing.T) {
	t.Parallel()
	golden.Archives(t, "testdata/format/*.txtar", *update, formatGolden)
}

func formatGolden(t *testing.T, archive *txtar.Archive) {
	t.Helper()
	files := archive.Files
	for i := range files {
		name, isIn := strings.CutSuffix(files[i].Name, " in")
		if !isIn {
			continue
		}
		got := checkFormat(t, files[i].Data)
		want := &files[i]
		if i+1 < len(files) && files[i+1].Name == name+" out" {
			want = &files[i+1]
		}
		if *update && want != &files[i] {
			want.Data = got
		}
		if diff := cmp.Diff(string(want.Data), string(got)); diff != "" {
			t.Errorf("%s (-want +got); regenerate it with -update:\n%s", name, diff)
		}
	}
}

// checkFormat formats a document that is well-formed and holds the result to what Format promises.
func checkFormat(t *testing.T, source []byte) []byte {
	t.Helper()
	before, err := twiml.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	once, err := twiml.Format(source)
	if err != nil {
		t.Fatalf("Parse takes what Format refuses: %v", err)
	}
	after, err := twiml.Parse(once)
	if err != nil {
		t.Fatalf("formatted, it is not well-formed: %v\n%s", err, once)
	}
	if diff := cmp.Diff(meaning(before), meaning(after)); diff != "" {
		t.Errorf("formatted, it says something else (-before +after):\n%s\n%s", diff, once)
	}
	if !otherEncoding(source) {
		if diff := cmp.Diff(asides(source), asides(once)); diff != "" {
			t.Errorf("comments and instructions (-before +after):\n%s", diff)
		}
	}
	twice, err := twiml.Format(once)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(once), string(twice)); diff != "" {
		t.Errorf("formatted twice, it differs (-once +twice):\n%s", diff)
	}
	return once
}

// asides are the comments and the like of a document, in order, white space folded. (Of a declaration only that it is there.)
func asides(data []byte) []string {
	var all []string
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.RawToken()
		if err != nil {
			return all
		}
		switch token := token.(type) {
		case xml.Comment:
			all = append(all, fold(string(token)))
		case xml.Directive:
			all = append(all, string(token))
		case xml.ProcInst:
			if token.Target == "xml" {
				token.Inst = nil
			}
			all = append(all, token.Target+string(token.Inst))
		}
	}
}

func TestFormatRefusesWhatParseRefuses(t *testing.T) {
	t.Parallel()
	for _, source := range []string{"", "<Response><Say>a & b</Say></Response>", "<html/>", "\xff"} {
		_, want := twiml.Parse([]byte(source))
		got, err := twiml.Format([]byte(source))
		list, ok := errors.AsType[twiml.ErrorList](err)
		if got != nil || !ok || list.Error() != want.Error() {
			t.Errorf("%q: got %q and %v, want %v", source, got, err, want)
		}
	}
}

func TestFormatWritesUTF8(t *testing.T) {
	t.Parallel()
	const want = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response>\n  <Say>Größe</Say>\n</Response>\n"
	for name, source := range map[string]string{
		"Latin-1":           "<?xml version='1.0' encoding='iso-8859-1'?><Response><Say>Gr\xf6\xdfe</Say></Response>",
		"a byte order mark": "\uFEFF<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Say>Größe</Say></Response>",
		"UTF-16":            utf16le(`<?xml version="1.0" encoding="utf-16"?><Response><Say>Größe</Say></Response>`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := string(checkFormat(t, []byte(source))); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// E8: git's autocrlf writes CR LF into every file of a checkout, and --check is to pass there.
func TestFormatKeepsLineEnds(t *testing.T) {
	t.Parallel()
	const unix = "<Response>\n<Say>Größe\nzwei</Say>\n<Message>one\ntwo</Message></Response>\n"
	const want = "<Response>\n  <Say>\n    Größe\n    zwei\n  </Say>\n  <Message>one\ntwo</Message>\n</Response>\n"
	crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
	for name, tt := range map[string]struct{ source, want string }{
		"LF":                    {unix, want},
		"CR LF":                 {crlf(unix), crlf(want)},
		"CR LF in UTF-16":       {utf16le(crlf(unix)), crlf(want)},
		"the first one decides": {"<Response>\r\n<Say>a</Say>\n</Response>\n", "<Response>\r\n  <Say>a</Say>\r\n</Response>\r\n"},
		"no line end":           {"<Response/>", "<Response/>\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := string(checkFormat(t, []byte(tt.source)))
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if again, err := twiml.Format([]byte(got)); err != nil || string(again) != got {
				t.Errorf("again: got %q %v", again, err)
			}
		})
	}
}

func utf16le(s string) string {
	out := "\xFF\xFE"
	for _, r := range s { // of the first plane only
		out += string([]byte{byte(r), byte(r >> 8)})
	}
	return out
}

// Every document of public repositories keeps its meaning, and formatting it again changes nothing.
func TestFormatRealDocuments(t *testing.T) {
	t.Parallel()
	shared := os.Getenv("TWVOICE_SHARED")
	if shared == "" {
		t.Skip("TWVOICE_SHARED is not set: FORMAT IS NOT CHECKED AGAINST REAL DOCUMENTS")
	}
	found := 0
	err := filepath.WalkDir(filepath.Join(shared, "corpus", "twiml"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".xml" {
			return err
		}
		found++
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		t.Run(entry.Name(), func(t *testing.T) {
			t.Parallel()
			checkFormat(t, data)
		})
		return nil
	})
	if err != nil || found == 0 {
		t.Errorf("%d documents: %v", found, err)
	}
}

func FuzzFormat(f *testing.F) {
	for _, s := range seeds() {
		f.Add([]byte(s))
	}
	for _, s := range []string{
		"<Response>\n\t<!-- a\n\n\t\tb --><Say>a <emphasis> b\n</emphasis>c<w>d</w>\n\n\n e</Say> <!-- c --></Response>",
		"<Response>{{#a}}<Message xml:space='preserve'> a\n b</Message>{{/a}}<Dial>1<Number a='\"' b=\"'\n\">2</Number></Dial></Response>",
		"<Response><Message xml:space=\"preserve\"> </Message><Say><p> a </p><s>b</s></Say><Task>{\n\t\"a\":\n 1}</Task><Say>\n <![CDATA[ a\n b]]>&#32;</Say><?a b?></Response>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := twiml.Parse(data); err != nil {
			if _, err := twiml.Format(data); err == nil {
				t.Fatal("Format takes what Parse refuses")
			}
			return
		}
		checkFormat(t, data)
	})
}
