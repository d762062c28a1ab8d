package twiml

import (
	"bytes"
	"strings"
)

// Format formats a document in twvoice's one style, as gofmt does for Go. It writes two spaces per level, one element
// per line, double quotes, at most one blank line in a row, and a line end at the end. Attributes keep their order; they
// get one line each if they would pass column 100. Line ends are CR LF if the first one of source is, and LF otherwise.
// The result is UTF-8, and the encoding in the XML declaration is corrected; a missing declaration is not added.
//
// The content stays: comments, processing instructions, CDATA sections and references are unchanged, and text keeps its
// line breaks. Format neither adds nor removes white space between words of speech. It does not change the text of a
// message (<Message>, <Body>, <Sms>) or anything under xml:space="preserve". {{Parameters}} of a template are ordinary
// text.
//
// Format(Format(x)) equals Format(x). If [Parse] returns an error for the document, Format returns that [ErrorList] and
// no bytes. It is safe for concurrent use.
func Format(source []byte) ([]byte, error) {
	if _, err := Parse(source); err != nil {
		return nil, err
	}
	src, err := decode(source, "")
	if err != nil {
		return nil, err // Parse has decoded it before
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

// lineEnds gives formatted the line ends of source: git and Windows editors store files with CR LF.
func lineEnds(source, formatted []byte) []byte {
	i := bytes.IndexByte(source, '\n')
	crlf := i >= 1 && source[i-1] == '\r'
	wide := i >= 2 && source[i-1] == 0 && source[i-2] == '\r' // in UTF-16 of either byte order
	if !crlf && !wide {
		return formatted
	}
	return bytes.ReplaceAll(formatted, []byte("\n"), []byte("\r\n"))
}

// declare writes an XML declaration for a document that is UTF-8 now. wellDeclared has checked s.
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
