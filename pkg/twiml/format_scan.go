package twiml

import "strings"

// piece is a part of a document as written. The tree of pieces holds every character of the document except those
// between the attributes of a tag.
type piece struct {
	kind pieceKind
	raw  string // as written; of an element, the content between its tags
	off  int    // where it begins

	name  string // set for an element, as are the fields below
	attrs []string
	kids  []*piece
}

type pieceKind byte

const (
	blanks  pieceKind = iota // a run of white space
	word                     // a run of text without white space
	section                  // a CDATA section
	aside                    // a comment, a processing instruction, a DOCTYPE
	element
)

// breaks reports whether k is white space with a line end.
func (k *piece) breaks() bool { return k.kind == blanks && strings.Contains(k.raw, "\n") }

// scanner splits a document that the parser has accepted, so it has no errors to report.
type scanner struct {
	src string
	off int
}

// pieces reads up to the end tag of the current element, or to the end of the document.
func (s *scanner) pieces() []*piece {
	var all []*piece
	for s.off < len(s.src) && !strings.HasPrefix(s.src[s.off:], "</") {
		all = append(all, s.piece())
	}
	return all
}

func (s *scanner) piece() *piece {
	rest := s.src[s.off:]
	switch {
	case isSpace(rune(rest[0])):
		return s.take(blanks, len(rest)-len(strings.TrimLeft(rest, space)))
	case rest[0] != '<':
		if n := strings.IndexAny(rest, space+"<"); n >= 0 {
			return s.take(word, n)
		}
		return s.take(word, len(rest))
	case strings.HasPrefix(rest, "<!--"):
		return s.take(aside, strings.Index(rest, "-->")+len("-->"))
	case strings.HasPrefix(rest, "<![CDATA["):
		return s.take(section, strings.Index(rest, "]]>")+len("]]>"))
	case strings.HasPrefix(rest, "<?"):
		return s.take(aside, strings.Index(rest, "?>")+len("?>"))
	case strings.HasPrefix(rest, "<!"):
		p := parser{src: s.src, off: s.off}
		p.skipDoctype()
		return s.take(aside, p.off-s.off)
	}
	return s.element()
}

func (s *scanner) take(kind pieceKind, n int) *piece {
	k := &piece{kind: kind, raw: s.src[s.off : s.off+n], off: s.off}
	s.off += n
	return k
}

func (s *scanner) element() *piece {
	k := &piece{kind: element, off: s.off}
	end := nameEnd(s.src, s.off+1)
	k.name = s.src[s.off+1 : end]
	s.off = end
	k.attrs = s.attrs()
	if s.src[s.off] == '/' {
		s.off += len("/>")
		return k
	}
	s.off++
	inner := s.off
	k.kids = s.pieces()
	k.raw = s.src[inner:s.off]
	s.off += strings.IndexByte(s.src[s.off:], '>') + 1
	return k
}

// attrs returns each attribute as it will be written, and stops before the ">" or "/>".
func (s *scanner) attrs() []string {
	var all []string
	for {
		s.blank()
		if c := s.src[s.off]; c == '>' || c == '/' {
			return all
		}
		end := nameEnd(s.src, s.off)
		name := s.src[s.off:end]
		s.off = end
		s.blank()
		s.off++ // =
		s.blank()
		quote := s.src[s.off : s.off+1]
		value, _, _ := strings.Cut(s.src[s.off+1:], quote)
		s.off += len(value) + 2
		if !strings.Contains(value, `"`) { // otherwise keep single quotes, which are easier to read than &quot;
			quote = `"`
		}
		all = append(all, name+"="+quote+value+quote)
	}
}

func (s *scanner) blank() {
	for isSpace(rune(s.src[s.off])) {
		s.off++
	}
}
