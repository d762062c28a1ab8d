package term

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/fault"
)

// strokes is a terminal at which a person types one key after the other; in the end the terminal is gone.
type strokes []string

func (s *strokes) Read(p []byte) (int, error) {
	if len(*s) == 0 {
		return 0, io.EOF
	}
	n := copy(p, (*s)[0])
	*s = (*s)[1:]
	return n, nil
}

const (
	enter, up, down, left, tab, esc = "\r", "\x1b[A", "\x1bOB", "\x1b[D", "\t", "\x1b"
	ctrlC, ctrlU                    = "\x03", "\x15"
)

// A yes gives something away or costs money: a line that was meant for the shell must not be one.
func TestConfirm(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		keys strokes
		want bool
		code fault.Exit
	}{
		{"Enter alone is no", strokes{enter}, false, fault.OK},
		{"y is yes", strokes{"y"}, true, fault.OK},
		{"n is no", strokes{tab, "n"}, false, fault.OK},
		{"Tab moves", strokes{tab, enter}, true, fault.OK},
		{"and back", strokes{left, left, enter}, false, fault.OK},
		{"other letters are nothing", strokes{"ls -al", enter}, false, fault.OK},
		{"Escape is nothing", strokes{esc, enter}, false, fault.OK},
		{"Ctrl-C is no answer", strokes{tab, ctrlC, enter}, true, fault.Interrupted},
		{"nor is a terminal that is gone", nil, false, fault.Interrupted},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := Asker{In: &tt.keys, Out: io.Discard}.Confirm(t.Context(), "Release it?")
			if fault.ExitOf(err) != tt.code || err == nil && got != tt.want {
				t.Errorf("got %v, %v, want %v, exit code %d", got, err, tt.want, tt.code)
			}
		})
	}
}

func TestSelect(t *testing.T) {
	t.Parallel()
	var numbers []Choice
	for _, label := range strings.Fields("owl robin wren finch crow jay rook tit kite dove gull tern") {
		numbers = append(numbers, Choice{Label: label, Value: "+" + label})
	}
	for _, tt := range []struct {
		name string
		keys strokes
		want string
	}{
		{"the first is preselected", strokes{enter}, "+owl"},
		{"arrows move", strokes{down, down, up, enter}, "+robin"},
		{"not beyond the first", strokes{up, down, enter}, "+robin"},
		{"nor beyond the last", append(strokes(strings.SplitAfter(strings.Repeat(down, 20), down)), enter), "+tern"},
		{"letters narrow", strokes{"R", "o", down, enter}, "+crow"},
		{"Enter waits while nothing fits", strokes{"owls", enter, "\x7f", enter}, "+owl"},
		{"Escape has them all again", strokes{"tit", esc, down, enter}, "+robin"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := Asker{In: &tt.keys, Out: io.Discard}.Select(t.Context(), "Which number?", numbers)
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestLongListScrolls(t *testing.T) {
	t.Parallel()
	q := newPick(nil)
	for r := 'a'; r <= 'z'; r++ {
		q.choices = append(q.choices, Choice{Label: string(r)})
	}
	q.narrow()
	for range 11 {
		q.press(key{name: "down"})
	}
	shown, _ := q.show(Paint{})
	if diff := cmp.Diff(strings.Split("  c,  d,  e,  f,  g,  h,  i,  j,  k,> l", ","), shown[1:]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		keys strokes
		want string
	}{
		{"what is typed, until Enter", strokes{"AC", "12", enter, "more"}, "AC12"},
		{"what is pasted", strokes{" AC12 \r\n"}, "AC12"},
		{"in the middle", strokes{"AC2", left, "1", enter}, "AC12"},
		{"at the ends", strokes{"C1", "\x01", "A", "\x05", "2", enter}, "AC12"},
		{"a letter is taken back whole", strokes{"zoë", "\x7f", "o", enter}, "zoo"},
		{"before the cursor", strokes{"aXb", left, "\b", enter}, "ab"},
		{"below the cursor", strokes{"aXb", left, left, "\x1b[3~", enter}, "ab"},
		{"a word", strokes{"one two ", "\x17", "three", enter}, "one three"},
		{"all", strokes{"one", ctrlU, "two", enter}, "two"},
		{"what follows", strokes{"one two", "\x1b[H", "\x0b", "three", enter}, "three"},
		{"a letter that comes in pieces", strokes{"zo", "\xc3", "\xab", enter}, "zoë"},
		{"a key that comes in pieces", strokes{"ab", "\x1b[", "D", "X", enter}, "aXb"},
		{"keys that mean nothing here", strokes{"a", "\x1b[15~", "\x1bx", "\x00", "b", enter}, "ab"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := Asker{In: &tt.keys, Out: io.Discard}.Line(t.Context(), "Account SID?")
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestSecretIsNotShown(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	got, err := Asker{In: &strokes{"hunter2", "\x7f", "3", enter}, Out: &out}.Secret(t.Context(), "Auth token?")
	if err != nil || got != "hunter3" {
		t.Errorf("got %q, %v", got, err)
	}
	if shown := out.String(); strings.Contains(shown, "hunter") || !strings.Contains(shown, "> *******") || !strings.HasSuffix(shown, "Auth token?\r\n> ***\r\n"+ansi.ShowCursor) {
		t.Errorf("shown: %q", shown)
	}
}

func TestQuestionEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	in, typed := io.Pipe() // no input comes
	defer typed.Close()
	cancel()
	if _, err := (Asker{In: in, Out: io.Discard}).Line(ctx, "Account SID?"); fault.ExitOf(err) != fault.Interrupted {
		t.Errorf("got %v, want exit code %d", err, fault.Interrupted)
	}
}

// What a question drew is replaced row for row, so that nothing of it is left above the next one.
func TestScreenIsRedrawnInPlace(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	s := &screen{out: &out}
	for _, step := range []struct {
		do   func() error
		want string
	}{
		{func() error { return s.draw([]string{"Which?", "> a", "  b"}, -1) }, "\r\x1b[JWhich?\r\n> a\r\n  b\x1b[?25l"},
		{func() error { return s.draw([]string{"Which?", "> ab"}, 1) }, "\x1b[2A\r\x1b[JWhich?\r\n> ab\x1b[?25h\b"},
		{func() error { return s.leave([]string{"Which?"}, nil) }, "\x1b[A\r\x1b[JWhich?\r\n\x1b[?25h"},
	} {
		out.Reset()
		if err := step.do(); err != nil || out.String() != step.want {
			t.Errorf("got %q, %v, want %q", &out, err, step.want)
		}
	}
}
