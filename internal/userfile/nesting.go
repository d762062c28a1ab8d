package userfile

import "fmt"

// MaxNesting limits nested lists and mappings of YAML.
const MaxNesting = 100

// NestingError is the position at which a YAML text is nested too deeply. Line and Column count from 1, Column in bytes.
type NestingError struct{ Line, Column int }

func (e *NestingError) Error() string {
	return fmt.Sprintf("lists and mappings are nested more than %d deep", MaxNesting)
}

// Nesting returns a [*NestingError] for a YAML text with lists and mappings nested deeper than [MaxNesting], which would
// take a parser gigabytes of memory. It counts brackets outside of quotes and comments, and increasing indentation. The
// text can be invalid YAML.
func Nesting(text []byte) error {
	s := nesting{text: text, line: 1}
	for s.at < len(text) {
		if err := s.next(); err != nil {
			return err
		}
	}
	return nil
}

// nesting reads a text once.
type nesting struct {
	text        []byte
	at          int
	line, begin int   // number and offset of the current line
	flow        int   // open brackets
	indents     []int // of the enclosing lines, outside of brackets
	inked       bool  // the line has other characters
	before      byte  // the last byte that was not a blank, 0 at the beginning of a line
}

func (s *nesting) next() error {
	c := s.text[s.at]
	column := s.at - s.begin
	switch {
	case c == '\n':
		s.line, s.begin, s.inked, s.before = s.line+1, s.at+1, false, 0
	case c == ' ' || c == '\t' || c == '\r':
	case c == '#' && (column == 0 || blank(s.text[s.at-1])):
		for s.at+1 < len(s.text) && s.text[s.at+1] != '\n' {
			s.at++
		}
	default:
		if !s.inked && s.flow == 0 {
			s.indent(column)
		}
		s.mark(c)
		if s.flow+len(s.indents) > MaxNesting {
			return &NestingError{s.line, column + 1}
		}
	}
	s.at++
	return nil
}

// mark handles one byte that is not a blank.
func (s *nesting) mark(c byte) {
	starts := s.before == 0 || s.before == ':' || s.before == '-' || s.before == ',' || s.before == '[' || s.before == '{' || s.before == '?'
	switch {
	case (c == '-' || c == '?') && !s.inked && (s.at+1 == len(s.text) || blank(s.text[s.at+1]) || s.text[s.at+1] == '\n'):
		s.before = c
		return
	case (c == '"' || c == '\'') && starts:
		s.quoted(c)
	case c == '[' || c == '{':
		s.flow++
	case (c == ']' || c == '}') && s.flow > 0:
		s.flow--
	}
	s.inked, s.before = true, c
}

// quoted skips to the closing quote. Without one it does not move: the parser reports that.
func (s *nesting) quoted(quote byte) {
	for i := s.at + 1; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '\\' && quote == '"':
			i++
		case c == quote:
			s.at = i
			return
		case c == '\n':
			s.line, s.begin = s.line+1, i+1
		}
	}
}

// indent records the indentation of a line.
func (s *nesting) indent(column int) {
	n := len(s.indents)
	for n > 0 && s.indents[n-1] >= column {
		n--
	}
	s.indents = append(s.indents[:n], column)
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }
