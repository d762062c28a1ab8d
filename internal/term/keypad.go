package term

import (
	"io"
	"math"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// done ends the phone.
type done struct{}

// above is a line to be shown above the one that is being typed.
type above string

// keypad is the last line of the screen, where the person types. It draws itself, see [blind].
type keypad struct {
	out   io.Writer
	paint Paint
	typed func(Typing)
	ready chan struct{}
	words string // that are not sent yet
	width int    // of the terminal, 0 where unknown
}

func (k *keypad) Init() tea.Cmd {
	close(k.ready)
	return nil
}

// View is nothing: see [keypad.draw].
func (k *keypad) View() tea.View { return tea.NewView("") }

// Update is told of every key, and of every line to be shown.
func (k *keypad) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var err error
	switch msg := msg.(type) {
	case done:
		_, _ = io.WriteString(k.out, erased) // it ends either way
		return k, tea.Quit
	case above:
		err = k.draw(strings.ReplaceAll(hanging(string(msg), k.width)+"\n", "\n", "\r\n"))
	case tea.WindowSizeMsg:
		k.width = msg.Width
		err = k.draw("")
	case tea.KeyPressMsg:
		k.press(msg)
		err = k.draw("")
	}
	if err != nil {
		return k, tea.Quit // nobody looks any more
	}
	return k, nil
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
	if k.words == "" {
		how := "keys and words are yours: 0-9 * # act at once, Enter says words, Ctrl-D hangs up"
		line += k.paint.Dim(ansi.Truncate(how, room, "")) + "\r" + prompt
	} else {
		line += k.paint.Cyan(ansi.TruncateLeft(k.words, ansi.StringWidth(k.words)-room, ""))
	}
	_, err := io.WriteString(k.out, erased+text+line)
	return err
}

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

func (k *keypad) press(key tea.KeyPressMsg) {
	switch key.String() {
	case "ctrl+c":
		k.typed(Typing{Interrupt: true})
	case "ctrl+d":
		k.typed(Typing{HangUp: true})
	case "enter":
		if words := strings.TrimSpace(k.words); words != "" {
			k.typed(Typing{Words: words})
		}
		k.words = ""
	case "backspace":
		if runes := []rune(k.words); len(runes) > 0 {
			k.words = string(runes[:len(runes)-1])
		}
	case "ctrl+w":
		rest := strings.TrimRight(k.words, " ")
		k.words = rest[:strings.LastIndexByte(rest, ' ')+1]
	case "ctrl+u", "esc":
		k.words = ""
	default:
		k.write(key.Text)
	}
}

// write takes what was typed: keys of a telephone act at once, unless they stand in the middle of words. A space begins words,
// so that they may begin with a digit.
func (k *keypad) write(text string) {
	if k.words == "" && len(text) == 1 && dialable(text) {
		k.typed(Typing{Key: text[0]})
		return
	}
	k.words += text
}

// dialable reports whether a telephone has all of these keys.
func dialable(text string) bool { return strings.Trim(text, "0123456789*#") == "" }
