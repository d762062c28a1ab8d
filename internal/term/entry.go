package term

import "slices"

// entry is a line that is being typed. Its zero value is empty.
type entry struct {
	text []rune
	at   int // position of the next letter
}

func (e entry) String() string { return string(e.text) }

// press edits the line as a key does in most shells.
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

// word returns where the word before the cursor begins.
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

// cut removes the text between two positions, limited to the line.
func (e *entry) cut(from, to int) {
	from, to = max(from, 0), min(to, len(e.text))
	e.text = slices.Delete(e.text, from, to)
	e.at = from
}
