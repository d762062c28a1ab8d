package frame

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/scenario"
	"github.com/twvoice/twvoice/internal/userfile"
)

// ScenarioFile is where --save writes a scenario, as the user typed it.
type ScenarioFile string

// Check refuses, before anybody is called, what could not be written afterwards or would not be found.
func (s ScenarioFile) Check(f *Frame) error {
	name := string(s)
	if filepath.Ext(name) != ".yaml" {
		return fault.With(fmt.Errorf("--save %s is no .yaml file, and test would not find it in its folder", name), fault.Usage, "--save "+strings.TrimSuffix(name, filepath.Ext(name))+".yaml")
	}
	_, err := os.Stat(filepath.Dir(f.Env.Path(name)))
	return s.unwritten(err)
}

// Write writes it, and says how it is run.
func (s ScenarioFile) Write(ctx context.Context, f *Frame, source []byte) error {
	if err := s.unwritten(userfile.Write(ctx, f.Env.Path(string(s)), source)); err != nil {
		return err
	}
	f.Env.Notef("saved as %s: run it with twvoice test %s", s, scenario.Quoted(string(s)))
	return nil
}

// unwritten names the file as the user typed it.
func (s ScenarioFile) unwritten(err error) error {
	if wrong, ok := errors.AsType[*fs.PathError](err); ok {
		err = wrong.Err
	}
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return fault.With(fmt.Errorf("write %s: %w", s, err), fault.Failed, "")
}

// SeenFrom is a target as a scenario in the file names it: files are relative to it.
func (s ScenarioFile) SeenFrom(f *Frame, target string) string {
	name := f.Env.Path(target)
	if _, err := os.Stat(name); strings.Contains(target, "://") || err != nil {
		return target
	}
	relative, err := filepath.Rel(filepath.Dir(f.Env.Path(string(s))), name)
	if err != nil {
		return target
	}
	if relative == "." || !strings.ContainsAny(relative, `/\`) && filepath.Ext(relative) != ".xml" {
		relative = "./" + relative
	}
	return filepath.ToSlash(relative)
}
