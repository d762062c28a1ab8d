package app

import (
	"bytes"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/adrg/xdg"
	"github.com/google/go-cmp/cmp"
)

func TestLastEntryOfAVariableCounts(t *testing.T) {
	t.Parallel()
	env := Env{Environ: []string{"A=1", "B=", "A=2=3", "AB=4", "=C:=C:\\", "NOVALUE"}}
	for key, want := range map[string]string{"A": "2=3", "B": "", "AB": "4", "a": "", "NOVALUE": ""} {
		if got := env.Getenv(key); got != want {
			t.Errorf("%s: got %q, want %q", key, got, want)
		}
	}
}

// E2: Windows has PATH under the name Path, and takes any other spelling.
func TestNamesOfVariablesIgnoreCaseOnWindows(t *testing.T) {
	t.Parallel()
	environ := []string{`Path=C:\nodejs`, "twilio_account_sid=AC1", "=C:=C:\\"}
	for key, want := range map[string]string{"PATH": `C:\nodejs`, "TWILIO_ACCOUNT_SID": "AC1"} {
		if got := (Env{Environ: environ, OS: "windows"}).Getenv(key); got != want {
			t.Errorf("%s on Windows: got %q, want %q", key, got, want)
		}
		if got := (Env{Environ: environ, OS: "linux"}).Getenv(key); got != "" {
			t.Errorf("%s elsewhere: got %q, want none", key, got)
		}
	}
}

func TestPathIsSeenFromTheWorkingDirectory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	absolute := filepath.Join(dir, "menu.xml")
	tests := []struct{ name, dir, path, want string }{
		{"a name", dir, "menu.xml", absolute},
		{"a way down and up", dir, "./calls/../menu.xml", absolute},
		{"an absolute path", filepath.Join(dir, "elsewhere"), absolute, absolute},
		{"no working directory", "", "menu.xml", "menu.xml"},
	}
	for _, tt := range tests {
		if got := (Env{Dir: tt.dir}).Path(tt.path); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

// E4: on Windows a path may begin at the root of the drive, or at that of another one.
func TestPathBeginsAtTheRootOfTheDrive(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "windows" {
		t.Skip("path/filepath knows drives on Windows only; .ci/wine runs this there")
	}
	env := Env{Dir: `D:\work\app`, OS: "windows"}
	for typed, want := range map[string]string{
		`\x\greeting.xml`:      `D:\x\greeting.xml`,
		"/x/greeting.xml":      "D:/x/greeting.xml",
		`C:\x\greeting.xml`:    `C:\x\greeting.xml`,
		"C:greeting.xml":       "C:greeting.xml",
		`\\server\share\g.xml`: `\\server\share\g.xml`,
		"greeting.xml":         `D:\work\app\greeting.xml`,
		`..\greeting.xml`:      `D:\work\greeting.xml`,
	} {
		if got := env.Path(typed); got != want {
			t.Errorf("%s: got %s, want %s", typed, got, want)
		}
	}
}

func TestFolders(t *testing.T) {
	t.Parallel()
	elsewhere := Folders{State: filepath.Join(xdg.StateHome, "twvoice"), Config: filepath.Join(xdg.ConfigHome, "twvoice"), Home: xdg.Home, ConfigHome: xdg.ConfigHome}
	named := elsewhere
	named.State, named.Config = "/s", "/c"
	tests := []struct {
		name string
		env  []string
		want Folders
	}{
		{"the system's", nil, elsewhere},
		{"those that are named", []string{"TWVOICE_STATE_DIR=/s", "TWVOICE_CONFIG_DIR=/c"}, named},
		{"an empty name is none", []string{"TWVOICE_STATE_DIR=", "TWVOICE_CONFIG_DIR="}, elsewhere},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, folders(Env{Environ: tt.env}.Getenv)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestQuestionsNeedAPersonOnBothSides(t *testing.T) {
	t.Parallel()
	terminal := Terminal{Is: true}
	for _, tt := range []struct {
		env  Env
		want bool
	}{
		{Env{In: terminal, Err: terminal}, true},
		{Env{In: terminal, Out: terminal}, false},
		{Env{Out: terminal, Err: terminal}, false},
		{Env{}, false},
	} {
		if got := tt.env.Interactive(); got != tt.want {
			t.Errorf("%+v: got %v", tt.env, got)
		}
	}
}

func TestNotesGoToStandardError(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	Env{Stdout: &out, Stderr: &errs}.Notef("100%% of %s", "it")
	if got := errs.String(); got != "100% of it\n" || out.Len() > 0 {
		t.Errorf("got %q on stderr and %q on stdout", got, out.String())
	}
}

func TestSystemEnvIsComplete(t *testing.T) {
	t.Parallel()
	env := System("1.2.3")
	if env.Build.Version != "1.2.3" || env.Stdin == nil || env.Stdout == nil || env.Stderr == nil || env.Random == nil || env.Now == nil || env.OS == "" || env.Dir == "" {
		t.Errorf("got %+v", env)
	}
	if by := env.User(); by == "" || strings.HasPrefix(by, "@") {
		t.Errorf("the user: got %q", by)
	}
	if got := build("").Version; got == "" || got == "(devel)" {
		t.Errorf("a build nobody numbered: got version %q, want a word", got)
	}
}
