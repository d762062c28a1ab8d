package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// measure is a test that both emulators run.
type measure struct {
	name        string
	connections int
	work        func() []request // nil for the time until the first answer
	keep        string           // the target in product.md
}

// each is the number of requests per measure. All of them together stay below 5,000, where emulate starts to answer 429.
const each = 700

func measures() []measure {
	return []measure{
		{name: "spawn to first answer", keep: "≤ 1/10"},
		{"list numbers", 16, func() []request { return list(each) }, "≥ 5"},
		{"create a number", 16, func() []request { return numbers(0, each) }, "≥ 4"},
		{"create a call with inline TwiML", 16, func() []request { return calls(each) }, "≥ 4"},
		{"list numbers", 1, func() []request { return list(each) }, ""},
		{"create a number", 1, func() []request { return numbers(each, each) }, ""},
		{"create a call with inline TwiML", 1, func() []request { return calls(each) }, ""},
	}
}

// emulators runs all measures on both, in turns, each time in a new process.
func emulators(ctx context.Context, ours, theirs rival, rounds int) (string, error) {
	all := measures()
	our, their := make([][]float64, len(all)), make([][]float64, len(all))
	for range rounds {
		for _, turn := range []struct {
			rival rival
			into  [][]float64
		}{{ours, our}, {theirs, their}} {
			if err := round(ctx, turn.rival, all, turn.into); err != nil {
				return "", fmt.Errorf("%s: %w", turn.rival.name, err)
			}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| what | connections | %s | %s | ratio | keep |\n|---|---|---|---|---|---|\n", ours.name, theirs.name)
	for i, m := range all {
		x, y := median(our[i]), median(their[i])
		if m.work == nil {
			fmt.Fprintf(&b, "| %s | | %.0f ms | %.0f ms | 1/%.1f | %s |\n", m.name, x, y, y/x, m.keep)
			continue
		}
		fmt.Fprintf(&b, "| %s | %d | %.0f /s | %.0f /s | %.1f | %s |\n", m.name, m.connections, x, y, x/y, m.keep)
	}
	return b.String(), nil
}

// round runs all measures once: milliseconds until the first answer, and requests per second.
func round(ctx context.Context, r rival, all []measure, into [][]float64) error {
	s, err := start(ctx, r)
	if err != nil {
		return err
	}
	defer s.stop()
	if _, err := load(ctx, s.addr, 16, list(100)); err != nil { // warms it up before the measurement
		return err
	}
	for i, m := range all {
		if m.work == nil {
			into[i] = append(into[i], float64(s.spawn)/float64(time.Millisecond))
			continue
		}
		took, err := load(ctx, s.addr, m.connections, m.work())
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		into[i] = append(into[i], each/took.all.Seconds())
	}
	return nil
}
