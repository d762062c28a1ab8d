package twiml_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

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
		"the document is empty", "stands before the root", "stands behind the end", "XML declaration", "before <?xml", // the prolog
		"has the attribute", "a space is missing", "is not declared", "is not a name", "stands once and before", // tags
		"is not allowed in XML", "is not UTF-8", "no character that XML allows", // characters, in comments too, and surrogates
		"<! begins a comment", "an end tag looks like", // <!ELEMENT outside a DOCTYPE; a name of two colons
		"more than 128 deep",
	} {
		if strings.Contains(e.Message, message) {
			return true
		}
	}
	return false
}

// lax tells the errors of encoding/xml that are none: it knows the names of XML's fourth edition, we those of the fifth.
func lax(err error) bool {
	return strings.Contains(err.Error(), "invalid XML name") || strings.Contains(err.Error(), "expected element name") ||
		strings.Contains(err.Error(), "expected attribute name") || strings.Contains(err.Error(), "expected target name")
}

func tokens(data []byte) error {
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := d.Token(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

func otherEncoding(data []byte) bool {
	for _, mark := range []string{"\xFE\xFF", "\xFF\xFE", "\x00<", "<\x00"} {
		if bytes.HasPrefix(data, []byte(mark)) {
			return true
		}
	}
	return bytes.Contains(bytes.ReplaceAll(data, []byte(`encoding="UTF-8"`), nil), []byte("encoding"))
}

// bareTree builds what Parse promises from the tokens of encoding/xml.
func bareTree(t *testing.T, data []byte) *twiml.Element {
	t.Helper()
	top := &twiml.Element{}
	open := []*twiml.Element{top}
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.RawToken()
		if err != nil {
			break
		}
		last := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			e := &twiml.Element{Name: rawName(token.Name)}
			for _, a := range token.Attr {
				e.Attrs = append(e.Attrs, twiml.Attr{Name: rawName(a.Name), Value: a.Value})
			}
			last.Children = append(last.Children, e)
			open = append(open, e)
		case xml.EndElement:
			layout(last)
			open = open[:len(open)-1]
		case xml.CharData:
			addText(last, string(token))
		}
	}
	for n := range top.Elements() {
		normalise(n)
		return n
	}
	t.Fatal("encoding/xml found no root")
	return nil
}

func rawName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

func addText(e *twiml.Element, s string) {
	if s == "" {
		return
	}
	if n := len(e.Children); n > 0 {
		if text, ok := e.Children[n-1].(*twiml.Text); ok {
			text.Value += s
			return
		}
	}
	e.Children = append(e.Children, &twiml.Text{Value: s})
}

// layout drops white space that only lays out the tags.
func layout(e *twiml.Element) {
	elements, inked := false, false
	for _, n := range e.Children {
		switch n := n.(type) {
		case *twiml.Element:
			elements = true
		case *twiml.Text:
			inked = inked || strings.Trim(n.Value, " \t\r\n") != ""
		}
	}
	if elements && !inked {
		e.Children = slices.DeleteFunc(e.Children, func(n twiml.Node) bool { _, ok := n.(*twiml.Text); return ok })
	}
}

// normalise makes references to white space in attributes and white space itself one, which encoding/xml does not tell apart.
func normalise(e *twiml.Element) {
	for i := range e.Attrs {
		e.Attrs[i].Value = strings.NewReplacer("\n", " ", "\t", " ", "\r", " ").Replace(e.Attrs[i].Value)
	}
	for child := range e.Elements() {
		normalise(child)
	}
}

// checkPositions says whether everything stands where its position says.
func checkPositions(t *testing.T, data []byte, e *twiml.Element) {
	t.Helper()
	text := strings.TrimPrefix(string(data), "\uFEFF")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(text, "\n")
	at := func(p twiml.Pos) string {
		line := lines[p.Line-1]
		for range p.Col - 1 {
			_, size := utf8.DecodeRuneInString(line)
			line = line[size:]
		}
		return line
	}
	var walk func(e *twiml.Element)
	walk = func(e *twiml.Element) {
		if !strings.HasPrefix(at(e.Pos), "<"+e.Name) {
			t.Errorf("<%s> does not stand at %v", e.Name, e.Pos)
		}
		if !e.Pos.Before(e.End) {
			t.Errorf("<%s> ends at %v and begins at %v", e.Name, e.End, e.Pos)
		}
		for _, a := range e.Attrs {
			if !strings.HasPrefix(at(a.Pos), a.Name) {
				t.Errorf("%s does not stand at %v", a.Name, a.Pos)
			}
		}
		for child := range e.Elements() {
			walk(child)
		}
	}
	walk(e)
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
