package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestBinaryDoesNotLinkExcludedPackages holds what was chosen in measurements: which modules stay out, and why.
func TestBinaryDoesNotLinkExcludedPackages(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-deps", ".").CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	linked := strings.Fields(string(out))
	if len(linked) < 100 {
		t.Fatalf("go list names %d packages: %q", len(linked), linked)
	}
	for _, pkg := range linked {
		switch {
		case pkg == "github.com/twilio/twilio-go":
			t.Errorf("%s links every product of Twilio's: import its parts", pkg)
		case within(pkg, "golang.ngrok.com/ngrok"):
			t.Errorf("%s cannot be linked together with ngrok/v2", pkg)
		case within(pkg, "github.com/nyaruka/phonenumbers"):
			t.Errorf("%s costs 6 ms at every start", pkg)
		case within(pkg, "testing"), within(pkg, "net/http/httptest"):
			t.Errorf("%s is for tests", pkg)
		}
	}
}

// within reports whether pkg is that package or below it. A module's later major version is another module.
func within(pkg, folder string) bool {
	below, ok := strings.CutPrefix(pkg, folder+"/")
	return pkg == folder || ok && !strings.HasPrefix(below, "v2")
}

// A template engine that is reachable keeps every exported method of the program alive: 2.7 to 4 MB.
// Cobra and viper import both packages; the linker drops all but their tables as long as nothing of ours calls them.
func TestBinaryDoesNotLinkTemplateEngines(t *testing.T) {
	t.Parallel()
	skipBuilds(t)
	name := filepath.Join(t.TempDir(), "twvoice"+exe())
	build(t, name, ".", "-ldflags=-w") // keeps the symbols; what debuggers want takes 20 s to link
	symbols, err := exec.Command("go", "tool", "nm", name).Output()
	if err != nil {
		t.Fatalf("go tool nm: %v", err)
	}
	ours := false
	for lines := bufio.NewScanner(bytes.NewReader(symbols)); lines.Scan(); {
		symbol := lines.Text()
		ours = ours || strings.HasSuffix(symbol, " main.main")
		if strings.Contains(symbol, "text/template.(*state)") || strings.Contains(symbol, "html/template.(*") {
			t.Errorf("linked: %s", symbol)
		}
	}
	if !ours {
		t.Error("main.main is not among the symbols, so that this test would not see a template engine either")
	}
}

func TestReleasedBinaryIsBelowTheSizeLimit(t *testing.T) {
	t.Parallel()
	skipBuilds(t)
	const most = 28_000_000
	name := filepath.Join(t.TempDir(), "twvoice")
	build(t, name, ".", "-ldflags=-s -w")
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > most {
		t.Errorf("stripped: got %d bytes, want at most %d", info.Size(), most)
	}
}

// skipBuilds leaves out what takes seconds.
func skipBuilds(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: THE BINARY IS NOT BUILT, SO THAT NEITHER ITS SIZE NOR ITS SYMBOLS ARE CHECKED")
	}
}
