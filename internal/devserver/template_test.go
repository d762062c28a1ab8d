package devserver_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/pkg/twiml"
)

func TestTemplate(t *testing.T) {
	t.Parallel()
	params := map[string]string{"From": "+14155550100", "FromCity": "SÃO PAULO <&>", "Digits": "", "Raw": "<Pause/>", "Lost": " 14155550100", "Anonymous": "anonymous", "Accented": "São <"}
	tests := []struct{ name, source, want string }{
		{"text without tags stays as it is", "<Say>a { b } c</Say>", "<Say>a { b } c</Say>"},
		{"a variable is filled in", "<Say>{{From}}</Say>", "<Say>+14155550100</Say>"},
		{"white space within the braces does not count", "{{ From }}", "+14155550100"},
		{"a value is escaped, and written in ASCII", "{{FromCity}}", "S&#195;O PAULO &lt;&amp;&gt;"},
		{"three braces, or an ampersand, do not escape", "{{{Raw}}}{{&Raw}}", "<Pause/><Pause/>"},
		{"an unknown name is empty", "[{{Nobody}}]", "[]"},
		{"a section is there for a value", "{{#From}}yes{{/From}}{{#Digits}}no{{/Digits}}", "yes"},
		{"an inverted one is there for none", "{{^From}}no{{/From}}{{^Digits}}yes{{/Digits}}", "yes"},
		{"sections nest", "{{#From}}a{{^Digits}}b{{/Digits}}c{{/From}}", "abc"},
		{"a comment is gone", "a{{! not said }}b", "ab"},
		{"e164 gives a number back its plus", "{{#e164}}{{Lost}}{{/e164}}", "+14155550100"},
		{"e164 takes no digit from the spelling of a letter", "{{#e164}}{{Accented}}{{/e164}}", "S&#227;o &lt;"},
		{"e164 leaves what is no number", "{{#e164}}{{Anonymous}}{{/e164}}", "anonymous"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			template, err := devserver.ParseTemplate([]byte(tt.source))
			if err != nil {
				t.Fatal(err)
			}
			if got := string(template.Fill(func(name string) string { return params[name] })); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTemplateMistakeHasAPosition(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, source string
		line, col    int
		says         string
	}{
		{"a tag that never ends", "<Say>\n é{{From</Say>", 2, 3, "has no }}"},
		{"a section that is never closed", "{{#From}}a", 1, 10, "is not closed"},
		{"a section closed by another name", "{{#From}}a{{/To}}", 1, 11, "no such section is open"},
		{"an end without a beginning", "a{{/From}}", 1, 2, "no such section is open"},
		{"a partial", "{{> other}}", 1, 1, "not supported"},
		{"no name", "{{}}", 1, 1, "{{}} has no parameter name"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := devserver.ParseTemplate([]byte(tt.source))
			wrong, ok := errors.AsType[*devserver.TemplateError](err)
			if !ok || wrong.Line != tt.line || wrong.Col != tt.col || !strings.Contains(wrong.Message, tt.says) {
				t.Errorf("got %+v, want %d:%d with %q", wrong, tt.line, tt.col, tt.says)
			}
		})
	}
}

// No value of a parameter, however it is made, can break out of the place where it was filled in.
func FuzzFillIsAlwaysTwiML(f *testing.F) {
	for _, seed := range []string{"", "<", "]]>", "&amp;", "\x00\xff", "\ufffe", `"'`, "{{From}}", "日本"} {
		f.Add(seed)
	}
	template, err := devserver.ParseTemplate([]byte(`<Response><Say language="{{L}}" voice='{{L}}'>{{L}}</Say></Response>`))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, value string) {
		filled := template.Fill(func(string) string { return value })
		doc, err := twiml.Parse(filled)
		if err != nil {
			t.Fatalf("%q makes %q: %v", value, filled, err)
		}
		verbs := 0
		for range doc.Root.Elements() {
			verbs++
		}
		if verbs != 1 {
			t.Errorf("%q makes %d verbs of one", value, verbs)
		}
	})
}

// Any template that can be read can be filled with anything, and fills the same each time; what cannot be read has its place.
func FuzzTemplate(f *testing.F) {
	for _, seed := range []string{"", "{{From}}", "{{#a}}{{b}}{{/a}}", "{{^a}}x{{/a}}", "{{#e164}}{{From}}{{/e164}}", "{{{a}}}", "{{&a}}", "{{! a }}", "{{=<% %>=}}", "{{#a}}{{#a}}{{/a}}{{/a}}", "{{", "<Say a='&amp;{{a}}'>{{#e164}}{{a}}{{/e164}}</Say>"} {
		f.Add(seed, "<&'\">")
	}
	raw := regexp.MustCompile(`\{\{(\{|\s*&)`)
	f.Fuzz(func(t *testing.T, source, value string) {
		template, err := devserver.ParseTemplate([]byte(source))
		if err != nil {
			wrong, ok := errors.AsType[*devserver.TemplateError](err)
			if !ok || wrong.Line < 1 || wrong.Line > strings.Count(source, "\n")+1 || wrong.Col < 1 {
				t.Errorf("%q: %v has no place", source, err)
			}
			return
		}
		fill := func() string { return string(template.Fill(func(string) string { return value })) }
		first := fill()
		if first != fill() {
			t.Errorf("%q fills differently", source)
		}
		if raw.MatchString(source) { // the author of the template wants it, as in a TwiML Bin
			return
		}
		for _, mark := range []string{"<", ">", `"`, "'"} {
			if strings.Count(first, mark) > strings.Count(source, mark) {
				t.Errorf("%q with %q brings %s in: %q", source, value, mark, first)
			}
		}
	})
}
