package twiml_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/twiml"
)

func TestParseKeepsPositions(t *testing.T) {
	t.Parallel()
	doc, err := twiml.Parse([]byte("<?xml version=\"1.0\"?>\n<Response>\n  <Say voice='Polly.Zoë' loop=\"2\">\n    Olá, <break/> ok\n  </Say><Hangup/>\n</Response>\n"))
	if err != nil {
		t.Fatal(err)
	}
	at := func(line, col int) twiml.Pos { return twiml.Pos{Line: line, Col: col} }
	want := &twiml.Document{Root: &twiml.Element{Name: "Response", Pos: at(2, 1), End: at(6, 12), Children: []twiml.Node{
		&twiml.Element{
			Name: "Say", Pos: at(3, 3), End: at(5, 9),
			Attrs: []twiml.Attr{
				{Name: "voice", Value: "Polly.Zoë", Pos: at(3, 8), ValuePos: at(3, 15)},
				{Name: "loop", Value: "2", Pos: at(3, 26), ValuePos: at(3, 32)},
			},
			Children: []twiml.Node{
				&twiml.Text{Value: "\n    Olá, ", Pos: at(4, 5)},
				&twiml.Element{Name: "break", Pos: at(4, 10), End: at(4, 18)},
				&twiml.Text{Value: " ok\n  ", Pos: at(4, 19)},
			},
		},
		&twiml.Element{Name: "Hangup", Pos: at(5, 9), End: at(5, 18)},
	}}}
	if diff := cmp.Diff(want, doc); diff != "" {
		t.Errorf("Parse (-want +got):\n%s", diff)
	}
}

