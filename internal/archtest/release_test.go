package archtest

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

// release is what of .goreleaser.yaml the README promises; the rest is goreleaser's to check.
type release struct {
	Version int
	Builds  []struct {
		Main      string
		Env       []string
		Goos      []string
		Goarch    []string
		Flags     []string
		Ldflags   []string
		Timestamp string `yaml:"mod_timestamp"`
	}
	Archives []struct {
		Formats   []string
		Files     []string
		Overrides []struct {
			Goos    string
			Formats []string
		} `yaml:"format_overrides"`
	}
	Checksum struct {
		Name string `yaml:"name_template"`
	}
}

func readRelease(t *testing.T) release {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", ".goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var r release
	if err := yaml.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	if r.Version != 2 || len(r.Builds) != 1 || len(r.Archives) != 1 {
		t.Fatalf("got version %d, %d builds and %d archives; want version 2 and one of each", r.Version, len(r.Builds), len(r.Archives))
	}
	return r
}

func TestAReleaseIsForSixPlatforms(t *testing.T) {
	t.Parallel()
	build := readRelease(t).Builds[0]
	if diff := cmp.Diff([]string{"linux", "darwin", "windows"}, build.Goos); diff != "" {
		t.Errorf("goos (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"amd64", "arm64"}, build.Goarch); diff != "" {
		t.Errorf("goarch (-want +got):\n%s", diff)
	}
	if !slices.Contains(build.Env, "CGO_ENABLED=0") {
		t.Error("a binary that needs the C library of the build machine does not run everywhere")
	}
	if !slices.Contains(build.Flags, "-trimpath") || build.Timestamp == "" {
		t.Error("the same commit does not give the same bytes: -trimpath or mod_timestamp is missing")
	}
}

func TestAReleaseHasArchivesAndTheirSums(t *testing.T) {
	t.Parallel()
	r := readRelease(t)
	archive := r.Archives[0]
	if !slices.Equal(archive.Formats, []string{"tar.gz"}) {
		t.Errorf("archives are %q, want tar.gz", archive.Formats)
	}
	if len(archive.Overrides) != 1 || archive.Overrides[0].Goos != "windows" || !slices.Equal(archive.Overrides[0].Formats, []string{"zip"}) {
		t.Errorf("exceptions are %+v, want zip for windows", archive.Overrides)
	}
	for _, file := range []string{"LICENSE", "README.md"} {
		if !slices.Contains(archive.Files, file) {
			t.Errorf("%s is not in the archives", file)
		}
	}
	for _, file := range archive.Files {
		if _, err := os.Stat(filepath.Join("..", "..", file)); err != nil {
			t.Errorf("the archives' files: %v", err)
		}
	}
	if r.Checksum.Name == "" {
		t.Error("the checksums have no file")
	}
}

// The linker says nothing when -X names a variable that is not there: the release would call itself dev.
func TestAReleaseKnowsItsVersion(t *testing.T) {
	t.Parallel()
	build := readRelease(t).Builds[0]
	if build.Main != "./cmd/twvoice" || len(build.Ldflags) != 1 {
		t.Fatalf("builds %s with %q", build.Main, build.Ldflags)
	}
	set := regexp.MustCompile(`-X main\.(\w+)=\{\{ ?\.Version ?\}\}`).FindStringSubmatch(build.Ldflags[0])
	if set == nil {
		t.Fatalf("%q sets no variable of main to the version", build.Ldflags[0])
	}
	for _, s := range sources(t) {
		if s.pkg == "cmd/twvoice" && declares(s.file, set[1]) {
			return
		}
	}
	t.Errorf("cmd/twvoice has no string variable %s", set[1])
}

// declares reports whether a file has a package variable of type string without a value, which is what -X can set.
func declares(file *ast.File, name string) bool {
	for _, decl := range file.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.VAR {
			continue
		}
		for _, spec := range group.Specs {
			value, ok := spec.(*ast.ValueSpec)
			if !ok || len(value.Values) != 0 {
				continue
			}
			kind, _ := value.Type.(*ast.Ident)
			if kind != nil && kind.Name == "string" && slices.ContainsFunc(value.Names, func(n *ast.Ident) bool { return n.Name == name }) {
				return true
			}
		}
	}
	return false
}
