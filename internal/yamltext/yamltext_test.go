package yamltext_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/yamltext"
)

type seed struct {
	Numbers []struct {
		Number string `yaml:"number"`
	} `yaml:"numbers"`
}

// D1, D2: each mistake has its place, and none costs more than its text.
func TestUnmarshalNamesThePlaceOfAMistake(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"\ufeffnumbers: []":                        "",
		"numbers:\n !tag # x":                      "2:2: this is not readable YAML",
		"numbers: " + strings.Repeat("[", 200_000): "1:109: lists and mappings are nested more than 100 deep",
		"\xFF\xFEn\x00u\x00":                       "1:1: it is saved as UTF-16",
		"numbers: x":                               "1:10: ",
		"numbers: [":                               "1:10: ",
	} {
		var into seed
		err := yamltext.Unmarshal([]byte(text), &into)
		if want == "" {
			if err != nil {
				t.Errorf("%q: got %v", text, err)
			}
			continue
		}
		wrong, ok := errors.AsType[*yamltext.Error](err)
		if !ok {
			t.Errorf("%.20q: got %v", text, err)
			continue
		}
		if got := fmt.Sprintf("%d:%d: %s", wrong.Line, wrong.Column, wrong.Message); !strings.HasPrefix(got, want) || strings.Contains(got, "\n") {
			t.Errorf("%.20q: got %q, want %q", text, got, want)
		}
	}
}

func FuzzYAMLNeverPanics(f *testing.F) {
	f.Add("numbers:\n !tag # x")
	f.Add("a: &a [*a, {? b : c}]\n--- !t\n# x")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<10 {
			return
		}
		_, err := yamltext.Parse([]byte(text), 0)
		var into seed
		for _, err := range []error{err, yamltext.Unmarshal([]byte(text), &into)} {
			if _, ok := errors.AsType[*yamltext.Error](err); err != nil && !ok {
				t.Errorf("%q: %v is an error of another type", text, err)
			}
		}
	})
}
