package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/twvoice/twvoice/"

// source is one of our files, without tests.
type source struct {
	pkg   string // internal/store
	name  string // internal/store/store.go
	file  *ast.File
	files *token.FileSet // has its positions
}

func sources(t *testing.T) []source {
	t.Helper()
	root := filepath.Join("..", "..")
	var all []source
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		// Examples in docs are separate programs and not part of the plan.
		if entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || name == "docs") {
			return filepath.SkipDir
		}
		if entry.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		all = append(all, source{pkg: strings.TrimSuffix(name, "/"+entry.Name()), name: name, file: file, files: files})
		return nil
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("read the sources: %v", err)
	}
	return all
}

func (s source) imports() []string {
	var paths []string
	for _, spec := range s.file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}

// violations are all the ways in which the code differs from the plan.
func violations(all []source) []string {
	var found []string
	for _, s := range all {
		floor, planned := floors()[s.pkg]
		if !planned {
			found = append(found, s.name+": its package has no floor")
		}
		for _, path := range s.imports() {
			if ours, ok := strings.CutPrefix(path, module); ok && floors()[ours] >= floor && planned && floor < len(plan()) {
				found = append(found, fmt.Sprintf("%s (floor %d) imports %s (floor %d)", s.name, floor, ours, floors()[ours]))
			}
			if strings.HasPrefix(s.pkg, "pkg/") && strings.HasPrefix(path, module+"internal/") {
				found = append(found, s.name+" is public and imports "+path)
			}
			for foreign, allowed := range doors() {
				if within(path, foreign) && !anyWithin(s.pkg, allowed) {
					found = append(found, fmt.Sprintf("%s imports %s, whose door is %s", s.name, path, strings.Join(allowed, ", ")))
				}
			}
		}
		found = append(found, s.reachesOut()...)
	}
	return found
}

func (s source) reachesOut() []string {
	var found []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if base, ok := selector.X.(*ast.Ident); ok {
			name := base.Name + "." + selector.Sel.Name
			if allowed, known := outside()[name]; known && !anyWithin(s.pkg, allowed) {
				found = append(found, fmt.Sprintf("%s uses %s, which is for %s", s.name, name, strings.Join(allowed, ", ")))
			}
		}
		return true
	})
	return found
}

func within(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

func anyWithin(path string, folders []string) bool {
	for _, folder := range folders {
		if within(path, folder) {
			return true
		}
	}
	return false
}

func TestPackagesImportLowerFloorsOnly(t *testing.T) {
	t.Parallel()
	all := sources(t)
	for _, v := range violations(all) {
		t.Error(v)
	}
	built := map[string]bool{}
	for _, s := range all {
		built[s.pkg] = true
	}
	for pkg := range floors() {
		if !built[pkg] {
			t.Errorf("%s has a floor, and does not exist", pkg)
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	t.Parallel()
	documented := map[string]bool{}
	for _, s := range sources(t) {
		documented[s.pkg] = documented[s.pkg] || s.file.Doc != nil && len(s.file.Doc.Text()) > 80
	}
	for pkg, ok := range documented {
		if !ok {
			t.Errorf("%s: the package comment does not say what it is and what it refuses to do", pkg)
		}
	}
}

// The test of the test: a plan that is broken on purpose is noticed.
func TestWrongImportIsReported(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, pkg, code, want string }{
		{"a higher floor", "internal/store", `import _ "` + module + `internal/lease"`, "imports internal/lease"},
		{"the same floor", "internal/lease", `import _ "` + module + `internal/tunnel"`, "imports internal/tunnel"},
		{"a private package from a public one", "pkg/twiml", `import _ "` + module + `internal/fault"`, "is public"},
		{"a module by another door", "internal/lease", `import _ "database/sql"`, "whose door is internal/store"},
		{"the process's end", "internal/lease", `import "os"; func f() { os.Exit(1) }`, "uses os.Exit"},
		{"a package without a floor", "internal/util", ``, "has no floor"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\n"+tt.code, 0)
			if err != nil {
				t.Fatal(err)
			}
			found := violations([]source{{pkg: tt.pkg, name: tt.pkg + "/x.go", file: file}})
			if len(found) == 0 || !strings.Contains(strings.Join(found, "\n"), tt.want) {
				t.Errorf("got %q, want something with %q", found, tt.want)
			}
		})
	}
}
