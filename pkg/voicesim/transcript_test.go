package voicesim_test

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/twvoice/twvoice/internal/agenttest"
	"github.com/twvoice/twvoice/internal/golden"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

var update = flag.Bool("update", false, "write the transcripts anew; read the difference before you commit it")

// TestTranscripts runs every testdata/*.txtar. A file opens with why it exists. Its sections are
//
//	caller             what the first caller does, see actor, and what is known of the number and the test, see number
//	caller NUMBER AT   another call to the application, from NUMBER, at that time: what it does, and "to /path"
//	phone NUMBER       how a phone behaves that the application dials; without a section, like a [voicesim.Stranger]
//	/path              the application's answer there; a first line "HTTP 500", "HTTP 302 /elsewhere" or "HTTP 200 text/plain"
//	                   sets the status. "/path 12" answers only where Digits, or any other parameter of the request, is 12
//	ws /path           an agent behind a WebSocket there, see [agenttest.New]; time is not real then
//	transcript         the call, complete
func TestTranscripts(t *testing.T) {
	t.Parallel()
	golden.Archives(t, "testdata/*.txtar", *update, func(t *testing.T, archive *txtar.Archive) {
		golden.Section(t, archive, "transcript", play(t, archive), *update)
	})
}

func play(t *testing.T, archive *txtar.Archive) (transcript string) {
	t.Helper()
	if !slices.ContainsFunc(archive.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "ws ") }) {
		return playNow(t, archive)
	}
	synctest.Test(t, func(t *testing.T) { transcript = playNow(t, archive) }) // an agent lives in real time
	return transcript
}

func playNow(t *testing.T, archive *txtar.Archive) string {
	t.Helper()
	var out strings.Builder
	stage, result := perform(t, archive, func(stage *stage, part transcript.Part) {
		fmt.Fprintln(&out, transcript.Line(part, transcript.Plain{})+stage.shown(part))
	})
	for _, script := range stage.scripts {
		for _, line := range script.Left() {
			fmt.Fprintf(&out, "never listened for: %s%s%s\n", line.Press, line.Say, line.Talk)
		}
	}
	fmt.Fprintf(&out, "%s by %s after %s\n", result.Status, result.EndedBy, result.Duration)
	return sids(regexp.MustCompile(` in [0-9.]+ ms `).ReplaceAllString(out.String(), " "))
}

// perform makes the calls of a file, and shows each part of the transcript.
func perform(t *testing.T, archive *txtar.Archive, show func(*stage, transcript.Part)) (*stage, voicesim.Result) {
	t.Helper()
	options := voicesim.Options{
		Call: event.Call{
			AccountSid: "AC0123456789abcdef0123456789abcdef", From: "+14155550100", To: "+14155550111",
			URL: "http://app.example/voice", Sid: "CA0123456789abcdef0123456789abcdef", Began: time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC),
		},
		Token:     "12345",
		Transport: voicesim.InMemory(application(t, archive)),
		Random:    bytes.NewReader(bytes.Repeat([]byte{7}, 4096)),
	}
	stage := setStage(t, archive, &options)
	var reader transcript.Reader
	options.Observe = func(e event.Entry) {
		for _, part := range reader.Read(e) {
			show(stage, part)
		}
	}
	result, err := voicesim.Run(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	return stage, result
}

// sids makes long identifiers short and easy to tell apart: CA…1 is the first that occurs.
func sids(text string) string {
	seen := map[string]string{}
	return regexp.MustCompile(`\b[A-Z]{2}[0-9a-f]{32}\b`).ReplaceAllStringFunc(text, func(sid string) string {
		if _, ok := seen[sid]; !ok {
			seen[sid] = fmt.Sprintf("%s…%d", sid[:2], len(seen)+1)
		}
		return seen[sid]
	})
}

// application answers with the sections of the file. The path may hold a query, which then must match.
func application(t *testing.T, archive *txtar.Archive) http.Handler {
	t.Helper()
	agents := http.NewServeMux()
	for _, f := range archive.Files {
		if path, ok := strings.CutPrefix(f.Name, "ws "); ok {
			agent, err := agenttest.New(string(f.Data))
			if err != nil {
				t.Fatal(err)
			}
			agents.Handle(path, agent)
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "" {
			agents.ServeHTTP(w, r)
			return
		}
		_ = r.ParseForm()
		for _, f := range archive.Files {
			if f.Name != r.URL.RequestURI() && f.Name != r.URL.Path && !given(f.Name, r) {
				continue
			}
			answer(w, f.Data)
			return
		}
		http.NotFound(w, r)
	})
}

// given says whether a section answers a path with a value that some parameter of the request has.
func given(section string, r *http.Request) bool {
	path, value, ok := strings.Cut(section, " ")
	return ok && path == r.URL.Path && slices.ContainsFunc(slices.Collect(maps.Values(r.Form)), func(v []string) bool { return v[0] == value })
}

func answer(w http.ResponseWriter, data []byte) {
	status, contentType := http.StatusOK, "text/xml"
	if first, rest, ok := bytes.Cut(data, []byte("\n")); ok && bytes.HasPrefix(first, []byte("HTTP ")) {
		fields := strings.Fields(string(first))
		status, _ = strconv.Atoi(fields[1])
		if len(fields) > 2 {
			contentType = fields[2]
		}
		data = rest
		if status/100 == 3 {
			w.Header().Set("Location", contentType)
		}
	}
	w.Header().Set("Content-Type", cmp.Or(contentType, "text/xml"))
	w.WriteHeader(status)
	_, _ = w.Write(data)
}
