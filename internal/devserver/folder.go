package devserver

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/twvoice/twvoice/internal/userfile"
)

// folder is the folder of the documents. If it is deleted and created again, as by a build or a git checkout, the new
// one is used. Nothing outside of it is read, even through links; only a file that the user has named can itself be a
// link to anywhere. It is safe for concurrent use.
type folder struct {
	path string // of the folder
	only string // the only file to serve, "" for all

	mu      sync.RWMutex
	root    *os.Root
	renewed int // how often it was opened again
}

func openFolder(path, only string) (*folder, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return &folder{path: path, only: only, root: root}, nil
}

func (f *folder) close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.root.Close()
}

// renew opens the folder again if its path now leads to another one. It returns how often that has happened.
func (f *folder) renew() int {
	current := f.current()
	f.mu.Lock()
	defer f.mu.Unlock()
	if current {
		return f.renewed
	}
	if root, err := os.OpenRoot(f.path); err == nil { // otherwise it may come back later
		_ = f.root.Close() // nothing was written to it
		f.root = root
		f.renewed++
	}
	return f.renewed
}

func (f *folder) current() bool {
	f.mu.RLock()
	defer f.mu.RUnlock()
	is, err := os.Stat(f.path)
	if err != nil {
		return true // the path still leads to the same one
	}
	was, err := f.root.Stat(".")
	return err == nil && os.SameFile(is, was)
}

// stat returns information about a file and follows links. It rejects files outside of the folder.
func (f *folder) stat(name string) (fs.FileInfo, error) {
	if f.only != "" && name == f.only {
		return os.Stat(filepath.Join(f.path, name))
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	if ignoresCase(runtime.GOOS) && !spelled(f.root.FS(), name) {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	}
	info, err := f.root.Stat(name)
	if err != nil {
		if inner, ok := f.below(name); ok {
			return f.root.Stat(inner)
		}
	}
	return info, err
}

// open opens a file and follows links.
func (f *folder) open(name string) (*os.File, error) {
	if f.only != "" && name == f.only {
		return os.Open(filepath.Join(f.path, name))
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	file, err := f.root.Open(name)
	if err != nil {
		if inner, ok := f.below(name); ok {
			return f.root.Open(inner)
		}
	}
	return file, err
}

// read reads a document.
func (f *folder) read(name string) ([]byte, error) {
	info, err := f.stat(name)
	if err == nil {
		err = userfile.Readable(name, info, userfile.MaxTwiML, 0)
	}
	if err != nil {
		return nil, err
	}
	file, err := f.open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return userfile.ReadFrom(file, name, userfile.MaxTwiML)
}

// below returns the name of a link's target, if that is below the folder: os.Root rejects every link with an absolute
// path. The result is opened through the root again.
func (f *folder) below(name string) (string, bool) {
	top, err := filepath.EvalSymlinks(f.path)
	if err != nil {
		return "", false
	}
	target, err := filepath.EvalSymlinks(filepath.Join(f.path, filepath.FromSlash(name)))
	if err != nil {
		return "", false
	}
	inner, err := filepath.Rel(top, target)
	return inner, err == nil && filepath.IsLocal(inner)
}

// outside returns the target of a link that leads out of the folder, or "".
func (f *folder) outside(name string) string {
	target, err := filepath.EvalSymlinks(filepath.Join(f.path, filepath.FromSlash(name)))
	if err != nil || f.only != "" && name == f.only {
		return ""
	}
	if _, below := f.below(name); below {
		return ""
	}
	return target
}

// walk visits everything below the folder. It does not follow links to folders.
func (f *folder) walk(visit fs.WalkDirFunc) error {
	f.mu.RLock()
	files := f.root.FS()
	f.mu.RUnlock()
	return fs.WalkDir(files, ".", visit)
}

// linkHint returns what to do about a link that leads out of the folder typed.
func linkHint(typed, target string) string {
	return fmt.Sprintf("it is a link to %s, outside of %s: files outside are not served; copy the file, or serve it directly", target, strings.TrimSuffix(filepath.ToSlash(typed), "/"))
}
