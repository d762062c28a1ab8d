package twiml_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// tokens is what encoding/xml finds wrong with data.
func tokens(data []byte) error {
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := d.Token(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

func otherEncoding(data []byte) bool {
	for _, mark := range []string{"\xFE\xFF", "\xFF\xFE", "\x00<", "<\x00"} {
		if bytes.HasPrefix(data, []byte(mark)) {
			return true
		}
	}
	return bytes.Contains(bytes.ReplaceAll(data, []byte(`encoding="UTF-8"`), nil), []byte("encoding"))
}

// bareTree builds what Parse promises from the tokens of encoding/xml.
func bareTree(t *testing.T, data []byte) *twiml.Element {
	t.Helper()
	top := &twiml.Element{}
	open := []*twiml.Element{top}
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.RawToken()
		if err != nil {
			break
		}
		last := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			e := &twiml.Element{Name: rawName(token.Name)}
			for _, a := range token.Attr {
				e.Attrs = append(e.Attrs, twiml.Attr{Name: rawName(a.Name), Value: a.Value})
			}
			last.Children = append(last.Children, e)
			open = append(open, e)
		case xml.EndElement:
			layout(last)
			open = open[:len(open)-1]
		case xml.CharData:
			addText(last, string(token))
		}
	}
	for n := range top.Elements() {
		normalize(n)
		return n
	}
	t.Fatal("encoding/xml found no root")
	return nil
}

func rawName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

func addText(e *twiml.Element, s string) {
	if s == "" {
		return
	}
	if n := len(e.Children); n > 0 {
		if text, ok := e.Children[n-1].(*twiml.Text); ok {
			text.Value += s
			return
		}
	}
	e.Children = append(e.Children, &twiml.Text{Value: s})
}

// layout drops white space between tags.
func layout(e *twiml.Element) {
	elements, inked := false, false
	for _, n := range e.Children {
		switch n := n.(type) {
		case *twiml.Element:
			elements = true
		case *twiml.Text:
			inked = inked || strings.Trim(n.Value, " \t\r\n") != ""
		}
	}
	if elements && !inked {
		e.Children = slices.DeleteFunc(e.Children, func(n twiml.Node) bool { _, ok := n.(*twiml.Text); return ok })
	}
}

// normalize makes references to white space in attributes and white space itself one, which encoding/xml does not tell apart.
func normalize(e *twiml.Element) {
	for i := range e.Attrs {
		e.Attrs[i].Value = strings.NewReplacer("\n", " ", "\t", " ", "\r", " ").Replace(e.Attrs[i].Value)
	}
	for child := range e.Elements() {
		normalize(child)
	}
}

// checkPositions says whether everything stands where its position says.
func checkPositions(t *testing.T, data []byte, e *twiml.Element) {
	t.Helper()
	text := strings.TrimPrefix(string(data), "\uFEFF")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(text, "\n")
	at := func(p twiml.Pos) string {
		line := lines[p.Line-1]
		for range p.Col - 1 {
			_, size := utf8.DecodeRuneInString(line)
			line = line[size:]
		}
		return line
	}
	var walk func(e *twiml.Element)
	walk = func(e *twiml.Element) {
		if !strings.HasPrefix(at(e.Pos), "<"+e.Name) {
			t.Errorf("<%s> does not stand at %v", e.Name, e.Pos)
		}
		if !e.Pos.Before(e.End) {
			t.Errorf("<%s> ends at %v and begins at %v", e.Name, e.End, e.Pos)
		}
		for _, a := range e.Attrs {
			if !strings.HasPrefix(at(a.Pos), a.Name) {
				t.Errorf("%s does not stand at %v", a.Name, a.Pos)
			}
		}
		for child := range e.Elements() {
			walk(child)
		}
	}
	walk(e)
}
