package twiml_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/twiml"
)

func TestDiff(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, before, after string
		want                string // "" for documents that mean the same
	}{
		{"a document is itself", `<Say>Hello</Say>`, `<Say>Hello</Say>`, ""},
		{"attributes have no order", `<Say voice="alice" loop="2">Hi</Say>`, `<Say loop='2' voice="alice">Hi</Say>`, ""},
		{"white space between words is one space", "<Say>  Hello,\n   you </Say>", `<Say>Hello, you</Say>`, ""},
		{"layout means nothing", "\n  <Gather>\n    <Say>Hi</Say>\n  </Gather>\n", `<Gather><Say>Hi</Say></Gather>`, ""},
		{"comments and ways to write the same mean nothing", `<!-- a --><Hangup></Hangup><Say><![CDATA[a & b]]></Say>`, `<Hangup/><Say>a &#38; b</Say>`, ""},
		{"no document is none", "", "", ""},
		{
			"a word that was changed", `<Say>Hello</Say><Hangup/>`, `<Say>Goodbye</Say><Hangup/>`,
			" <Response>\n-  <Say>Hello</Say>\n+  <Say>Goodbye</Say>\n   <Hangup/>\n </Response>",
		},
		{
			"an attribute that was changed", `<Gather numDigits="1"><Say>Hi</Say></Gather>`, `<Gather numDigits="2"><Say>Hi</Say></Gather>`,
			" <Response>\n-  <Gather numDigits=\"1\">\n+  <Gather numDigits=\"2\">\n     <Say>Hi</Say>\n   </Gather>\n </Response>",
		},
		{
			"a verb that was put in between", `<Say>a</Say><Say>b</Say>`, `<Say>a</Say><Pause length="1"/><Say>b</Say>`,
			" <Response>\n   <Say>a</Say>\n+  <Pause length=\"1\"/>\n   <Say>b</Say>\n </Response>",
		},
		{
			"verbs in another order", `<Say>a</Say><Play>b</Play>`, `<Play>b</Play><Say>a</Say>`,
			" <Response>\n-  <Say>a</Say>\n   <Play>b</Play>\n+  <Say>a</Say>\n </Response>",
		},
		{
			"what two changes have between them stays", `<Say>1</Say><Say>x</Say><Say>2</Say>`, `<Say>3</Say><Say>x</Say><Say>4</Say>`,
			" <Response>\n-  <Say>1</Say>\n+  <Say>3</Say>\n   <Say>x</Say>\n-  <Say>2</Say>\n+  <Say>4</Say>\n </Response>",
		},
		{
			"text beside elements has lines of its own", `<Say>a <break/> b</Say>`, `<Say>a <break/> c</Say>`,
			" <Response>\n   <Say>\n     a\n     <break/>\n-    b\n+    c\n   </Say>\n </Response>",
		},
		{"letters count", `<Say>Hello</Say>`, `<Say>hello</Say>`, " <Response>\n-  <Say>Hello</Say>\n+  <Say>hello</Say>\n </Response>"},
		{"a document that is gone", `<Hangup/>`, "", "-<Response>\n-  <Hangup/>\n-</Response>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, line := range twiml.Diff(response(t, tt.before), response(t, tt.after)) {
				got = append(got, line.String())
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// response is a document with these verbs, nil for none.
func response(t *testing.T, verbs string) *twiml.Document {
	t.Helper()
	if verbs == "" {
		return nil
	}
	doc, err := twiml.Parse([]byte("<Response>" + verbs + "</Response>"))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// Documents of thousands of different verbs are compared too, though not cleverly.
func TestDiffOfLongDocuments(t *testing.T) {
	t.Parallel()
	var before, after strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&before, "<Say>%d</Say>", i)
		fmt.Fprintf(&after, "<Say>%d</Say>", -1-i)
	}
	if got := len(twiml.Diff(response(t, before.String()), response(t, after.String()))); got != 6002 {
		t.Errorf("got %d lines, want 6002", got)
	}
}
