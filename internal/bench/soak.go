package main

import (
	"context"
	"fmt"
	"strings"
)

// soak places this many calls, one after the other. It shows whether the last ones are slower than the first, and the
// memory of the process.
func soak(ctx context.Context, r rival, total int) (string, error) {
	s, err := start(ctx, r)
	if err != nil {
		return "", err
	}
	defer s.stop()
	const step = 2000
	var b strings.Builder
	b.WriteString("| requests | /s | resident |\n|---|---|---|\n")
	fmt.Fprintf(&b, "| 0 | | %.1f MB |\n", float64(s.memory())/1e6)
	for done := 0; done < total; done += step {
		took, err := load(ctx, s.addr, 16, calls(step))
		if err != nil {
			return "", fmt.Errorf("after %d requests: %w", done, err)
		}
		fmt.Fprintf(&b, "| %d | %.0f | %.1f MB |\n", done+step, step/took.all.Seconds(), float64(s.memory())/1e6)
	}
	return b.String(), nil
}
