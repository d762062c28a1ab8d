package term

import (
	"io"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/cancelreader"
	"golang.org/x/term"
)

// keyboard reads a terminal key by key. While it is open, the terminal does not echo, does not collect lines, and Ctrl-C
// is a key. It must be closed.
type keyboard struct {
	in      cancelreader.CancelReader
	restore func() error
	over    chan struct{}
}

// openKeyboard starts reading. It calls pressed for every key, and with [gone] at the end. An input that is not a
// terminal is read unchanged.
func openKeyboard(in io.Reader, pressed func(key)) (*keyboard, error) {
	restore, err := raw(in)
	if err != nil {
		return nil, err
	}
	reader, err := cancelreader.NewReader(in)
	if err != nil {
		restore()
		return nil, err
	}
	k := &keyboard{in: reader, restore: restore, over: make(chan struct{})}
	go func() {
		defer close(k.over)
		defer pressed(key{name: gone})
		read(reader, pressed)
	}()
	return k, nil
}

// raw makes a terminal pass on every key immediately.
func raw(in io.Reader) (restore func() error, err error) {
	file, ok := in.(interface{ Fd() uintptr })
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return func() error { return nil }, nil
	}
	before, err := term.MakeRaw(int(file.Fd()))
	if err != nil {
		return nil, err
	}
	return func() error { return term.Restore(int(file.Fd()), before) }, nil
}

// Close restores the terminal. If the system cannot cancel a read, the goroutine ends with the next key.
func (k *keyboard) Close() error {
	if k.in.Cancel() {
		<-k.over
	}
	err := k.in.Close()
	if failed := k.restore(); failed != nil {
		return failed
	}
	return err
}

func read(in io.Reader, pressed func(key)) {
	chunk, left := make([]byte, 256), []byte(nil)
	for {
		n, err := in.Read(chunk)
		var keys []key
		keys, left = decode(append(left, chunk[:n]...))
		for _, k := range keys {
			pressed(k)
		}
		if err != nil {
			return
		}
	}
}

// key is one key: the text of a key that writes, the name of any other.
type key struct{ text, name string }

// gone is the name of the last key: the terminal was closed.
const gone = "gone"

// decode decodes what a terminal sent for keys. Left is the start of an incomplete key.
func decode(sent []byte) (keys []key, left []byte) {
	for len(sent) > 0 {
		n, k := first(sent)
		if n == 0 {
			return keys, sent
		}
		sent = sent[n:]
		if k != (key{}) {
			keys = append(keys, k)
		}
	}
	return keys, nil
}

// first decodes the first key and returns its length, or 0 if bytes are missing. A single escape is a complete key,
// because terminals send longer sequences in one piece.
func first(sent []byte) (int, key) {
	switch {
	case sent[0] == ansi.ESC && len(sent) == 1:
		return 1, key{name: "esc"}
	case sent[0] == ansi.ESC && sent[1] == 'O': // https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h3-PC-Style-Function-Keys
		if len(sent) == 2 {
			return 0, key{}
		}
		return 3, key{name: sequences("\x1b[" + string(sent[2]))}
	case sent[0] == ansi.ESC:
		seq, _, n, state := ansi.DecodeSequence(sent, ansi.NormalState, nil)
		if state != ansi.NormalState {
			return 0, key{}
		}
		return n, key{name: sequences(string(seq))}
	case sent[0] < ' ' || sent[0] == ansi.DEL:
		return 1, key{name: controls(sent[0])}
	case !utf8.FullRune(sent):
		return 0, key{}
	}
	_, n := utf8.DecodeRune(sent)
	return n, key{text: string(sent[:n])}
}

// controls names the keys that send one control character, or returns "" for those without a function here.
func controls(c byte) string {
	switch c {
	case '\r', '\n':
		return "enter"
	case '\t':
		return "tab"
	case '\b', ansi.DEL:
		return "backspace"
	case 1:
		return "home"
	case 5:
		return "end"
	case 3, 4, 11, 21, 23: // c, d, k, u, w
		return "ctrl+" + string('a'+c-1)
	}
	return ""
}

// sequences names the keys that send several characters.
func sequences(seq string) string {
	switch seq {
	case "\x1b[A":
		return "up"
	case "\x1b[B":
		return "down"
	case "\x1b[C":
		return "right"
	case "\x1b[D":
		return "left"
	case "\x1b[Z":
		return "shift+tab"
	case "\x1b[H", "\x1b[1~":
		return "home"
	case "\x1b[F", "\x1b[4~":
		return "end"
	case "\x1b[3~":
		return "delete"
	}
	return ""
}
