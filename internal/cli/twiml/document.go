package twiml

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
)

// document is one document that a command reads.
type document struct {
	name     string // for messages
	file     string // path, "" if it is not a file
	source   []byte
	charset  string // from its Content-Type
	template bool   // it can contain {{Parameters}}
}

// selection says which documents a command reads.
type selection struct {
	targets    []string // as typed
	extensions []string // of the files in a folder
	hidden     bool     // including hidden folders
}

// eachDocument reads the selected documents, in order.
func eachDocument(ctx context.Context, f *cmdutil.Factory, s selection, yield func(document) error) error {
	for _, typed := range s.targets {
		if err := s.read(ctx, f, typed, yield); err != nil {
			return err
		}
	}
	return nil
}

func (s selection) read(ctx context.Context, f *cmdutil.Factory, typed string, yield func(document) error) error {
	switch {
	case typed == "-":
		source, err := f.Read(ctx, typed, userfile.MaxTwiML)
		if err != nil {
			return err
		}
		return yield(document{name: typed, source: source, template: true})
	case isURL(typed):
		if f.DryRun {
			f.Env.Notef("dry run: would request %s", shown(typed))
			return nil
		}
		d, err := fetch(ctx, typed, f.Timeout)
		if err != nil {
			return err
		}
		return yield(d)
	}
	info, err := os.Stat(f.Env.Path(typed))
	if err != nil {
		return cmdutil.Unread(typed, err)
	}
	if info.IsDir() {
		return s.readFolder(ctx, f.Env.Path(typed), typed, yield)
	}
	return readFile(ctx, f.Env.Path(typed), typed, yield)
}

func (s selection) readFolder(ctx context.Context, folder, typed string, yield func(document) error) error {
	found := false
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return cmdutil.Unread(path.Join(filepath.ToSlash(typed), name), err)
		}
		if !s.hidden && name != "." && strings.HasPrefix(entry.Name(), ".") {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() || !slices.Contains(s.extensions, path.Ext(name)) {
			return nil
		}
		found = true
		return readFile(ctx, filepath.Join(folder, filepath.FromSlash(name)), path.Join(filepath.ToSlash(typed), name), yield)
	})
	if err == nil && !found {
		return fault.With(fmt.Errorf("%s contains no %s file", typed, strings.Join(s.extensions, " or ")), fault.Failed, "name the documents themselves")
	}
	return err
}

func readFile(ctx context.Context, file, typed string, yield func(document) error) error {
	source, err := userfile.Read(ctx, file, userfile.MaxTwiML)
	if err != nil {
		return cmdutil.Unread(typed, err)
	}
	return yield(document{name: typed, file: file, source: source, template: true})
}

func isURL(typed string) bool {
	return strings.HasPrefix(typed, "http://") || strings.HasPrefix(typed, "https://")
}
