// Command sbom lists the modules in a binary of twvoice, as the Go linker recorded them, in the CycloneDX format. It
// reads only the binary, so that the list is true for the released bytes, and the same bytes give the same document.
//
//	go run ./internal/sbom twvoice twvoice.cdx.json
package main

import (
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	cdx "github.com/CycloneDX/cyclonedx-go"

	"github.com/twvoice/twvoice/internal/app"
)

func main() {
	env := app.System("")
	if err := run(env); err != nil {
		env.Notef("sbom: %v", err)
		os.Exit(1)
	}
}

func run(env app.Env) error {
	if len(env.Args) != 2 {
		return errors.New("want a binary and the file to write")
	}
	info, err := buildinfo.ReadFile(env.Path(env.Args[0]))
	if err != nil {
		return err
	}
	f, err := os.Create(env.Path(env.Args[1]))
	if err != nil {
		return err
	}
	err = cdx.NewBOMEncoder(f, cdx.BOMFileFormatJSON).SetPretty(true).EncodeVersion(bill(info), cdx.SpecVersion1_6)
	return errors.Join(err, f.Close())
}

// bill returns the list. It has no serial number, and only the time of the commit, so that it is reproducible.
func bill(info *debug.BuildInfo) *cdx.BOM {
	main := module(info.Main, cdx.ComponentTypeApplication)
	main.Properties = settings(info)
	parts := []cdx.Component{standardLibrary(info.GoVersion)}
	refs := []string{parts[0].BOMRef}
	for _, dep := range info.Deps {
		if dep.Replace != nil {
			dep = dep.Replace
		}
		parts = append(parts, module(*dep, cdx.ComponentTypeLibrary))
		refs = append(refs, parts[len(parts)-1].BOMRef)
	}
	bom := cdx.NewBOM()
	bom.SerialNumber = ""
	bom.Metadata = &cdx.Metadata{Component: &main, Timestamp: setting(info, "vcs.time")}
	bom.Components = &parts
	bom.Dependencies = &[]cdx.Dependency{{Ref: main.BOMRef, Dependencies: &refs}}
	return bom
}

// module returns the module with the name that scanners use: https://github.com/package-url/purl-spec
func module(m debug.Module, kind cdx.ComponentType) cdx.Component {
	purl := "pkg:golang/" + m.Path + "@" + strings.ReplaceAll(m.Version, "+", "%2B")
	return cdx.Component{BOMRef: purl, Type: kind, Name: m.Path, Version: m.Version, PackageURL: purl}
}

func standardLibrary(version string) cdx.Component {
	return module(debug.Module{Path: "stdlib", Version: strings.TrimPrefix(version, "go")}, cdx.ComponentTypeLibrary)
}

// settings returns how the binary was built: system and commit.
func settings(info *debug.BuildInfo) *[]cdx.Property {
	var all []cdx.Property
	for _, name := range []string{"GOOS", "GOARCH", "CGO_ENABLED", "-trimpath", "vcs.revision"} {
		if value := setting(info, name); value != "" {
			all = append(all, cdx.Property{Name: fmt.Sprintf("go:build:%s", name), Value: value})
		}
	}
	return &all
}

func setting(info *debug.BuildInfo, name string) string {
	for _, s := range info.Settings {
		if s.Key == name {
			return s.Value
		}
	}
	return ""
}
