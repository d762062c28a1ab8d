// Package app is the process's environment as one value: streams, variables, folders, clock, randomness. It has no logic
// and no state. Commands access the outside only through an [Env], so that a test can run a whole command in memory.
package app

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/adrg/xdg"
	"golang.org/x/term"
)

// Env is everything that a command may access outside its own memory. The zero value has no streams and is not usable;
// see [System]. Env is a value: a command changes a copy of it.
type Env struct {
	Args    []string // without the program's name
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	In, Out Terminal // describes Stdin and Stdout
	Err     Terminal // describes Stderr

	Environ []string // "KEY=value", as os.Environ gives it
	Dir     string   // working directory
	Folders Folders
	User    func() string // user@host, as the journal writes it
	OS      string        // GOOS

	Now    func() time.Time
	Random io.Reader
	Build  Build
}

// Terminal tells whether a stream is a terminal, and its width. The zero value is a pipe.
type Terminal struct {
	Is    bool
	Width int // in columns; 0 if unknown
}

// Folders are where twvoice stores data.
type Folders struct {
	State      string // the embedded database and its locks
	Config     string // config.yaml
	Home       string
	ConfigHome string // $XDG_CONFIG_HOME or the system's equivalent, for other programs' configuration
}

// Build identifies the version of twvoice.
type Build struct {
	Version string
	Commit  string
	Date    string
}

// System returns the real environment. Version is the value set by the linker, or "".
func System(version string) Env {
	env := Env{
		Args:    os.Args[1:],
		Stdin:   os.Stdin,
		Stdout:  os.Stdout,
		Stderr:  os.Stderr,
		In:      terminal(os.Stdin),
		Out:     terminal(os.Stdout),
		Err:     terminal(os.Stderr),
		Environ: os.Environ(),
		OS:      runtime.GOOS,
		Now:     time.Now,
		Random:  rand.Reader,
		Build:   build(version),
	}
	env.Dir, _ = os.Getwd()
	env.User = whoami
	env.Folders = folders(env.Getenv)
	return env
}

// Getenv returns the value of an environment variable, or "". On Windows the case of its name does not matter. The last
// of several entries counts, as for a child process.
func (e Env) Getenv(key string) string {
	for i := len(e.Environ) - 1; i >= 0; i-- {
		if name, value, ok := strings.Cut(e.Environ[i], "="); ok && e.Variable(name) == e.Variable(key) {
			return value
		}
	}
	return ""
}

// Variable returns the normalized name of an environment variable.
func (e Env) Variable(name string) string {
	if e.OS == windows {
		return strings.ToUpper(name)
	}
	return name
}

// Path makes a typed path absolute, relative to the working directory. On Windows, a path that begins with a slash is on
// the drive of the working directory.
func (e Env) Path(name string) string {
	switch {
	case e.Dir == "":
		return name
	case rooted(e.OS, name):
		return drive(e.Dir) + name
	case e.Absolute(name):
		return name
	}
	return filepath.Join(e.Dir, name)
}

// Absolute reports whether a path does not depend on a folder: it begins at the root or, on Windows, at a drive. (For
// C:greeting.xml, the system has a working directory on that drive.)
func (e Env) Absolute(name string) bool {
	return filepath.IsAbs(name) || rooted(e.OS, name) || e.OS == windows && drive(name) != ""
}

const windows = "windows"

// rooted reports whether a Windows path begins at the root of a drive and does not name the drive.
func rooted(goos, name string) bool {
	return goos == windows && name != "" && (name[0] == '/' || name[0] == '\\') && drive(name) == ""
}

// drive returns the beginning of a Windows path: C:, \\server\share or \\?\C:, or "". Only Windows has drives.
func drive(name string) string { return filepath.VolumeName(name) }

// Interactive reports whether questions can be asked: they are read from standard input and shown on standard error, so
// both must be terminals.
func (e Env) Interactive() bool { return e.In.Is && e.Err.Is }

// Notef prints a line for the user on standard error. Answers of commands go to standard output.
func (e Env) Notef(format string, args ...any) {
	fmt.Fprintf(e.Stderr, format+"\n", args...)
}

func terminal(f *os.File) Terminal {
	fd := int(f.Fd())
	if !term.IsTerminal(fd) {
		return Terminal{}
	}
	width, _, err := term.GetSize(fd)
	if err != nil {
		width = 0
	}
	return Terminal{Is: true, Width: width}
}

func folders(getenv func(string) string) Folders {
	f := Folders{
		State:      getenv("TWVOICE_STATE_DIR"),
		Config:     getenv("TWVOICE_CONFIG_DIR"),
		Home:       xdg.Home,
		ConfigHome: xdg.ConfigHome,
	}
	if f.State == "" {
		f.State = filepath.Join(xdg.StateHome, "twvoice")
	}
	if f.Config == "" {
		f.Config = filepath.Join(xdg.ConfigHome, "twvoice")
	}
	return f
}

func whoami() string {
	name := "someone"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	host, err := os.Hostname()
	if err != nil {
		return name
	}
	return name + "@" + host
}

func build(version string) Build {
	b := Build{Version: version}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if b.Version == "" {
		b.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.Date = s.Value
		}
	}
	if b.Version == "" || b.Version == "(devel)" {
		b.Version = "dev"
	}
	return b
}
