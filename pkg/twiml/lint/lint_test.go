package lint_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

var update = flag.Bool("update", false, "write the findings anew; read the difference before you commit it")

// asks is the comment by which a document of testdata says what it is: <!-- lint: whisper -->.
var asks = regexp.MustCompile(`<!-- lint:(.*?)-->`)

func options(t *testing.T, data []byte) lint.Options {
	t.Helper()
	var o lint.Options
	found := asks.FindSubmatch(data)
	if found == nil {
		return o
	}
	for _, word := range strings.Fields(string(found[1])) {
		switch word {
		case "voice":
			o.Kind = lint.Voice
		case "messaging":
			o.Kind = lint.Messaging
		case "whisper":
			o.Place = lint.Whisper
		case "queue-wait":
			o.Place = lint.QueueWait
		case "queue-whisper":
			o.Place = lint.QueueWhisper
		case "conference-wait":
			o.Place = lint.ConferenceWait
		case "no-base":
			o.NoBase = true
		default:
			t.Fatalf("lint: does not know %s", word)
		}
	}
	return o
}

func check(t *testing.T, path string) []lint.Finding {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := twiml.Parse(data)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	o := options(t, data)
	o.Size = len(data)
	return lint.Check(doc, o)
}

func TestEveryRuleFindsWhatItIsFor(t *testing.T) {
	t.Parallel()
	for _, r := range lint.Rules() {
		rule := r.Describe()
		t.Run(rule.Name, func(t *testing.T) {
			t.Parallel()
			paths, err := filepath.Glob(filepath.Join("testdata", rule.Name, "*.xml"))
			if err != nil || len(paths) == 0 {
				t.Fatalf("got no documents in testdata/%s (%v), want one that the rule finds something in", rule.Name, err)
			}
			codes := map[string]bool{}
			for _, path := range paths {
				found := check(t, path)
				golden(t, strings.TrimSuffix(path, ".xml")+".want", found)
				for _, f := range found {
					if f.Rule == rule.Name {
						codes[f.Code] = true
						known(t, rule, f)
					}
				}
			}
			if len(rule.Codes) == 0 && !codes[""] {
				t.Error("got no notice, want one")
			}
			for _, code := range rule.Codes {
				if !codes[code] && !rule.Own {
					t.Errorf("got no finding with the code %s, want one in testdata/%s", code, rule.Name)
				}
			}
		})
	}
}

// known holds a finding against the row of its rule.
func known(t *testing.T, rule lint.Description, f lint.Finding) {
	t.Helper()
	if f.Code != "" && !rule.Own && !slices.Contains(rule.Codes, f.Code) {
		t.Errorf("got the code %s, want one of the rule's: %v", f.Code, rule.Codes)
	}
	if (f.Code == "") != (f.Level == lint.Notice) {
		t.Errorf("got code %q with level %s, want a notice where there is no code, and only there", f.Code, f.Level)
	}
}

func golden(t *testing.T, path string, found []lint.Finding) {
	t.Helper()
	var b strings.Builder
	for _, f := range found {
		b.WriteString(f.String() + " " + string(f.Level) + "\n")
	}
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), b.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func TestGoodDocumentsAreSilent(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/ok/*.xml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("got no documents in testdata/ok (%v)", err)
	}
	for _, path := range paths {
		for _, f := range check(t, path) {
			t.Errorf("%s:%v: want silence", path, f)
		}
	}
}

func TestCheckOfNothingIsNothing(t *testing.T) {
	t.Parallel()
	if got := lint.Check(nil, lint.Options{}); got != nil {
		t.Errorf("got %v of no document", got)
	}
	if got := lint.Check(&twiml.Document{}, lint.Options{}); got != nil {
		t.Errorf("got %v of an empty document", got)
	}
}

func TestUnknownValuesAreNotChecked(t *testing.T) {
	t.Parallel()
	doc, err := twiml.Parse([]byte(`<Response><Dial timeout="sample" tmeout="sample"><Number>sample</Number></Dial><Play>a sample</Play></Response>`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range lint.Check(doc, lint.Options{Unknown: "sample"}) {
		got = append(got, f.Rule)
	}
	if diff := cmp.Diff([]string{"unknown-attribute"}, got); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}
