package archtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
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
		Files     []struct{ Src string }
		Overrides []struct {
			Goos    string
			Formats []string
		} `yaml:"format_overrides"`
	}
	Packages []struct {
		Formats  []string
		Contents []struct{ Src, Dst string }
	} `yaml:"nfpms"`
	Images []struct {
		Extra []string `yaml:"extra_files"`
	} `yaml:"dockers_v2"`
	Before   struct{ Hooks []string }
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

func TestReleaseCoversSixPlatforms(t *testing.T) {
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

func TestReleaseHasArchivesAndChecksums(t *testing.T) {
	t.Parallel()
	r := readRelease(t)
	archive := r.Archives[0]
	if !slices.Equal(archive.Formats, []string{"tar.gz"}) {
		t.Errorf("archives are %q, want tar.gz", archive.Formats)
	}
	if len(archive.Overrides) != 1 || archive.Overrides[0].Goos != "windows" || !slices.Equal(archive.Overrides[0].Formats, []string{"zip"}) {
		t.Errorf("exceptions are %+v, want zip for windows", archive.Overrides)
	}
	for _, want := range []string{"LICENSE", "README.md", "release/completions/*", "release/man/*.1"} {
		if !slices.ContainsFunc(archive.Files, func(file struct{ Src string }) bool { return file.Src == want }) {
			t.Errorf("%s is not in the archives", want)
		}
	}
	if r.Checksum.Name == "" {
		t.Error("the checksums have no file")
	}
}

// The version is the tag, which the linker reads from git: a release calls itself what `go install` calls it. -X would be a second say.
func TestReleaseSetsItsVersion(t *testing.T) {
	t.Parallel()
	build := readRelease(t).Builds[0]
	if !slices.Contains(build.Flags, "-buildvcs=true") {
		t.Errorf("flags are %q: without -buildvcs=true the release would call itself dev wherever GOFLAGS turns it off", build.Flags)
	}
	if diff := cmp.Diff([]string{"-s -w"}, build.Ldflags); build.Main != "./cmd/twvoice" || diff != "" {
		t.Errorf("builds %s with ldflags (-want +got):\n%s", build.Main, diff)
	}
}

// What the packages, the archives and the image are made of is there, or made by the hook before the build.
func TestReleaseFilesExist(t *testing.T) {
	t.Parallel()
	r := readRelease(t)
	var files []string
	for _, archive := range r.Archives {
		for _, file := range archive.Files {
			files = append(files, file.Src)
		}
	}
	for _, pack := range r.Packages {
		for _, file := range pack.Contents {
			files = append(files, file.Src)
		}
	}
	for _, image := range r.Images {
		files = append(files, image.Extra...)
	}
	for _, file := range append(files, "Dockerfile", ".ci/release-files") {
		if strings.HasPrefix(file, "release/") {
			continue
		}
		if _, err := os.Stat(filepath.Join("..", "..", file)); err != nil {
			t.Errorf("a release's files: %v", err)
		}
	}
	if diff := cmp.Diff([]string{".ci/release-files"}, r.Before.Hooks); diff != "" {
		t.Errorf("before the build (-want +got):\n%s", diff)
	}
}
