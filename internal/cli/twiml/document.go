package twiml

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/twvoice/twvoice/internal/cli/frame"
	"github.com/twvoice/twvoice/internal/fault"
)

// document is one document on its way to a verb of this noun.
type document struct {
	name     string // as the user knows it
	source   []byte
	charset  string // that its Content-Type named
	template bool   // may have {{Parameters}} in it
}

// eachDocument reads what was typed, in order.
func eachDocument(ctx context.Context, f *frame.Frame, targets []string, yield func(document) error) error {
	for _, typed := range targets {
		if err := read(ctx, f, typed, yield); err != nil {
			return err
		}
	}
	return nil
}

func read(ctx context.Context, f *frame.Frame, typed string, yield func(document) error) error {
	switch {
	case typed == "-":
		source, err := io.ReadAll(f.Env.Stdin)
		if err != nil {
			return fmt.Errorf("read standard input: %w", err)
		}
		return yield(document{name: typed, source: source, template: true})
	case strings.HasPrefix(typed, "http://") || strings.HasPrefix(typed, "https://"):
		d, err := fetch(ctx, typed, f.Timeout)
		if err != nil {
			return err
		}
		return yield(d)
	}
	info, err := os.Stat(f.Env.Path(typed))
	if err != nil {
		return unread(typed, err)
	}
	if info.IsDir() {
		return readFolder(f.Env.Path(typed), typed, yield)
	}
	return readFile(f.Env.Path(typed), typed, yield)
}

// readFolder reads what serve would answer with: every .xml in it.
func readFolder(folder, typed string, yield func(document) error) error {
	found := false
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return unread(path.Join(filepath.ToSlash(typed), name), err)
		}
		if entry.IsDir() || path.Ext(name) != ".xml" {
			return nil
		}
		found = true
		return readFile(filepath.Join(folder, filepath.FromSlash(name)), path.Join(filepath.ToSlash(typed), name), yield)
	})
	if err == nil && !found {
		return fault.With(fmt.Errorf("%s holds no .xml file", typed), fault.Failed, "name the documents themselves")
	}
	return err
}

func readFile(file, typed string, yield func(document) error) error {
	source, err := os.ReadFile(file)
	if err != nil {
		return unread(typed, err)
	}
	return yield(document{name: typed, source: source, template: true})
}

// unread names the file as the user typed it.
func unread(typed string, err error) error {
	if wrong, ok := errors.AsType[*fs.PathError](err); ok {
		err = wrong.Err
	}
	return fault.With(fmt.Errorf("read %s: %w", typed, err), fault.Failed, "")
}
