package term

import (
	"io"
	"sync"

	tea "charm.land/bubbletea/v2"
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
	program *tea.Program
	over    chan struct{}
	err     error // of the terminal, once it is over
	closing sync.Once
}

// OpenPhone takes over the terminal. Typed is told of everything that the person does; it must not block.
// The error is that of a terminal that cannot be taken over; it is as it was then.
func OpenPhone(in io.Reader, out io.Writer, paint Paint, typed func(Typing)) (*Phone, error) {
	ready := make(chan struct{})
	p := &Phone{over: make(chan struct{})}
	p.program = tea.NewProgram(&keypad{out: out, paint: paint, typed: typed, ready: ready},
		tea.WithInput(in), tea.WithOutput(blind(out)), tea.WithoutSignalHandler())
	go func() {
		defer close(p.over)
		_, p.err = p.program.Run()
		typed(Typing{HangUp: true}) // a terminal that is gone; after Close nobody minds
	}()
	select {
	case <-ready:
		return p, nil
	case <-p.over:
		return nil, p.err
	}
}

// Print shows a line above the one that is being typed.
func (p *Phone) Print(line string) { p.program.Send(above(line)) }

// Close gives the terminal back as it was. The line that was being typed is gone; what was printed stays.
func (p *Phone) Close() error {
	p.closing.Do(func() {
		p.program.Send(done{})
		<-p.over
	})
	return p.err
}

// blind is a terminal on which nothing can be written, and whose size is the real one's: the [keypad] draws, and Bubble Tea,
// whose own lines above a line are lost before its first frame, only makes the terminal raw and knows keys and sizes.
func blind(out io.Writer) io.Writer {
	if t, ok := out.(terminal); ok {
		return blindTerminal{t}
	}
	return io.Discard
}

type terminal interface {
	io.ReadWriteCloser
	Fd() uintptr
}

type blindTerminal struct{ terminal }

func (blindTerminal) Write(p []byte) (int, error) { return len(p), nil }
