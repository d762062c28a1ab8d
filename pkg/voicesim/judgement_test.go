package voicesim_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/voicesim"
)

// What a proxy sees is judged as a call would judge it.
func TestJudge(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte("<Response/>"))
	z.Close()
	xml := http.Header{"Content-Type": {"text/xml"}}
	for _, tt := range []struct {
		name  string
		fetch voicesim.Fetch
		a     voicesim.Answered
		code  string
	}{
		{"TwiML", voicesim.Fetch{}, voicesim.Answered{Status: 200, Header: xml, Body: []byte("<Response/>")}, ""},
		{"TwiML that is compressed", voicesim.Fetch{}, voicesim.Answered{Status: 200, Header: http.Header{"Content-Type": {"text/xml"}, "Content-Encoding": {"gzip"}}, Body: packed.Bytes()}, ""},
		{"a status", voicesim.Fetch{}, voicesim.Answered{Status: 500, Header: xml}, "11200"},
		{"a password that is asked for", voicesim.Fetch{}, voicesim.Answered{Status: 401, Header: xml}, "11200"},
		{"a redirect", voicesim.Fetch{}, voicesim.Answered{Status: 302, Header: http.Header{"Location": {"/"}}}, ""},
		{"JSON", voicesim.Fetch{}, voicesim.Answered{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte("{}")}, "12300"},
		{"no XML", voicesim.Fetch{}, voicesim.Answered{Status: 200, Header: xml, Body: []byte("<Response>")}, "12100"},
		{"another root", voicesim.Fetch{}, voicesim.Answered{Status: 200, Header: xml, Body: []byte("<html/>")}, "12102"},
		{"too much", voicesim.Fetch{}, voicesim.Answered{Status: 200, Header: xml, Body: []byte(strings.Repeat(" ", 64<<10+1))}, "11750"},
		{"nothing in chunks", voicesim.Fetch{}, voicesim.Answered{Status: 200, Header: xml, Chunked: true}, "11770"},
		{"a callback may answer anything", voicesim.Fetch{Callback: true}, voicesim.Answered{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}}, ""},
		{"and may not fail", voicesim.Fetch{Callback: true}, voicesim.Answered{Status: 500}, "11200"},
		{"audio that is none", voicesim.Fetch{Purpose: voicesim.PurposePlay}, voicesim.Answered{Status: 200, Header: http.Header{"Content-Type": {"text/html"}}}, "13420"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.fetch.URL = "https://u:hunter2@a.example/v"
			got := voicesim.Judge(tt.fetch, tt.a)
			code := ""
			if got.Problem != nil {
				code = got.Problem.Code
				if strings.Contains(got.Problem.Message, "hunter2") {
					t.Errorf("a password is told: %s", got.Problem.Message)
				}
			}
			if code != tt.code {
				t.Errorf("got %+v, want %q", got.Problem, tt.code)
			}
		})
	}
}
