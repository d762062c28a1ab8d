package twiml

import (
	"bytes"
	"strings"
)

// Format lays a document out in the one way that twvoice has, as gofmt does with Go: two spaces a level, an element a line,
// double quotes, attributes in their order, one a line where they would pass column 100, at most one blank line between two
// things, and a line end at the end. Line ends are CR LF where the first one of source is, and LF otherwise. The result is UTF-8, whatever source was, with the encoding in the XML declaration
// corrected; a declaration that is not there is not added.
//
// What the document says stays: comments, processing instructions, CDATA sections and references are kept as written, a line
// of prose ends where its author ended it, and white space in speech is neither put between two words nor taken away. What a
// text message says (<Message>, <Body>, <Sms>) and what stands under xml:space="preserve" is not touched at all.
// {{Parameters}} of a template are text like any other.
//
// Format(Format(x)) is Format(x). A document that [Parse] refuses gives its error, an [ErrorList], and no bytes.
// Format keeps nothing between calls; it may be called from several goroutines at once.
func Format(source []byte) ([]byte, error) {
	if _, err := Parse(source); err != nil {
		return nil, err
	}
	src, err := decode(source, "")
	if err != nil {
		return nil, err // Parse has decoded it
	}
	p := printer{src: src, b: make([]byte, 0, len(src)+len(src)/8)}
	s := scanner{src: src}
	var all []*piece
	if isDeclaration(src) {
		n := strings.Index(src, "?>")
		all = append(all, &piece{kind: aside, raw: declare(src[len("<?xml"):n])})
		s.off = n + len("?>")
	}
	p.block(append(all, s.pieces()...), 0)
	return lineEnds(source, append(p.b, '\n')), nil
}

// lineEnds gives formatted the line ends of source: git and editors of Windows keep CR LF in files.
func lineEnds(source, formatted []byte) []byte {
	i := bytes.IndexByte(source, '\n')
	crlf := i >= 1 && source[i-1] == '\r'
	wide := i >= 2 && source[i-1] == 0 && source[i-2] == '\r' // in UTF-16 of either order
	if !crlf && !wide {
		return formatted
	}
	return bytes.ReplaceAll(formatted, []byte("\n"), []byte("\r\n"))
}

// declare writes what an XML declaration says, which wellDeclared has checked, for a document that is UTF-8 now.
func declare(s string) string {
	said := `<?xml`
	for _, name := range []string{"version", "encoding", "standalone"} {
		value, rest, ok := pseudoAttr(s, name)
		if !ok {
			continue
		}
		if name == "encoding" && charsetKey(value) != "utf8" {
			value = "UTF-8"
		}
		said += ` ` + name + `="` + value + `"`
		s = rest
	}
	return said + `?>`
}
