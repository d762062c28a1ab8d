//go:build !windows

package term

import "io"

// enableSequences does nothing: terminals outside Windows interpret control sequences without it.
func enableSequences(io.Writer) (restore func()) { return func() {} }
