package cmdutil

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
)

// ScenarioFile is the file for --save, as typed.
type ScenarioFile string

// Check rejects a file, before the call, that could not be written or that twvoice test would not find.
func (s ScenarioFile) Check(f *Factory) error {
	name := string(s)
	if filepath.Ext(name) != ".yaml" {
		return fault.With(fmt.Errorf("--save %s is not a .yaml file: twvoice test would not find it in its folder", name), fault.Usage, "--save "+strings.TrimSuffix(name, filepath.Ext(name))+".yaml")
	}
	_, err := os.Stat(filepath.Dir(f.Env.Path(name)))
	return s.unwritten(err)
}

// Write writes the scenario.
func (s ScenarioFile) Write(ctx context.Context, f *Factory, source []byte) error {
	return s.unwritten(userfile.Write(ctx, f.Env.Path(string(s)), source))
}

// Saved describes a scenario that was written.
type Saved struct {
	Fails   string   // why it does not pass unchanged, or ""
	Secrets int      // number of its variables KEY_1, KEY_2 …
	Flags   []string // required flags: --local
	App     string   // the application if the scenario calls a path, which needs --app; or ""
	Serve   []string // the command that starts the application, if it does not run: twvoice serve …
}

// Report reports what was written and how to run it.
func (s ScenarioFile) Report(f *Factory, saved Saved) {
	command := []string{"twvoice", "test", string(s)}
	command = append(command, saved.Flags...)
	if saved.App != "" {
		command = append(command, "--app", saved.App)
	}
	for i := range saved.Secrets {
		command = append(command, "--set", fmt.Sprintf("KEY_%d=0", i+1))
	}
	if len(saved.Serve) > 0 {
		command = append(append(saved.Serve, "--"), command...)
	}
	for i, word := range command {
		command[i] = f.Env.Quoted(word)
	}
	if saved.Fails != "" {
		f.Env.Notef("saved as %s, but it does not pass against the recorded responses: %s", s, saved.Fails)
		f.Env.Notef("  run it with %s", strings.Join(command, " "))
	} else {
		f.Env.Notef("saved as %s: run it with %s", s, strings.Join(command, " "))
	}
	if saved.Secrets > 0 {
		f.Env.Notef("  KEY_1 represents keys that were not stored: replace the 0 if the application checks them")
	}
}

// unwritten returns an error that names the file as typed.
func (s ScenarioFile) unwritten(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return fault.With(fmt.Errorf("write %s: %w", s, userfile.Reason(err)), fault.Failed, "")
}

// TargetPath returns the target as a scenario in the file writes it: files are relative to the scenario.
func (s ScenarioFile) TargetPath(f *Factory, target string) string {
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
