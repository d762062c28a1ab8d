package twiml_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/twvoice/twvoice/pkg/twiml"
)

func seeds() []string {
	return []string{
		`<?xml version="1.0" encoding="UTF-8"?><Response><Say voice="Polly.Joanna">Hi &amp; <break time="1s"/> bye</Say></Response>`,
		"\uFEFF<Response>\r\n<!-- a -->\n<Dial><Number url='/a?b=1&amp;c=2'>+14155550100</Number></Dial></Response>\n",
		`<!DOCTYPE Response [<!ENTITY a "<b>">]><Response xmlns:a="u"><a:Say xml:lang="de"><![CDATA[a]]>&#233;&#xe9;</a:Say></Response>`,
		`<Response><Say>a</say></Response>`, `<Response><Say a="1" a="2">&nbsp;</Say>`, `<Response/><Response/>`, ` <?xml version="1.0"?><Response/>`,
		`<Response><Größe/></Response>`, `<x:Response/>`, `<a><!-- --- --></a>`, `<a b='<'/>`, `<a>]]></a>`, "<a>\x00</a>", `<?a b?><Response>&#xD800;</Response>`,
	}
}

// FuzzParse holds the parser against encoding/xml, which must take what we take, and refuse what we refuse unless it is one
// of the strictnesses below; and where both take a document, it is the same one.
func FuzzParse(f *testing.F) {
	for _, s := range seeds() {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := twiml.Parse(data)
		if otherEncoding(data) {
			return
		}
		oracle := tokens(data)
		list, _ := errors.AsType[twiml.ErrorList](err)
		switch {
		case err == nil && oracle != nil:
			if !lax(oracle) {
				t.Fatalf("encoding/xml refuses what we take: %v", oracle)
			}
		case list.Code() == twiml.CodeParse && oracle == nil:
			if !slices.ContainsFunc(list, strict) {
				t.Fatalf("encoding/xml takes what we refuse: %v", list)
			}
		case err == nil:
			want := bareTree(t, data)
			if diff := cmp.Diff(want, doc.Root, cmpopts.IgnoreTypes(twiml.Pos{}), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("trees differ (-encoding/xml +ours):\n%s", diff)
			}
			checkPositions(t, data, doc.Root)
		}
	})
}

// strict tells the errors that encoding/xml does not know, although XML 1.0 and Namespaces in XML do.
func strict(e *twiml.Error) bool {
	for _, message := range []string{
		"the document is empty", "comes before the root", "comes after the end", "XML declaration", "before <?xml", // the prolog
		"has the attribute", "a space is missing", "is not declared", "is not a name", "only one DOCTYPE", // tags
		"is not allowed in XML", "is not UTF-8", "not a character that XML allows", // characters, in comments too, and surrogates
		"<! begins a comment", "an end tag looks like", // <!ELEMENT outside a DOCTYPE; a name of two colons
		"more than 128 deep",
	} {
		if strings.Contains(e.Message, message) {
			return true
		}
	}
	return false
}

// lax reports errors of encoding/xml that are wrong: it knows the names of XML's fourth edition, we those of the fifth.
func lax(err error) bool {
	return strings.Contains(err.Error(), "invalid XML name") || strings.Contains(err.Error(), "expected element name") ||
		strings.Contains(err.Error(), "expected attribute name") || strings.Contains(err.Error(), "expected target name")
}

// FuzzRoundTrip: what Parse made comes back from Write, with the same bytes each time.
func FuzzRoundTrip(f *testing.F) {
	for _, s := range seeds() {
		f.Add([]byte(s))
	}
	f.Add([]byte("<Response a='&#9;&#10;&#13; \"'><Say>&#13;\n\t ]]&gt; </Say> <a> </a></Response>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := twiml.Parse(data)
		if err != nil {
			return
		}
		written := twiml.Write(doc)
		again, err := twiml.Parse(written)
		if err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		if diff := cmp.Diff(doc, again, cmpopts.IgnoreTypes(twiml.Pos{})); diff != "" {
			t.Errorf("%s: documents differ (-read +written and read):\n%s", written, diff)
		}
		if !bytes.Equal(written, twiml.Write(again)) {
			t.Errorf("Write gives other bytes the second time")
		}
	})
}
