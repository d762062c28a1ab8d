package twiml

import "strings"

// piece is a part of a document as its author wrote it. The tree of pieces holds every character of the document but those
// between the attributes of a tag.
type piece struct {
	kind pieceKind
	raw  string // as written; of an element, what stands between its tags
	off  int    // where it begins

	name  string // of an element, and so are the others
	attrs []string
	kids  []*piece
}

type pieceKind byte

const (
	blanks  pieceKind = iota // a run of white space
	word                     // a run of text without any
	section                  // a CDATA section
	aside                    // a comment, a processing instruction, a DOCTYPE
	element
)

// breaks says whether k is white space that ends a line.
func (k *piece) breaks() bool { return k.kind == blanks && strings.Contains(k.raw, "\n") }

// scanner takes a document apart that the parser has found well-formed, and therefore has no error to report.
type scanner struct {
	src string
	off int
}

// pieces reads up to the end tag of the element they stand in, or to the end of the document.
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

// attrs reads each attribute as it will be written, and stops in front of the ">" or "/>".
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
		if !strings.Contains(value, `"`) { // else single quotes are easier to read than &quot;
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
