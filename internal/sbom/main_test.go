package main

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	cdx "github.com/CycloneDX/cyclonedx-go"

	"github.com/twvoice/twvoice/internal/app"
)

// The test's own binary has in it what the test imports.
func TestBinaryListsItsModules(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var before string
	for range 2 {
		if err := run(app.Env{Args: []string{self, "bom.json"}, Dir: dir}); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(filepath.Join(dir, "bom.json"))
		if err != nil {
			t.Fatal(err)
		}
		if before != "" && before != string(content) {
			t.Error("the same binary gave another document")
		}
		before = string(content)
	}
	var bom cdx.BOM
	if err := cdx.NewBOMDecoder(strings.NewReader(before), cdx.BOMFileFormatJSON).Decode(&bom); err != nil {
		t.Fatal(err)
	}
	if got := bom.Metadata.Component.Name; got != "github.com/twvoice/twvoice" {
		t.Errorf("it is of %q", got)
	}
	named := map[string]string{}
	for _, part := range *bom.Components {
		named[part.Name] = part.PackageURL
	}
	if !strings.HasPrefix(named["github.com/CycloneDX/cyclonedx-go"], "pkg:golang/github.com/CycloneDX/cyclonedx-go@v") || !strings.HasPrefix(named["stdlib"], "pkg:golang/stdlib@1.") {
		t.Errorf("got %v", named)
	}
	if refs := (*bom.Dependencies)[0].Dependencies; len(*refs) != len(*bom.Components) {
		t.Errorf("%d parts, and %d of them are needed", len(*bom.Components), len(*refs))
	}
}

func TestReplacedModuleIsListed(t *testing.T) {
	t.Parallel()
	bom := bill(&debug.BuildInfo{
		GoVersion: "go1.26.8",
		Main:      debug.Module{Path: "example.com/main", Version: "v1.0.0+dirty"},
		Deps:      []*debug.Module{{Path: "example.com/old", Version: "v1.0.0", Replace: &debug.Module{Path: "example.com/new", Version: "v1.1.0"}}},
		Settings:  []debug.BuildSetting{{Key: "vcs.time", Value: "2026-11-23T01:00:00Z"}, {Key: "GOOS", Value: "linux"}},
	})
	if got := (*bom.Components)[1].PackageURL; got != "pkg:golang/example.com/new@v1.1.0" {
		t.Errorf("got %s", got)
	}
	if got := bom.Metadata.Component.PackageURL; got != "pkg:golang/example.com/main@v1.0.0%2Bdirty" {
		t.Errorf("got %s", got)
	}
	if got := bom.Metadata.Timestamp; got != "2026-11-23T01:00:00Z" {
		t.Errorf("the time is %q, want the commit's", got)
	}
}

func TestNonGoBinaryIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x"), []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(app.Env{Args: []string{"x", "bom.json"}, Dir: dir}); err == nil {
		t.Error("it was taken for a binary")
	}
	if _, err := os.Stat(filepath.Join(dir, "bom.json")); err == nil {
		t.Error("a document was written all the same")
	}
}
