package scenario

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

var update = flag.Bool("update", false, "write the golden files anew; read the difference before you commit it")

// Each scene is documents, scenarios that call /voice, and what comes of each: where it failed, what was expected, and what was instead.
func TestScenes(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/scenes/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("find the scenes: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			scene := readScene(t, file)
			scenarios, err := Load("scenario.yaml", []byte(scene.pages["scenario.yaml"]), func(string) (string, bool) { return "", false })
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			suite := Suite{Setup: scene.setup, Jobs: 4, Finished: func(r Result) error {
				_, err := fmt.Fprintln(&got, verdict(r))
				if r.Outcome == Failed && testing.Verbose() {
					t.Log(strings.Join(Screen{Paint: transcript.Plain{}}.Lines(r), "\n"))
				}
				return err
			}}
			if _, err := suite.Run(t.Context(), scenarios); err != nil {
				t.Fatal(err)
			}
			scene.compare(t, got.String())
		})
	}
}

// scene is a test file.
type scene struct {
	file    string
	archive *txtar.Archive
	pages   map[string]string
}

func readScene(t *testing.T, file string) scene {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := scene{file: file, archive: txtar.Parse([]byte(strings.ReplaceAll(string(data), "\r\n", "\n"))), pages: map[string]string{}}
	for _, f := range s.archive.Files {
		s.pages[f.Name] = string(f.Data)
	}
	return s
}

// ServeHTTP answers with a document, or with nothing to whoever tells of something.
func (s scene) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	page, ok := s.pages[strings.TrimPrefix(r.URL.Path, "/")+".xml"]
	switch {
	case strings.HasSuffix(r.URL.Path, ".mp3"):
		w.Header().Set("Content-Type", "audio/mpeg")
		fmt.Fprint(w, "ID3")
	case ok:
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, strings.ReplaceAll(page, "{{SpeechResult}}", r.FormValue("SpeechResult")))
	case strings.HasPrefix(r.URL.Path, "/told"):
	default:
		http.NotFound(w, r)
	}
}

func (s scene) setup(sc *Scenario) Setup {
	return Setup{Options: voicesim.Options{
		Call:  voicesim.Call{AccountSid: "AC0", To: "+14155550111", URL: "http://app.example" + sc.Call.To},
		Token: "token", Transport: voicesim.InMemory(s),
	}}
}

func (s scene) compare(t *testing.T, got string) {
	t.Helper()
	for i, f := range s.archive.Files {
		if f.Name != "want" {
			continue
		}
		if *update {
			s.archive.Files[i].Data = []byte(got)
			if err := os.WriteFile(s.file, txtar.Format(s.archive), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		if diff := cmp.Diff(string(f.Data), got); diff != "" {
			t.Errorf("(-want +got), write it anew with -update:\n%s", diff)
		}
		return
	}
	t.Errorf("%s has no file want; it would be\n%s", s.file, got)
}

func verdict(r Result) string {
	if r.Failure == nil {
		return fmt.Sprintf("%s: %s, %s after %g s by %s", r.Name, r.Outcome, r.Call.Status, r.Call.Duration, r.Call.EndedBy)
	}
	f := r.Failure
	return fmt.Sprintf("%s: failed at %d: %s\n\twant %s\n\tbut %s", r.Name, f.Line, f.Step, f.Expected, f.Actual)
}
