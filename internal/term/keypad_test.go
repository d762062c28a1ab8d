package term

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
)

// typing is what a person types, as a terminal sends it: names of keys in brackets, everything else as it is.
func typing(k *keypad, text string) (typed []Typing) {
	codes := strings.NewReplacer("[enter]", "\r", "[back]", "\x7f", "[esc]", "\x1b", "[left]", "\x1b[D", "[^c]", "\x03", "[^d]", "\x04", "[^u]", "\x15", "[^w]", "\x17")
	for piece := range strings.SplitAfterSeq(text, "]") { // an escape is alone in what a terminal sends
		keys, left := decode([]byte(codes.Replace(piece)))
		if len(left) > 0 {
			panic("the beginning of a key")
		}
		for _, pressed := range keys {
			if t, ok := k.press(pressed); ok {
				typed = append(typed, t)
			}
		}
	}
	return typed
}

func TestKeypad(t *testing.T) {
	t.Parallel()
	key := func(all string) (typed []Typing) {
		for i := range len(all) {
			typed = append(typed, Typing{Key: all[i]})
		}
		return typed
	}
	tests := []struct {
		name, text string
		want       []Typing
	}{
		{"keys of a telephone act at once", "12#*", key("12#*")},
		{"words wait for Enter", "a boat[enter]", []Typing{{Words: "a boat"}}},
		{"and may be left unsaid", "a boat", nil},
		{"a digit in words is a word", "table 9[enter]", []Typing{{Words: "table 9"}}},
		{"a space begins words that start with a digit", " 2 pizzas[enter]", []Typing{{Words: "2 pizzas"}}},
		{"Enter alone says nothing", "[enter] [enter]", nil},
		{"after Enter, keys are keys again", "yes[enter]1", []Typing{{Words: "yes"}, {Key: '1'}}},
		{"a letter is taken back whole", "øå[back][back]1", []Typing{{Key: '1'}}},
		{"taking back from nothing is nothing", "[back]1", []Typing{{Key: '1'}}},
		{"a word is taken back", "one two [^w]three[enter]", []Typing{{Words: "one three"}}},
		{"everything is taken back", "one two[^u]1one[esc]2", key("12")},
		{"other keys are nothing", "[left]", nil},
		{"Ctrl-D hangs up", "words[^d]", []Typing{{HangUp: true}}},
		{"Ctrl-C interrupts", "[^c]", []Typing{{Interrupt: true}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := typing(&keypad{}, tt.text)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestLinesDoNotGarbleWhatIsTyped(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	k := &keypad{out: &out, width: 20}
	typing(k, "I want to buy a boat")
	out.Reset()
	if err := k.above("hears    \"Yes?\"\nand more"); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "\r\x1b[Jhears    \"Yes?\"\r\nand more\r\n  > t to buy a boat"; got != want {
		t.Errorf("got %q, want %q: the line above, and the end of what is typed in one row", got, want)
	}
	out.Reset()
	k.erase()
	if got := out.String(); got != "\r\x1b[J" {
		t.Errorf("at the end: got %q, want an empty row", got)
	}
}

func TestHelpFitsOnOneRow(t *testing.T) {
	t.Parallel()
	for _, columns := range []int{10, 40, 80, 200} {
		var out bytes.Buffer
		k := &keypad{out: &out, width: columns}
		if err := k.draw(""); err != nil {
			t.Fatal(err)
		}
		row, _, _ := strings.Cut(strings.TrimPrefix(out.String(), erased), "\r")
		if ansi.StringWidth(row) >= columns {
			t.Errorf("in %d columns: %q", columns, row)
		}
	}
}

func TestLongLinesHang(t *testing.T) {
	t.Parallel()
	bold := func(s string) string { return "\x1b[1m" + s + "\x1b[m" }
	line := "   0.0s  hears    " + bold(`"Welcome to Owl Telephones, where every bird is a telephone."`)
	tests := []struct {
		name    string
		columns int
		want    string
	}{
		{"between words, below the first one", 60, "   0.0s  hears    " + `"Welcome to Owl Telephones, where every` + "\n                  " + `bird is a telephone."`},
		{"what fits stays", 120, ansi.Strip(line)},
		{"a narrow terminal does it by itself", 40, ansi.Strip(line)},
		{"so does an unknown one", 0, ansi.Strip(line)},
	}
	for _, tt := range tests {
		got := hanging(line, tt.columns)
		if ansi.Strip(got) != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, ansi.Strip(got), tt.want)
		}
	}
}

func TestKeysAreReadFromALine(t *testing.T) {
	t.Parallel()
	var got []Typing
	var out bytes.Buffer
	over := make(chan struct{})
	p, err := OpenLinePhone(strings.NewReader("12\n\n a boat \n"), &out, func(t Typing) {
		if got = append(got, t); t.HangUp {
			close(over)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	<-over
	p.Close()
	if diff := cmp.Diff([]Typing{{Key: '1'}, {Key: '2'}, {Words: "a boat"}, {HangUp: true}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDraftIsReplacedInPlace(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	k := &keypad{out: &out, width: 40}
	k.draft = "   1.0s  agent    \"We"
	if err := k.draw(""); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	k.draft = "   1.0s  agent    \"We are open from nine to five"
	if err := k.draw(""); err != nil {
		t.Fatal(err)
	}
	got := strings.SplitN(ansi.Strip(out.String()), "\r\n", 2)
	if want := "   1.0s  agent    …en from nine to five"; strings.TrimLeft(got[0], "\r") != want {
		t.Errorf("the draft is %q, want its end in one row: %q", got[0], want)
	}
	if !strings.HasPrefix(out.String(), "\r\x1b[A\r\x1b[J") {
		t.Errorf("got %q, want the row of the last draft cleared first", out.String())
	}
	out.Reset()
	k.draft = ""
	if err := k.above("the whole answer"); err != nil {
		t.Fatal(err)
	}
	if want := "\r\x1b[A\r\x1b[Jthe whole answer\r\n  > "; !strings.HasPrefix(out.String(), want) {
		t.Errorf("got %q, want it to begin with %q", out.String(), want)
	}
	if k.tall {
		t.Error("the draft is still counted")
	}
}
