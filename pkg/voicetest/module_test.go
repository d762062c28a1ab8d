package voicetest_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// owl is a separate module that uses ours as other programs do: it can import only public packages.
const owl = "../../docs/examples/go"

// goCommand runs the go command in a module, without the network.
func goCommand(t *testing.T, dir string, args ...string) string {
	t.Helper()
	program, err := exec.LookPath("go")
	if err != nil {
		t.Skip("SKIPPED: there is no go command, so that docs/examples/go is not tried")
	}
	command := exec.CommandContext(t.Context(), program, args...)
	command.Dir = dir
	command.Env = append(os.Environ(), "GOPROXY=off", "GOWORK=off", "GOFLAGS=-mod=readonly")
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("go %s in docs/examples/go: %v\n%s\nwhere the modules differ from ours, run go mod tidy there", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// The tests of a user's module pass.
func TestExternalModuleUsesPublicPackages(t *testing.T) {
	t.Parallel()
	goCommand(t, owl, "vet", "./...")
	goCommand(t, owl, "test", "./...")
}

// F16: importing the package compiles these modules, and no others of the program's. A new one is a decision:
// docs/voicetest.md and CONTRIBUTING.md name them.
func TestImportersCompileFewModules(t *testing.T) {
	t.Parallel()
	out := goCommand(t, owl, "list", "-deps", "-test", "-f", "{{with .Module}}{{.Path}}{{end}}", "./...")
	got := strings.Fields(out)
	slices.Sort(got)
	want := []string{
		"example.com/owl", "github.com/agnivade/levenshtein", "github.com/andybalholm/brotli", "github.com/coder/websocket",
		"github.com/icholy/digest",
		"github.com/twvoice/twvoice", "golang.org/x/text",
	}
	if diff := gocmp.Diff(want, slices.Compact(got)); diff != "" {
		t.Errorf("modules (-want +got):\n%s", diff)
	}
}
