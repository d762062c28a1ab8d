package term

import (
	"io"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/cancelreader"
	"golang.org/x/term"
)

// keyboard is a terminal that is read key by key: while it is open, nothing that is typed appears by itself, lines do not end
// by themselves either, and Ctrl-C is a key. Whoever opens one closes it.
type keyboard struct {
	in      cancelreader.CancelReader
	restore func() error
	over    chan struct{}
}

// openKeyboard begins to read. Pressed is told of every key, and at last that the keyboard is gone.
// What is no terminal is read as it is.
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

// raw has a terminal hand over what is typed as it is typed.
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

// Close gives the terminal back. Where the system cannot call a read back, it lasts until the next key.
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

// key is what one key of the keyboard means: the text of those that write, and the name of those that do something.
type key struct{ text, name string }

// gone is the name of what comes when nobody can type any more.
const gone = "gone"

// decode reads what a terminal sends for keys; left is the beginning of one whose end has not come yet.
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

// first is the first key of what was sent, and its length there: 0 where more is to come. Nothing comes after a lone escape:
// terminals send the other keys in one piece.
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

// controls names the keys that send one character; "" is one that means nothing here.
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

// sequences names the keys that send several.
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
