package term

import (
	"io"
	"math"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// keypad is the last line of the screen, where the person types.
type keypad struct {
	out   io.Writer
	paint Paint
	words entry // that are not sent yet
	width int   // of the terminal, 0 where unknown
}

const (
	erased = "\r\x1b[J" // the line of the cursor, and what a narrower window has made of it
	prompt = "  > "
)

// draw shows text above the line that is typed; as long as that is empty it says how to type one. It is one write, so that
// nothing flickers, and never more than one row, so that it can be erased.
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
	_, err := io.WriteString(k.out, erased+text+line)
	return err
}

// above shows a line above the one that is typed.
func (k *keypad) above(line string) error {
	return k.draw(strings.ReplaceAll(hanging(line, k.width)+"\n", "\n", "\r\n"))
}

// erase empties the line.
func (k *keypad) erase() { _, _ = io.WriteString(k.out, erased) } // it ends either way

// hanging breaks a line of a transcript between words, below the words that it begins with, where the terminal would break it
// anywhere. A narrow terminal has no room for that.
func hanging(line string, columns int) string {
	const gutter = len("   0.0s  hears    ")
	if columns < 3*gutter || ansi.StringWidth(line) <= columns || strings.Contains(line, "\n") {
		return line
	}
	text := ansi.Wrap(ansi.TruncateLeft(line, gutter, ""), columns-gutter, "")
	return ansi.Truncate(line, gutter, "") + strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", gutter))
}

// press says what a key does, where it does something.
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

// write takes what was typed: keys of a telephone act at once, unless they stand in the middle of words. A space begins words,
// so that they may begin with a digit.
func (k *keypad) write(pressed key) (Typing, bool) {
	if k.words.String() == "" && len(pressed.text) == 1 && dialable(pressed.text) {
		return Typing{Key: pressed.text[0]}, true
	}
	k.words.press(pressed)
	return Typing{}, false
}

// dialable reports whether a telephone has all of these keys.
func dialable(text string) bool { return strings.Trim(text, "0123456789*#") == "" }
