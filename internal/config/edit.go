package config

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// edit changes a YAML file that a user may have edited. Other settings, their order and their comments stay.
type edit struct {
	name    string
	before  string
	crlf    bool // the file has Windows line ends, which stay
	root    *ast.MappingNode
	touched [][]string
}

func newEdit(name string, text []byte) (*edit, error) {
	e := &edit{name: name, before: strings.ReplaceAll(string(text), "\r\n", "\n")}
	e.crlf = e.before != string(text)
	var err error
	e.root, err = parse(name, []byte(e.before))
	return e, err
}

// put sets the value at a path of keys and replaces an existing one.
func (e *edit) put(value any, path ...string) error {
	e.touched = append(e.touched, path)
	into := e.root
	for into != nil && len(path) > 1 {
		v := child(into, path[0])
		if v == nil {
			break
		}
		inner, ok := v.Value.(*ast.MappingNode)
		if !ok || len(inner.Values) == 0 {
			break
		}
		into, path = inner, path[1:]
	}
	for _, key := range slices.Backward(path) {
		value = yaml.MapSlice{{Key: key, Value: value}}
	}
	text, err := yaml.Marshal(value)
	if err != nil {
		return err
	}
	if e.root == nil { // the file is empty or has only comments
		if e.before != "" && !strings.HasSuffix(e.before, "\n") {
			e.before += "\n"
		}
		e.root, err = parse(e.name, append([]byte(e.before), text...))
		return err
	}
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return err
	}
	added := file.Docs[0].Body.(*ast.MappingNode)
	if old := child(into, path[0]); old != nil && old.Value.GetComment() != nil {
		if err := added.Values[0].Value.SetComment(old.Value.GetComment()); err != nil {
			return err
		}
	}
	into.Merge(added)
	return nil
}

// remove removes the value at a path of keys, and parents that become empty.
func (e *edit) remove(path ...string) {
	e.touched = append(e.touched, path)
	into := e.root
	for i, key := range path {
		v := (*ast.MappingValueNode)(nil)
		if into != nil {
			v = child(into, key)
		}
		if v == nil {
			return
		}
		if i == len(path)-1 {
			into.Values = slices.DeleteFunc(into.Values, func(one *ast.MappingValueNode) bool { return one == v })
			break
		}
		into, _ = v.Value.(*ast.MappingNode)
	}
	if len(into.Values) == 0 && len(path) > 1 {
		e.remove(path[:len(path)-1]...)
	}
}

// result returns the new text. It first checks that no other setting differs from the old text, so that unexpected YAML
// is not damaged.
func (e *edit) result() ([]byte, error) {
	if e.root == nil || len(e.root.Values) == 0 {
		return nil, nil
	}
	text := strings.TrimRight(e.root.String(), "\n") + "\n"
	was, err := e.untouched(e.before)
	if err != nil {
		return nil, err
	}
	is, err := e.untouched(text)
	if err != nil || !reflect.DeepEqual(was, is) {
		return nil, errors.New("its format cannot be edited safely: write each profile on separate lines")
	}
	if e.crlf {
		return bytes.ReplaceAll([]byte(text), []byte("\n"), []byte("\r\n")), nil
	}
	return []byte(text), nil
}

// untouched returns the settings of a text without those that were changed.
func (e *edit) untouched(text string) (map[string]string, error) {
	root, err := parse(e.name, []byte(text))
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	if root != nil {
		flatten(all, "", root)
	}
	for _, path := range e.touched {
		prefix := strings.Join(path, "\x00")
		for key := range all {
			if key == prefix || strings.HasPrefix(key, prefix+"\x00") {
				delete(all, key)
			}
		}
	}
	return all, nil
}

func flatten(all map[string]string, prefix string, m *ast.MappingNode) {
	for _, v := range m.Values {
		if inner, ok := v.Value.(*ast.MappingNode); ok {
			flatten(all, prefix+key(v)+"\x00", inner)
			continue
		}
		if value, err := plain(v.Value); value != nil || err != nil {
			all[prefix+key(v)] = fmt.Sprintf("%q %v", value, err)
		}
	}
}

func child(m *ast.MappingNode, name string) *ast.MappingValueNode {
	for _, v := range m.Values {
		if key(v) == name {
			return v
		}
	}
	return nil
}
