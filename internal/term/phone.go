package term

import (
	"io"
	"sync"
)

// Typing is what a person does at a [Phone]; one of its fields is set.
type Typing struct {
	Key       byte   // of a telephone: 0-9, * or #
	Words     string // that were typed, and sent with Enter
	HangUp    bool   // Ctrl-D, or the terminal is gone
	Interrupt bool   // Ctrl-C
}

// Phone is a terminal that is used as a telephone. While it is open the terminal is its own: whatever else is to be seen goes
// through [Phone.Print], above the line that is being typed. Whoever opens a phone closes it, also in a panic: until then the
// terminal does not end lines or take Ctrl-C for a signal.
type Phone struct {
	board   *keyboard
	restore func()
	closing sync.Once
	err     error // of the closing

	mu  sync.Mutex
	pad keypad
}

// OpenPhone takes over the terminal. Typed is told of everything that the person does; it must not block.
// The error is that of a terminal that cannot be taken over; it is as it was then.
func OpenPhone(in io.Reader, out io.Writer, paint Paint, typed func(Typing)) (*Phone, error) {
	p := &Phone{restore: understand(out), pad: keypad{out: out, paint: paint}}
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

// press tells the keypad of a key, and shows what has become of the line.
func (p *Phone) press(k key) (Typing, bool) {
	if k.name == gone {
		return Typing{HangUp: true}, true // after Close nobody minds
	}
	p.mu.Lock()
	t, ok := p.pad.press(k)
	p.mu.Unlock()
	if p.show("") != nil {
		return Typing{HangUp: true}, true // nobody looks any more
	}
	return t, ok
}

// show draws the line that is typed, below a text.
func (p *Phone) show(text string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pad.width = columns(p.pad.out)
	return p.pad.draw(text)
}

// Print shows a line above the one that is being typed.
func (p *Phone) Print(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pad.width = columns(p.pad.out)
	_ = p.pad.above(line) // a terminal that is gone says so where it is read
}

// Close gives the terminal back as it was. The line that was being typed is gone; what was printed stays.
func (p *Phone) Close() error {
	p.closing.Do(func() {
		p.err = p.board.Close()
		p.pad.erase()
		p.restore()
	})
	return p.err
}
