package term

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/muesli/cancelreader"
)

// LinePhone is a [Phone] for terminals without cursor control. Input is sent with Enter: a line of phone keys as keys,
// any other as words. Ctrl-D hangs up; Ctrl-C is a signal.
type LinePhone struct {
	out  io.Writer
	in   cancelreader.CancelReader
	over chan struct{}
}

// OpenLinePhone starts reading. It calls typed for every action of the user; typed must not block.
func OpenLinePhone(in io.Reader, out io.Writer, typed func(Typing)) (*LinePhone, error) {
	reader, err := cancelreader.NewReader(in)
	if err != nil {
		return nil, err
	}
	p := &LinePhone{out: out, in: reader, over: make(chan struct{})}
	go func() {
		defer close(p.over)
		lines := bufio.NewScanner(reader)
		for lines.Scan() {
			say(strings.TrimSpace(lines.Text()), typed)
		}
		typed(Typing{HangUp: true}) // ignored after Close
	}()
	p.Print("you are the caller: Enter sends a line of keys (0-9 * #) or text, Ctrl-D hangs up")
	return p, nil
}

func say(line string, typed func(Typing)) {
	switch {
	case line == "":
	case !dialable(line):
		typed(Typing{Words: line})
	default:
		for _, key := range []byte(line) {
			typed(Typing{Key: key})
		}
	}
}

// Print shows a line.
func (p *LinePhone) Print(line string) { fmt.Fprintln(p.out, line) }

// Draft does nothing: such a terminal cannot replace a line.
func (p *LinePhone) Draft(string) {}

// Close stops reading. If the system cannot cancel a read, the goroutine ends with the next Enter or with the program.
func (p *LinePhone) Close() error {
	if p.in.Cancel() {
		<-p.over
	}
	return p.in.Close()
}
