package twiml_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/twiml"
)

func TestParseCharset(t *testing.T) {
	t.Parallel()
	utf16 := func(bom, s string) string {
		for _, c := range s {
			bom += "\x00" + string(c)
		}
		return bom
	}
	const doc = "<Response><Say>\xe9</Say></Response>"
	for _, tt := range []struct{ name, src, charset, want string }{
		{"UTF-8 when nobody says anything", "<Response><Say>é</Say></Response>", "", "é"},
		{"the XML declaration is believed", `<?xml version="1.0" encoding="ISO-8859-1"?>` + doc, "", "é"},
		{"the Content-Type is believed", doc, "iso-8859-1", "é"},
		{"the Content-Type outranks the declaration", `<?xml version="1.0" encoding="utf-8"?>` + doc, "windows-1252", "é"},
		{"a byte order mark outranks both", "\xEF\xBB\xBF<Response><Say>é</Say></Response>", "windows-1252", "é"},
		{"UTF-16 with a byte order mark", utf16("\xFE\xFF", "<Response><Say>e</Say></Response>"), "", "e"},
		{"UTF-16 without one", utf16("", "<Response><Say>e</Say></Response>"), "utf-16", "e"},
		{"names of charsets are written in many ways", doc, "Latin1", "é"},
		{"Windows has a euro sign", "<Response><Say>\x80</Say></Response>", "CP1252", "€"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, err := twiml.ParseCharset([]byte(tt.src), tt.charset)
			if err != nil {
				t.Fatal(err)
			}
			for say := range d.Root.Elements() {
				if got := say.Text(); got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
				if want := (twiml.Pos{Line: 1, Col: say.Pos.Col + 5}); say.Children[0].(*twiml.Text).Pos != want {
					t.Errorf("text at %v, want %v", say.Children[0].(*twiml.Text).Pos, want)
				}
			}
		})
	}
}

// C10: what can be read as ASCII is not UTF-16, whatever its declaration says.
func TestParseRejectsAFalseDeclarationOfUTF16(t *testing.T) {
	t.Parallel()
	_, err := twiml.Parse([]byte(`<?xml version="1.0" encoding="utf-16"?><Response><Say>Hi</Say></Response>`))
	if list, ok := errors.AsType[twiml.ErrorList](err); !ok || len(list) != 1 || list[0].Code != "12100" || !strings.Contains(list[0].Message, `write encoding="UTF-8"`) {
		t.Errorf("got %v, want one 12100 that says what to write", err)
	}
}
