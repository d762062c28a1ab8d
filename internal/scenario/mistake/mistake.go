// Package mistake holds what is wrong in a scenario file: the position, what to write instead, and the exit code. It does
// not read files and knows no keys of the format; internal/scenario finds the mistakes.
package mistake

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
)

// Mistake is a reason why a scenario cannot run.
type Mistake struct {
	Pos     Pos    // line 0 means the whole file
	Message string // includes what to write instead

	Cause error // carries exit code and hint; nil if the text itself is wrong
}

func (m Mistake) Error() string {
	if m.Pos.Line == 0 {
		return m.Message
	}
	return m.Pos.String() + ": " + m.Message
}

// MarshalJSON returns the form used in reports.
func (m Mistake) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		File    string `json:"file"`
		Line    int    `json:"line"`
		Column  int    `json:"column"`
		Message string `json:"message"`
		Hint    string `json:"hint,omitempty"`
	}{m.Pos.File, max(m.Pos.Line, 1), max(m.Pos.Col, 1), m.Message, fault.HintOf(m.Cause)})
}

// Mistakes are all mistakes of a scenario or a file, in file order. The error text has one line per mistake.
type Mistakes []Mistake

// Unwrap returns the causes, which carry the exit code and the hint.
func (m Mistakes) Unwrap() []error {
	var causes []error
	for _, one := range m {
		if one.Cause != nil {
			causes = append(causes, one.Cause)
		}
	}
	return causes
}

func (m Mistakes) Error() string {
	var lines []string
	for _, one := range m {
		lines = append(lines, one.Error())
	}
	return strings.Join(lines, "\n")
}

// Add appends a mistake at a position.
func (m *Mistakes) Add(pos Pos, format string, args ...any) {
	*m = append(*m, Mistake{Pos: pos, Message: fmt.Sprintf(format, args...)})
}

// Err returns m as an error, or nil if m is empty.
func (m Mistakes) Err() error {
	if len(m) == 0 {
		return nil
	}
	slices.SortStableFunc(m, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
	return m
}
