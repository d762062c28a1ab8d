package term

import (
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"
)

// screen redraws the last lines of a terminal.
type screen struct {
	out     io.Writer
	below   int // rows between the first one and the cursor
	restore func()
}

func openScreen(out io.Writer) *screen { return &screen{out: out, restore: enableSequences(out)} }

func (s *screen) close() { s.restore() }

// draw replaces the lines in one write, so that nothing flickers. The cursor ends back columns before the end of the
// last line; if back is negative, it is hidden.
func (s *screen) draw(lines []string, back int) error {
	rows := s.wrap(lines)
	cursor := ansi.HideCursor
	if back >= 0 {
		cursor = ansi.ShowCursor + strings.Repeat("\b", back)
	}
	_, err := io.WriteString(s.out, s.home()+strings.Join(rows, "\r\n")+cursor)
	s.below = len(rows) - 1
	return err
}

// leave draws the final lines and returns why the question ended.
func (s *screen) leave(lines []string, why error) error {
	_, err := io.WriteString(s.out, s.home()+strings.Join(s.wrap(lines), "\r\n")+"\r\n"+ansi.ShowCursor)
	s.below = 0
	if why != nil {
		return why
	}
	return err
}

// home returns the sequence that moves to the first row and erases from there.
func (s *screen) home() string {
	if s.below == 0 {
		return erased
	}
	return ansi.CursorUp(s.below) + erased
}

// wrap breaks lines where the terminal would, so that rows can be counted.
func (s *screen) wrap(lines []string) (rows []string) {
	width := columns(s.out)
	for _, line := range lines {
		if width > 1 {
			line = ansi.Wrap(line, width-1, "")
		}
		rows = append(rows, strings.Split(line, "\n")...)
	}
	return rows
}

// columns returns the width of a terminal, or 0 if it is unknown.
func columns(out io.Writer) int {
	file, ok := out.(interface{ Fd() uintptr })
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return width
}
