package testcmd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lazy"
	"github.com/twvoice/twvoice/internal/scenario"
)

// read reads the scenarios of all files. Unreadable and invalid ones are included and have an Err.
func read(ctx context.Context, f *cmdutil.Factory, targets []string, vars func(string) (string, bool)) ([]scenario.Scenario, error) {
	var all []scenario.Scenario
	var names []string
	find := files
	if len(targets) == 0 {
		targets, find = []string{"."}, findScenarios
	}
	for _, typed := range targets {
		found, err := find(ctx, f, typed)
		if err != nil {
			return nil, err
		}
		names = append(names, found...)
	}
	seen := map[string]bool{}
	for _, name := range names {
		if seen[f.Env.Path(name)] {
			continue
		}
		seen[f.Env.Path(name)] = true
		source, err := f.Read(ctx, name, scenario.MaxSize)
		switch {
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case err != nil:
			all = append(all, scenario.Unreadable(name, err))
			continue
		}
		scenarios, _ := scenario.Load(name, source, vars) // each scenario has its own mistakes
		all = append(all, scenarios...)
	}
	return all, nil
}

// files returns a file, or the scenario files below a folder, with the names as typed.
func files(_ context.Context, f *cmdutil.Factory, typed string) ([]string, error) {
	info, err := os.Stat(f.Env.Path(typed))
	if err != nil {
		return nil, cmdutil.Unread(typed, err)
	}
	if !info.IsDir() {
		return []string{filepath.ToSlash(typed)}, nil
	}
	var all []string
	err = fs.WalkDir(os.DirFS(f.Env.Path(typed)), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return cmdutil.Unread(path.Join(filepath.ToSlash(typed), name), err)
		case name != "." && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case entry.IsDir() && entry.Name() == "node_modules":
			return fs.SkipDir
		case !entry.IsDir() && path.Ext(name) == ".yaml" && entry.Name() != "twvoice.yaml": // that file holds the project's settings
			all = append(all, path.Join(filepath.ToSlash(typed), name))
		}
		return nil
	})
	if err == nil && len(all) == 0 {
		return nil, fault.With(fmt.Errorf("%s contains no .yaml file", typed), fault.Failed, "twvoice call http://localhost:3000/voice --save "+path.Join(filepath.ToSlash(typed), "first.yaml")+" writes one")
	}
	slices.Sort(all)
	return all, err
}

// scenarioLine matches a line that every scenario has, and hardly any other YAML file.
var scenarioLine = lazy.Regexp(`(?m)^call:`)

// findScenarios returns the scenario files below a folder that can also contain other YAML.
func findScenarios(ctx context.Context, f *cmdutil.Factory, typed string) ([]string, error) {
	all, err := files(ctx, f, typed)
	if err != nil && len(all) > 0 {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(name string) bool {
		source, err := f.Read(ctx, name, scenario.MaxSize)
		return err == nil && !scenarioLine().Match(source) // an unreadable file is reported later
	})
	if len(all) == 0 {
		return nil, fault.With(errors.New("no scenario found below this folder"), fault.Usage,
			"twvoice call http://localhost:3000/voice --save calls/first.yaml writes one")
	}
	return all, nil
}
