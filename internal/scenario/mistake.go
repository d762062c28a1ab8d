package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Mistake is something in a file that cannot be meant.
type Mistake struct {
	Pos     Pos
	Message string // with what to write instead
}

func (m Mistake) Error() string { return m.Pos.String() + ": " + m.Message }

// Mistakes are all of a file, in the order of the file. It is an error of a line each.
type Mistakes []Mistake

func (m Mistakes) Error() string {
	var lines []string
	for _, one := range m {
		lines = append(lines, one.Error())
	}
	return strings.Join(lines, "\n")
}

func (m *Mistakes) add(pos Pos, format string, args ...any) {
	*m = append(*m, Mistake{pos, fmt.Sprintf(format, args...)})
}

// err is nil where there are none.
func (m Mistakes) err() error {
	if len(m) == 0 {
		return nil
	}
	slices.SortStableFunc(m, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
	return m
}

// oneOf names what could be written: "a, b or c".
func oneOf(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}
