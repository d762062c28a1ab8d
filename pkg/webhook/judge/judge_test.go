package judge_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook/judge"
)

// Rows of /docs/voice/twiml#twilio-response: what Twilio makes of an answer.
func TestReadTakesAnAnswerAsTwilioDoes(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte("<Response/>"))
	z.Close()
	xml := http.Header{"Content-Type": {"text/xml"}}
	for _, tt := range []struct {
		name string
		want judge.Kind
		a    judge.Answer
		code string
	}{
		{"TwiML", judge.Document, judge.Answer{Status: 200, Header: xml, Raw: []byte("<Response/>")}, ""},
		{"TwiML that is compressed", judge.Document, judge.Answer{Status: 200, Header: http.Header{"Content-Type": {"text/xml"}, "Content-Encoding": {"gzip"}}, Raw: packed.Bytes()}, ""},
		{"a status", judge.Document, judge.Answer{Status: 500, Header: xml}, "11200"},
		{"a password that is asked for", judge.Document, judge.Answer{Status: 401, Header: xml}, "11200"},
		{"a redirect", judge.Document, judge.Answer{Status: 302, Header: http.Header{"Location": {"/"}}}, ""},
		{"JSON", judge.Document, judge.Answer{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Raw: []byte("{}")}, "12300"},
		{"no XML", judge.Document, judge.Answer{Status: 200, Header: xml, Raw: []byte("<Response>")}, "12100"},
		{"another root", judge.Document, judge.Answer{Status: 200, Header: xml, Raw: []byte("<html/>")}, "12102"},
		{"too much", judge.Document, judge.Answer{Status: 200, Header: xml, Raw: []byte(strings.Repeat(" ", 64<<10+1))}, "11750"},
		{"nothing in chunks", judge.Document, judge.Answer{Status: 200, Header: xml, Chunked: true}, "11770"},
		{"a callback may answer anything", judge.Nothing, judge.Answer{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}}, ""},
		{"and may not fail", judge.Nothing, judge.Answer{Status: 500}, "11200"},
		{"audio that is none", judge.Audio, judge.Answer{Status: 200, Header: http.Header{"Content-Type": {"text/html"}}}, "13420"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.a.Want, tt.a.Source = tt.want, "the app"
			got := judge.Read(tt.a)
			code := ""
			if got.Problem != nil {
				code = got.Problem.Code
			}
			if code != tt.code {
				t.Errorf("got %+v, want %q", got.Problem, tt.code)
			}
		})
	}
}
