//go:build !windows

package term

import "io"

// understand does nothing: terminals know sequences of control characters here.
func understand(io.Writer) (restore func()) { return func() {} }
