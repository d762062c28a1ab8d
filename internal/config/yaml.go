package config

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/yamltext"
)

// place is a position in a file. The zero value means none.
type place struct{ line, column int }

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.line, q.line), cmp.Compare(p.column, q.column))
}

// fault returns an error in the user's file, with its position.
func (p place) fault(file, message, hint string) error {
	if p == (place{}) {
		return fault.With(fmt.Errorf("%s: %s", file, message), fault.Usage, hint)
	}
	return fault.With(fmt.Errorf("%s:%d:%d: %s", file, p.line, p.column, message), fault.Usage, hint)
}

func at(v *ast.MappingValueNode) place {
	where := v.Key.GetToken().Position
	return place{where.Line, where.Column}
}

func key(v *ast.MappingValueNode) string { return v.Key.GetToken().Value }

// parse reads a file that is one mapping. It returns nil for an empty file.
func parse(name string, text []byte) (*ast.MappingNode, error) {
	file, err := yamltext.Parse(text, parser.ParseComments)
	if broken, ok := errors.AsType[*yamltext.Error](err); ok {
		return nil, place{broken.Line, broken.Column}.fault(name, broken.Message, "fix or remove the file")
	}
	return rootOf(name, file)
}

func rootOf(name string, file *ast.File) (*ast.MappingNode, error) {
	if len(file.Docs) == 0 {
		return nil, nil
	}
	if len(file.Docs) > 1 {
		where := file.Docs[1].Start.Position
		return nil, place{where.Line, where.Column}.fault(name, "a second document, but only one is allowed", "remove the line ---")
	}
	switch body := file.Docs[0].Body.(type) {
	case nil, *ast.CommentGroupNode, *ast.NullNode:
		return nil, nil
	case *ast.MappingNode:
		return body, nil
	default:
		where := body.GetToken().Position
		return nil, place{where.Line, where.Column}.fault(name, "expected settings, one per line, as in `number: +14155550111`", "fix or remove the file")
	}
}

// plain returns a value as written: a string, a list of strings, or nil for no value.
func plain(node ast.Node) (any, error) {
	switch n := node.(type) {
	case *ast.NullNode:
		return nil, nil
	case *ast.LiteralNode:
		return n.Value.Value, nil
	case *ast.SequenceNode:
		list := []string{}
		for _, item := range n.Values {
			text, err := plain(item)
			if err != nil {
				return nil, err
			}
			one, ok := text.(string)
			if !ok {
				return nil, errors.New("expected a list of single values")
			}
			list = append(list, one)
		}
		return list, nil
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, nil
	}
	return nil, errors.New("expected a plain value, without tags, anchors and aliases")
}
