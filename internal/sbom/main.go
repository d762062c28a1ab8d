// Command sbom says what is inside of a binary of twvoice: the modules that the Go linker noted in it, as CycloneDX. It looks at
// nothing but the binary, so that what it says is true of the bytes that are released, and the same bytes give the same document.
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

// bill is the list. It bears no serial number and no time but that of the commit, or two of the same binary would differ.
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

// module is named as scanners know it: https://github.com/package-url/purl-spec
func module(m debug.Module, kind cdx.ComponentType) cdx.Component {
	purl := "pkg:golang/" + m.Path + "@" + strings.ReplaceAll(m.Version, "+", "%2B")
	return cdx.Component{BOMRef: purl, Type: kind, Name: m.Path, Version: m.Version, PackageURL: purl}
}

func standardLibrary(version string) cdx.Component {
	return module(debug.Module{Path: "stdlib", Version: strings.TrimPrefix(version, "go")}, cdx.ComponentTypeLibrary)
}

// settings are how the binary was built: which system, which commit.
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
