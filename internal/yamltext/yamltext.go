// Package yamltext parses YAML written by users: with or without a byte order mark, in limited memory, and with a
// position for each error. It knows no settings, scenarios or seeds. All calls of the YAML parser go through it.
package yamltext

import (
	"errors"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/twvoice/twvoice/internal/userfile"
)

// Error is an error in a text. Line and Column count from 1, and are 0 if the position is unknown. Message may quote the
// text.
type Error struct {
	Line, Column int
	Message      string
}

func (e *Error) Error() string { return e.Message }

// Parse parses the documents of a text. Every error is an [*Error].
func Parse(text []byte, mode parser.Mode) (file *ast.File, err error) {
	text, err = bounded(text)
	if err != nil {
		return nil, err
	}
	defer func() { err = recovered(recover(), nil, err) }()
	file, err = parser.ParseBytes(text, mode)
	return file, placed(err)
}

// Unmarshal decodes a text into a value, as [yaml.Unmarshal] does. Every error is an [*Error].
func Unmarshal(text []byte, into any) error { return unmarshal(text, into) }

// UnmarshalStrict is [Unmarshal], but a key without a matching field is an error.
func UnmarshalStrict(text []byte, into any) error { return unmarshal(text, into, yaml.Strict()) }

func unmarshal(text []byte, into any, options ...yaml.DecodeOption) (err error) {
	text, err = bounded(text)
	if err != nil {
		return err
	}
	defer func() { err = recovered(recover(), text, err) }()
	return placed(yaml.UnmarshalWithOptions(text, into, options...))
}

// bounded returns a text without its byte order mark, if it can be parsed in little memory.
func bounded(text []byte) ([]byte, error) {
	text, err := userfile.Text(text)
	if err != nil {
		return nil, &Error{1, 1, err.Error()}
	}
	if deep, ok := errors.AsType[*userfile.NestingError](userfile.Nesting(text)); ok {
		return nil, &Error{deep.Line, deep.Column, deep.Error()}
	}
	return text, nil
}

// placed converts an error of the parser.
func placed(err error) error {
	if err == nil {
		return nil
	}
	broken, ok := errors.AsType[yaml.Error](err)
	if !ok {
		return &Error{Message: firstLine(err.Error())}
	}
	found := &Error{Message: broken.GetMessage()}
	if t := broken.GetToken(); t != nil && t.Position != nil {
		found.Line, found.Column = t.Position.Line, t.Position.Column
	}
	return found
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// recovered returns the error for a panic of the parser: goccy/go-yaml v1.19.2 takes a tag followed only by a comment
// for a list, and indexes it. There is no upstream issue yet.
func recovered(panicked any, text []byte, err error) error {
	if panicked == nil {
		return err
	}
	found := &Error{Message: "this is not readable YAML; tags (!name) are not supported"}
	if file, err := parser.ParseBytes(text, 0); err == nil {
		for _, doc := range file.Docs {
			ast.Walk(tags{found}, doc)
		}
	}
	return found
}

// tags records the position of the first tag.
type tags struct{ found *Error }

func (t tags) Visit(n ast.Node) ast.Visitor {
	if tag, ok := n.(*ast.TagNode); ok && t.found.Line == 0 {
		at := tag.GetToken().Position
		t.found.Line, t.found.Column = at.Line, at.Column
	}
	return t
}
