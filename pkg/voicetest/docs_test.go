package voicetest_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The Go code of docs/voicetest.md is in the examples, which are compiled and run.
func TestGuideCodeRuns(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/voicetest.md")
	if err != nil {
		t.Fatal(err)
	}
	var examples []byte
	for _, file := range []string{"example_test.go", "agent_test.go"} {
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		examples = append(examples, code...)
	}
	text := strings.ReplaceAll(string(guide), "\r\n", "\n")
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(text, -1)
	if len(blocks) == 0 {
		t.Fatal("the guide has no code")
	}
	for _, block := range blocks {
		if !strings.Contains(strings.ReplaceAll(string(examples), "\r\n", "\n"), block[1]) {
			t.Errorf("no example holds this code of the guide:\n%s", block[1])
		}
	}
}