func TestParseReadsWhatIsWellFormed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, src, want string }{
		{"the shortest document", `<Response/>`, `<Response/>`},
		{"white space that lays out the tags is dropped", "<Response>\n  <Hangup/>\n</Response>\n", `<Response><Hangup/></Response>`},
		{"blank text alone in an element is kept", `<Response><Say>  </Say></Response>`, `<Response><Say>  </Say></Response>`},
		{"white space beside text is kept", `<Response><Say>a <s>b</s> <s>c</s></Say></Response>`, `<Response><Say>a <s>b</s> <s>c</s></Say></Response>`},
		{"comments and instructions are dropped, and the text around them is one", `<Response><Say>a<!-- x -->b<?php 1 ?>c</Say></Response>`, `<Response><Say>abc</Say></Response>`},
		{"CDATA is text", `<Response><Say><![CDATA[a < b && c]]> d</Say></Response>`, `<Response><Say>a &lt; b &amp;&amp; c d</Say></Response>`},
		{"the five entities and character references", `<Response><Say x="&lt;&quot;&#10;">&amp;&lt;&gt;&quot;&apos;&#233;&#xe9;</Say></Response>`, `<Response><Say x="&lt;&quot;&#10;">&amp;&lt;&gt;"'éé</Say></Response>`},
		{"line ends are one", "<Response><Say a='1\r\n2'>a\r\nb\rc</Say></Response>", "<Response><Say a=\"1 2\">a\nb\nc</Say></Response>"},
		{"a doctype is skipped with all that it declares", `<!DOCTYPE Response [<!ENTITY a ">"> <!-- ' --> ]><Response/>`, `<Response/>`},
		{"the prefix xml is known, and others are when they are declared", `<Response xmlns:a="u"><a:Say xml:lang="de"/></Response>`, `<Response xmlns:a="u"><a:Say xml:lang="de"/></Response>`},
		{"names are not only ASCII", `<Response><Größe ж="1"/></Response>`, `<Response><Größe ж="1"/></Response>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc, err := twiml.Parse([]byte(tt.src))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := doc.String(), `<?xml version="1.0" encoding="UTF-8"?>`+tt.want; got != want {
				t.Errorf("got %s\nwant %s", got, want)
			}
		})
	}
}

func TestParseErrorsNameProblemAndFix(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, src, want string }{
		{"an empty document", "", `1:1: the document is empty; Twilio accepts at least <Response/> [12100]`},
		{"a document of comments", "<!-- -->\n", `1:1: the document is empty; Twilio accepts at least <Response/> [12100]`},
		{"a lower-case root", "<response/>", `1:1: the root element must be <Response>, with only the R capitalized, not <response> [12102]`},
		{"a root that is a verb", "\n <Say/>", `2:2: the root element must be <Response>, not <Say>; put the verbs inside <Response>…</Response> [12102]`},
		{"white space before the declaration", "\n<?xml version=\"1.0\"?><Response/>", `1:1: there is white space before <?xml; the document must begin with the declaration [12100]`},
		{"text before the declaration", "Notice: x\n<?xml version=\"1.0\"?><Response/>", `1:1: "Notice: x" comes before the root element; print nothing before the document [12100] | 2:1: the XML declaration must be at the beginning of the document, once [12100]`},
		{"text behind the root", "<Response/>\n bye", `2:2: "bye" comes after the end of <Response>; move it inside or remove it [12100]`},
		{"a second root", "<Response/><Response/>", `1:12: <Response> comes after the end of <Response>, but a document has only one root; move it inside [12100]`},
		{"a naked ampersand", "<Response><Play>http://x/?a=1&b=2</Play></Response>", `1:30: write &amp; for & [12100]`},
		{"a naked ampersand in an attribute", "<Response><Gather action='/a?b=1&c=2'/></Response>", `1:33: write &amp; for & [12100]`},
		{"an entity of HTML", "<Response><Say>a&nbsp;b</Say></Response>", `1:17: &nbsp; is not defined in XML; write the character itself (or &amp;nbsp; for a literal &) [12100]`},
		{"a reference to no character", "<Response><Say>&#0;</Say></Response>", `1:16: &#0; is not a character that XML allows [12100]`},
		{"an element never closed", "<Response>\n<Say>Hi\n</Response>", `3:1: <Say>, opened at 2:1, is not closed; write </Say> before this [12100]`},
		{"a document cut off", "<Response><Say>Hi", `1:18: <Say>, opened at 1:11, is not closed; write </Say> before this [12100] | 1:18: <Response>, opened at 1:1, is not closed; write </Response> before this [12100]`},
		{"an end tag in another case", "<Response><Say>Hi</say></Response>", `1:18: </say> does not close <Say>, opened at 1:11: names are case-sensitive; write </Say> [12100]`},
		{"an end tag too many", "<Response></Say></Response></Response>", `1:11: unexpected </Say>: <Response>, opened at 1:1, is not closed [12100] | 1:28: unexpected </Response>: no element is open; remove it [12100]`},
		{"an attribute twice", `<Response><Say voice="a" voice="b"/></Response>`, `1:26: <Say> has the attribute voice twice; remove one [12100]`},
		{"an attribute without value", `<Response><Say loop/></Response>`, `1:20: the attribute loop has no value; write loop="…" [12100]`},
		{"a value without quotes", `<Response><Say loop=2/></Response>`, `1:21: the value of loop must be in quotes: loop="…" [12100]`},
		{"a quote never closed", `<Response><Say voice="man>Hi</Say></Response>`, `1:22: the value of voice has no closing quote [12100]`},
		{"a quote closed much later", `<Response><Say voice="man>Hi</Say><Say voice="man"/></Response>`, `1:29: < in the value of voice, opened at 1:22: add the closing quote, or write &lt; for < [12100]`},
		{"attributes that touch", `<Response><Say a="1"b="2"/></Response>`, `1:21: a space is missing before the attribute b [12100]`},
		{"a less-than sign in text", "<Response><Say>a < b</Say></Response>", `1:18: write &lt; for a < that does not begin a tag [12100]`},
		{"a prefix that nobody declared", "<Response><x:Say y:a='1'/></Response>", `1:11: the prefix of x:Say is not declared; TwiML needs no prefix, write Say [12100] | 1:11: the prefix of y:a is not declared; TwiML needs no prefix, write a [12100]`},
		{"a prefix outside its scope", "<Response><a:b xmlns:a='u'/><a:b/></Response>", `1:29: the prefix of a:b is not declared; TwiML needs no prefix, write b [12100]`},
		{"two hyphens in a comment", "<Response><!-- a -- b --></Response>", `1:18: -- is not allowed inside a comment [12100]`},
		{"a control character", "<Response>\x01</Response>", `1:11: character U+0001 is not allowed in XML; remove it [12100]`},
		{"Latin-1 that says nothing", "<Response><Say>caf\xe9</Say></Response>", `1:19: byte 0xE9 is not UTF-8; save the document as UTF-8 or declare its encoding in the XML declaration [12100]`},
		{"a version of XML that nobody writes", `<?xml version="2.0"?><Response/>`, `1:1: the XML declaration must read <?xml version="1.0" encoding="UTF-8"?>, or be left out [12100]`},
		{"a charset that we do not read", `<?xml version="1.0" encoding="EBCDIC-X"?><Response/>`, `1:1: twvoice does not support the charset "EBCDIC-X"; send the document as UTF-8 [12100]`},
		{"elements nested too deep", strings.Repeat("<a>", 200), `1:385: elements are nested more than 128 deep [12100]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc, err := twiml.Parse([]byte(tt.src))
			if doc != nil {
				t.Errorf("got a document beside the error")
			}
			list, ok := errors.AsType[twiml.ErrorList](err)
			if !ok {
				t.Fatalf("got error %v, want an ErrorList", err)
			}
			var got []string
			for _, e := range list {
				got = append(got, e.Error())
			}
			if diff := cmp.Diff(strings.Split(tt.want, " | "), got); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseStopsCountingErrors(t *testing.T) {
	t.Parallel()
	_, err := twiml.Parse([]byte("<Response>" + strings.Repeat("&", 5000) + strings.Repeat("</x>", 5000)))
	list, _ := errors.AsType[twiml.ErrorList](err)
	if len(list) == 0 || len(list) > 20 {
		t.Errorf("got %d errors, want 1 to 20", len(list))
	}
}

func TestParseGuardsItsSize(t *testing.T) {
	t.Parallel()
	_, err := twiml.Parse([]byte("<Response>" + strings.Repeat(" ", 5<<20) + "</Response>"))
	if err == nil {
		t.Error("got no error for a document of 5 MB")
	}
}

// A tag with very many attributes took minutes: each was compared with all the others.
func TestParseBoundsTheAttributesOfAnElement(t *testing.T) {
	t.Parallel()
	tag := func(n int) []byte {
		var b strings.Builder
		b.WriteString("<Response><Say")
		for i := range n {
			fmt.Fprintf(&b, ` a%d=""`, i)
		}
		b.WriteString("/></Response>")
		return []byte(b.String())
	}
	if _, err := twiml.Parse(tag(1000)); err != nil {
		t.Error(err)
	}
	if _, err := twiml.Parse(tag(100_000)); err == nil || !strings.Contains(err.Error(), "<Say> has more than 1000 attributes") {
		t.Errorf("got %v", err)
	}
}
