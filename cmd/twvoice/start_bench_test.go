package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"
)

// BenchmarkStart compares the start of twvoice --version with that of a bare program on cobra and viper. The two take
// turns, and the medians are compared. ns/op is that of twvoice, x-bare the ratio, MB-resident the memory.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	start := filepath.Join(dir, "start"+exe())
	twvoice := filepath.Join(dir, "twvoice"+exe())
	bare := filepath.Join(dir, "bare"+exe())
	build(b, start, "./testdata/start")
	build(b, bare, "./testdata/bare", "-ldflags=-s -w")
	build(b, twvoice, ".", "-ldflags=-s -w")

	var ours, theirs []time.Duration
	var memory []int64
	for b.Loop() {
		took, resident := started(b, start, twvoice)
		ours, memory = append(ours, took), append(memory, resident)
		took, _ = started(b, start, bare)
		theirs = append(theirs, took)
	}
	b.ReportMetric(float64(median(ours)), "ns/op")
	b.ReportMetric(float64(median(ours))/float64(median(theirs)), "x-bare")
	b.ReportMetric(float64(median(memory))/1e6, "MB-resident")
}

func started(b *testing.B, start, program string) (took time.Duration, resident int64) {
	b.Helper()
	out, err := exec.Command(start, program, "--version").Output()
	if err != nil {
		b.Fatalf("%s --version: %v", program, err)
	}
	if _, err := fmt.Fscan(bytes.NewReader(out), &took, &resident); err != nil {
		b.Fatalf("%q: %v", out, err)
	}
	return took, resident
}

func median[T time.Duration | int64](all []T) T {
	slices.Sort(all)
	return all[len(all)/2]
}

// build compiles a command as it is released, but for this machine; flags are more flags of go build.
func build(t testing.TB, to, pkg string, flags ...string) {
	t.Helper()
	cmd := exec.Command("go", slices.Concat([]string{"build", "-trimpath", "-o", to}, flags, []string{pkg})...)
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build %s: %v\n%s", pkg, err, out)
	}
}

func exe() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}
