package archtest

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// permissive is what a license that we may link says, by its name at SPDX. None of them asks more of a binary than that it names
// whose work is in it.
func permissive() map[string]string {
	return map[string]string{
		"MIT":        "Permission is hereby granted, free of charge, to any person obtaining a copy",
		"BSD":        "Redistribution and use in source and binary forms, with or without modification, are permitted provided",
		"Apache-2.0": "Apache License Version 2.0, January 2004",
		"ISC":        "distribute this software for any purpose with or without fee is hereby granted",
		"MPL-2.0":    "Mozilla Public License Version 2.0",
	}
}

// reciprocal is the head of a license that would be ours as well; the MPL names these in other letters.
var reciprocal = regexp.MustCompile(`GNU (AFFERO |LESSER )?GENERAL PUBLIC LICENSE`)

func TestLicensesOfLinkedModulesAreAllowed(t *testing.T) {
	t.Parallel()
	for module, dir := range linked(t) {
		kinds, err := licenses(dir)
		if err != nil || len(kinds) == 0 {
			t.Errorf("%s has no license that we know: %v", module, err)
		}
		if slices.Contains(kinds, "GPL") {
			t.Errorf("%s is under a license of GNU's, at least in part: %v", module, kinds)
		}
	}
}

func TestLicensesAreShown(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, file, text, want string }{
		{"lines may break anywhere", "LICENSE", "Apache License\n   Version 2.0, January\n 2004", "[Apache-2.0]"},
		{"any spelling of the file", "License.md", permissive()["MIT"], "[MIT]"},
		{"one that binds us", "COPYING", "GNU LESSER GENERAL PUBLIC LICENSE", "[GPL]"},
		{"another file", "README", permissive()["MIT"], "[]"},
		{"all rights reserved", "LICENSE", "All rights reserved.", "[]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, tt.file), []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := licenses(dir); err != nil || fmt.Sprint(got) != tt.want {
				t.Errorf("got %v, %v, want %s", got, err, tt.want)
			}
		})
	}
}

// linked are the modules in the binaries of a release, and where the module cache has them. What is not there is not fetched.
func linked(t *testing.T) map[string]string {
	t.Helper()
	modules := map[string]string{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}", "./cmd/twvoice")
		cmd.Dir, cmd.Env = filepath.Join("..", ".."), append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0", "GOPROXY=off")
		var why bytes.Buffer
		cmd.Stderr = &why
		out, err := cmd.Output()
		if err != nil {
			t.Skipf("NO LICENCE WAS LOOKED AT: go list cannot say what is linked for %s: %v\n%s", system, err, &why)
		}
		for line := range strings.Lines(string(out)) {
			if module, dir, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
				modules[module] = dir
			}
		}
	}
	if _, ok := modules["github.com/spf13/cobra"]; !ok {
		t.Fatalf("cobra is not linked, which cannot be: %v", slices.Sorted(maps.Keys(modules)))
	}
	return modules
}

// licenses are the kinds that a module's own files name.
func licenses(dir string) ([]string, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var kinds []string
	for _, file := range files {
		name := strings.ToLower(file.Name())
		if file.IsDir() || !strings.HasPrefix(name, "licen") && !strings.HasPrefix(name, "copying") {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(dir, file.Name()))
		if err != nil {
			return nil, err
		}
		text := strings.Join(strings.Fields(string(raw)), " ")
		for kind, says := range permissive() {
			if strings.Contains(text, says) {
				kinds = append(kinds, kind)
			}
		}
		if reciprocal.MatchString(text) {
			kinds = append(kinds, "GPL")
		}
	}
	slices.Sort(kinds)
	return slices.Compact(kinds), nil
}
