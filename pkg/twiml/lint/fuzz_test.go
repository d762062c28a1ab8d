package lint_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

func FuzzCheck(f *testing.F) {
	paths, err := filepath.Glob("testdata/*/*.xml")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, uint8(0))
	}
	f.Fuzz(func(t *testing.T, data []byte, how uint8) {
		doc, err := twiml.Parse(data)
		if err != nil {
			return
		}
		o := lint.Options{Kind: lint.Kind(how % 3), Place: lint.Place(how / 3 % 5), NoBase: how >= 128}
		var last twiml.Pos
		for _, finding := range lint.Check(doc, o) {
			if finding.Pos.Before(last) || finding.Pos == (twiml.Pos{}) {
				t.Errorf("%v stands behind %v", finding, last)
			}
			last = finding.Pos
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	data, err := os.ReadFile("testdata/ok/menu.xml")
	if err != nil {
		b.Fatal(err)
	}
	doc, err := twiml.Parse(data)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		lint.Check(doc, lint.Options{})
	}
}
