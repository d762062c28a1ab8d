package term

import "slices"

// entry is a line that is being typed. Its zero value is empty.
type entry struct {
	text []rune
	at   int // where the next letter goes
}

func (e entry) String() string { return string(e.text) }

// press changes the line as a key does in most shells.
func (e *entry) press(k key) {
	switch k.name {
	case "backspace":
		e.cut(e.at-1, e.at)
	case "delete":
		e.cut(e.at, e.at+1)
	case "ctrl+w":
		e.cut(e.word(), e.at)
	case "ctrl+u":
		e.cut(0, e.at)
	case "ctrl+k":
		e.cut(e.at, len(e.text))
	case "left":
		e.at = max(e.at-1, 0)
	case "right":
		e.at = min(e.at+1, len(e.text))
	case "home":
		e.at = 0
	case "end":
		e.at = len(e.text)
	default:
		typed := []rune(k.text)
		e.text = slices.Insert(e.text, e.at, typed...)
		e.at += len(typed)
	}
}

// word is where the word before the cursor begins.
func (e *entry) word() int {
	at := e.at
	for at > 0 && e.text[at-1] == ' ' {
		at--
	}
	for at > 0 && e.text[at-1] != ' ' {
		at--
	}
	return at
}

// cut takes out what lies between two places, as far as there is something.
func (e *entry) cut(from, to int) {
	from, to = max(from, 0), min(to, len(e.text))
	e.text = slices.Delete(e.text, from, to)
	e.at = from
}
