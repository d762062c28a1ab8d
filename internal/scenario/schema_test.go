package scenario

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/txtar"

	"github.com/twvoice/twvoice/internal/golden"
)

// The schema in docs is that of the code.
func TestSchemaMatchesTheCode(t *testing.T) {
	t.Parallel()
	got, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join("..", "..", "docs", "scenario.schema.json")
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), string(got)); diff != "" {
		t.Errorf("(-want +got), regenerate it with -update:\n%s", diff)
	}
}

// What the loader reads, the schema allows: all scenarios of the scenes. What it refuses, the schema refuses too, as far as a schema can.
func TestSchemaAgreesWithTheLoader(t *testing.T) {
	t.Parallel()
	schema := compiled(t)
	golden.Archives(t, "testdata/scenes/*.txtar", false, func(t *testing.T, archive *txtar.Archive) {
		for d := range documents(newScene(archive)["scenario.yaml"]) {
			if err := schema.Validate(plainly(t, string(d))); err != nil {
				t.Errorf("%v in\n%s", err, strings.TrimSpace(string(d)))
			}
		}
	})
	begin := "name: a\ncall: { to: b.xml }\nsteps:\n  - "
	for _, wrong := range []string{
		"here: Hello", "hear: { text: Hello, whithin: 2s }", "press: 1x", "dial: { then: busy }", "dial: { to: a, then: never }",
		"silence: 10", "say: { text: a, confidence: 2 }", "ended: gone", "hangup: now", "press", "record: { end: never }",
	} {
		if err := schema.Validate(plainly(t, begin+wrong)); err == nil {
			t.Errorf("the schema allows %s", wrong)
		}
		if _, err := Load("a.yaml", []byte(begin+wrong), func(string) (string, bool) { return "", false }); err == nil {
			t.Errorf("the loader reads %s", wrong)
		}
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	source, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(source, &value); err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("scenario.json", value); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("scenario.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// plainly is a document as an editor sees it: numbers are numbers.
func plainly(t *testing.T, source string) any {
	t.Helper()
	data, err := yaml.YAMLToJSON([]byte(source))
	if err != nil {
		t.Fatalf("%v in %s", err, source)
	}
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}
	return value
}
