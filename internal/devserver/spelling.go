package devserver

import (
	"io/fs"
	"path"
	"slices"
)

// Choice: a name counts in the case in which the file has it, .xml included, on every system. Twilio's URLs tell /menu and /MENU
// apart; a file system of Windows or macOS does not, and what works there would be a 404 on the Linux server.

// ignoresCase reports whether a system (a GOOS) usually finds files by names of another case.
func ignoresCase(goos string) bool { return goos == "windows" || goos == "darwin" }

// spelled reports whether a file and each folder in its path have exactly this spelling.
func spelled(files fs.FS, name string) bool {
	for name = path.Clean(name); name != "."; name = path.Dir(name) {
		entries, err := fs.ReadDir(files, path.Dir(name))
		if err != nil || !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == path.Base(name) }) {
			return false
		}
	}
	return true
}
