//go:build !windows

package term

import "io"

// understand does nothing: terminals outside Windows interpret control sequences without it.
func understand(io.Writer) (restore func()) { return func() {} }
