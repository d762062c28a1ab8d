package term

import (
	"io"
	"sync"
)

// Typing is one action of the user at a [Phone]. Exactly one field is set.
type Typing struct {
	Key       byte   // a phone key: 0-9, * or #
	Words     string // text sent with Enter
	HangUp    bool   // Ctrl-D, or the terminal was closed
	Interrupt bool   // Ctrl-C
}

// Phone is a terminal used as a telephone. While it is open, all other output must go through [Phone.Print], which
// writes above the input line. It must be closed, also in a panic: until then, the terminal does not handle line ends
// and Ctrl-C.
type Phone struct {
	board   *keyboard
	restore func()
	closing sync.Once
	err     error // result of Close

	mu  sync.Mutex
	pad keypad
}

// OpenPhone takes over the terminal. It calls typed for every action of the user; typed must not block. After an error,
// the terminal is unchanged.
func OpenPhone(in io.Reader, out io.Writer, paint Paint, typed func(Typing)) (*Phone, error) {
	p := &Phone{restore: enableSequences(out), pad: keypad{out: out, paint: paint}}
	if err := p.show(""); err != nil {
		p.restore()
		return nil, err
	}
	board, err := openKeyboard(in, func(k key) {
		if t, ok := p.press(k); ok {
			typed(t)
		}
	})
	if err != nil {
		p.pad.erase()
		p.restore()
		return nil, err
	}
	p.board = board
	return p, nil
}

// press passes a key to the keypad and shows the new input line.
func (p *Phone) press(k key) (Typing, bool) {
	if k.name == gone {
		return Typing{HangUp: true}, true // ignored after Close
	}
	p.mu.Lock()
	t, ok := p.pad.press(k)
	p.mu.Unlock()
	if p.show("") != nil {
		return Typing{HangUp: true}, true // the terminal cannot be written to
	}
	return t, ok
}

// show draws text and the input line below it.
func (p *Phone) show(text string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pad.width = columns(p.pad.out)
	return p.pad.draw(text)
}

// Print shows a line above the input line.
func (p *Phone) Print(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pad.width = columns(p.pad.out)
	_ = p.pad.above(line) // a closed terminal is reported where it is read
}

// Draft shows a line that is not complete yet above the one that is being typed, in place of the last draft; "" removes it.
func (p *Phone) Draft(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pad.width, p.pad.draft = columns(p.pad.out), line
	_ = p.pad.draw("") // a failed write is found when the terminal is read
}

// Close restores the terminal. Printed lines stay; the input line is removed.
func (p *Phone) Close() error {
	p.closing.Do(func() {
		p.err = p.board.Close()
		p.pad.erase()
		p.restore()
	})
	return p.err
}
