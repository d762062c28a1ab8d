package term

import (
	"io"

	"golang.org/x/sys/windows"
)

// enableSequences makes a console interpret control sequences, which old consoles do only on request.
//
// https://learn.microsoft.com/en-us/windows/console/console-virtual-terminal-sequences
func enableSequences(out io.Writer) (restore func()) {
	file, ok := out.(interface{ Fd() uintptr })
	if !ok {
		return func() {}
	}
	console, before := windows.Handle(file.Fd()), uint32(0)
	if windows.GetConsoleMode(console, &before) != nil ||
		windows.SetConsoleMode(console, before|windows.ENABLE_PROCESSED_OUTPUT|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) != nil {
		return func() {}
	}
	return func() { _ = windows.SetConsoleMode(console, before) }
}
