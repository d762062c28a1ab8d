package call

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/twvoice/twvoice/internal/cli/frame"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/scenario"
)

// saved makes the call and writes it down, also one that raised errors: the scenario expects them.
func (o *Options) saved(ctx context.Context, f *frame.Frame, c frame.Conversation) error {
	if err := o.saveable(f); err != nil {
		return err
	}
	var notes scenario.Notebook
	c.Witness = &notes
	called := f.Converse(ctx, c)
	if called != nil && fault.ExitOf(called) != fault.Problems {
		return frame.Looked(called)
	}
	title := scenario.Title{Name: "Call to " + o.Target, To: o.seenFrom(f), From: o.From, Params: maps.Clone(c.Options.Call.Params)}
	if o.To != "" {
		title.Params.Set("To", o.To)
		title.Params.Set("Called", o.To)
	}
	if err := unwritten(o.Save, os.WriteFile(f.Env.Path(o.Save), notes.Scenario(title), 0o644)); err != nil {
		return err
	}
	f.Env.Notef("saved as %s: run it with twvoice test %s", o.Save, scenario.Quoted(o.Save))
	return frame.Looked(called)
}

// saveable refuses, before anybody is called, what could not be written afterwards or would not be found.
func (o *Options) saveable(f *frame.Frame) error {
	if filepath.Ext(o.Save) != ".yaml" {
		return fault.With(fmt.Errorf("--save %s is no .yaml file, and test would not find it in its folder", o.Save), fault.Usage, "--save "+strings.TrimSuffix(o.Save, filepath.Ext(o.Save))+".yaml")
	}
	_, err := os.Stat(filepath.Dir(f.Env.Path(o.Save)))
	return unwritten(o.Save, err)
}

// unwritten names the file as the user typed it.
func unwritten(typed string, err error) error {
	if wrong, ok := errors.AsType[*fs.PathError](err); ok {
		err = wrong.Err
	}
	if err == nil {
		return nil
	}
	return fault.With(fmt.Errorf("write %s: %w", typed, err), fault.Failed, "")
}

// seenFrom is the target as a scenario in the saved file names it: files are relative to it.
func (o *Options) seenFrom(f *frame.Frame) string {
	name := f.Env.Path(o.Target)
	if _, err := os.Stat(name); strings.Contains(o.Target, "://") || err != nil {
		return o.Target
	}
	relative, err := filepath.Rel(filepath.Dir(f.Env.Path(o.Save)), name)
	if err != nil {
		return o.Target
	}
	if relative == "." || !strings.ContainsAny(relative, `/\`) && filepath.Ext(relative) != ".xml" {
		relative = "./" + relative
	}
	return filepath.ToSlash(relative)
}
