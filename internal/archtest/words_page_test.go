package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// scriptToken is a comment or a string of JavaScript.
var scriptToken = regexp.MustCompile("(?s)//[^\n]*|/\\*.*?\\*/|\"(?:[^\"\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\n]|\\\\.)*'|`(?:[^`\\\\]|\\\\.)*`")

// scriptProse returns the strings of a script that are prose.
func scriptProse(file, script string) []prose {
	var found []prose
	for _, at := range scriptToken.FindAllStringIndex(script, -1) {
		text := script[at[0]:at[1]]
		if text[0] != '/' && twoWords.MatchString(text) {
			found = append(found, prose{file, 1 + strings.Count(script[:at[0]], "\n"), text})
		}
	}
	return found
}

// The page of the inspector is held as a whole, its scripts by their strings.
func TestInspectorUsesPlainWords(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("..", "inspector", "page")
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var texts []prose
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		switch filepath.Ext(entry.Name()) {
		case ".js":
			texts = append(texts, scriptProse(entry.Name(), string(data))...)
		case ".html":
			texts = append(texts, prose{entry.Name(), 1, string(data)})
		}
	}
	if len(texts) < 50 {
		t.Errorf("found %d texts: is this test looking at them?", len(texts))
	}
	holdToWords(t, texts)
}

func TestTextsOfScriptsAreFound(t *testing.T) {
	t.Parallel()
	script := "// a comment\nlet a = \"a \\\"quoted\\\" text\"; /* and 'more words' */\nlet b = 'name', c = `a\n${template} text`;"
	want := []prose{{"x.js", 2, `"a \"quoted\" text"`}, {"x.js", 3, "`a\n${template} text`"}}
	if got := scriptProse("x.js", script); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
