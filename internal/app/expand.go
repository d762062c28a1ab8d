package app

import (
	"os"
	"path/filepath"
	"strings"
)

// Expand expands patterns (*, ?, […]) in typed file names to the matching files, sorted. Only Windows needs it,
// because its shells do not; elsewhere it changes nothing. A pattern that matches no file, or that is a file's name,
// stays unchanged.
func (e Env) Expand(typed []string) []string {
	if e.OS != windows {
		return typed
	}
	var all []string
	for _, name := range typed {
		all = append(all, e.matches(name)...)
	}
	return all
}

func (e Env) matches(name string) []string {
	path := e.Path(name)
	if _, err := os.Lstat(path); err == nil || !strings.ContainsAny(name, "*?[") || strings.Contains(name, "://") {
		return []string{name}
	}
	found, err := filepath.Glob(path)
	if err != nil || len(found) == 0 {
		return []string{name}
	}
	if !e.Absolute(name) {
		for i := range found {
			if relative, err := filepath.Rel(e.Dir, found[i]); err == nil {
				found[i] = relative
			}
		}
	}
	return found
}
