package term

import (
	"io"
	"math"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// keypad is the last line of the screen, where the user types.
type keypad struct {
	out   io.Writer
	paint Paint
	words entry  // not sent yet
	draft string // of the line that is being said, shown in one row above the input line; may be empty
	tall  bool   // a draft is on the screen
	width int    // of the terminal, in columns; 0 if unknown
}

// gutter is the width of a transcript line before its text.
const gutter = len("   0.0s  hears    ")

const (
	erased = "\r\x1b[J" // the cursor's line, and the rows that it takes in a narrower window
	prompt = "  > "
)

// draw shows text above the input line. An empty input line shows a help text. draw writes once, so that nothing
// flickers, and at most one row, so that it can be erased.
func (k *keypad) draw(text string) error {
	line, room := prompt, k.width-len(prompt)-1
	if k.width == 0 {
		room = math.MaxInt
	}
	words := k.words.String()
	if words == "" {
		how := "you are the caller: 0-9 * # are sent immediately, Enter speaks text, Ctrl-D hangs up"
		line += k.paint.Dim(ansi.Truncate(how, room, "")) + "\r" + prompt
	} else {
		line += k.paint.Cyan(ansi.TruncateLeft(words, ansi.StringWidth(words)-room, ""))
	}
	above := ""
	if k.draft != "" {
		above = k.latest() + "\r\n"
	}
	_, err := io.WriteString(k.out, k.clear()+text+above+line)
	k.tall = k.draft != ""
	return err
}

// clear returns what clears the rows of the draft and of the input line.
func (k *keypad) clear() string {
	if k.tall {
		return "\r\x1b[A" + erased
	}
	return erased
}

// latest returns the draft, shortened to its end if it is longer than one row.
func (k *keypad) latest() string {
	if k.width == 0 || ansi.StringWidth(k.draft) < k.width {
		return k.draft
	}
	head := ansi.Truncate(k.draft, gutter, "")
	rest := ansi.TruncateLeft(k.draft, gutter, "")
	return head + ansi.TruncateLeft(rest, ansi.StringWidth(rest)-(k.width-gutter-2), "…")
}

// above shows a line above the input line.
func (k *keypad) above(line string) error {
	return k.draw(strings.ReplaceAll(hanging(line, k.width)+"\n", "\n", "\r\n"))
}

// erase clears the line.
func (k *keypad) erase() { _, _ = io.WriteString(k.out, k.clear()) } // a write error is found when the terminal is read

// hanging breaks a transcript line between words and indents the rest below its text. A narrow terminal has no room for
// that.
func hanging(line string, columns int) string {
	if columns < 3*gutter || ansi.StringWidth(line) <= columns || strings.Contains(line, "\n") {
		return line
	}
	text := ansi.Wrap(ansi.TruncateLeft(line, gutter, ""), columns-gutter, "")
	return ansi.Truncate(line, gutter, "") + strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", gutter))
}

// press returns what a key does and reports whether it does something.
func (k *keypad) press(pressed key) (Typing, bool) {
	switch pressed.name {
	case "ctrl+c":
		return Typing{Interrupt: true}, true
	case "ctrl+d":
		return Typing{HangUp: true}, true
	case "enter":
		words := strings.TrimSpace(k.words.String())
		k.words = entry{}
		return Typing{Words: words}, words != ""
	case "esc":
		k.words = entry{}
	case "backspace", "ctrl+w", "ctrl+u":
		k.words.press(pressed)
	case "":
		return k.write(pressed)
	}
	return Typing{}, false
}

// write handles a typed character. Phone keys are sent immediately, unless they are part of a text. A space starts a
// text, so that it can begin with a digit.
func (k *keypad) write(pressed key) (Typing, bool) {
	if k.words.String() == "" && len(pressed.text) == 1 && dialable(pressed.text) {
		return Typing{Key: pressed.text[0]}, true
	}
	k.words.press(pressed)
	return Typing{}, false
}

// dialable reports whether all characters are phone keys.
func dialable(text string) bool { return strings.Trim(text, "0123456789*#") == "" }
