package scenario

import (
	"errors"
	"iter"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/twvoice/twvoice/internal/lazy"
	"github.com/twvoice/twvoice/internal/scenario/mistake"
	"github.com/twvoice/twvoice/internal/scenario/report"
	"github.com/twvoice/twvoice/internal/yamltext"
)

// node is a value in a file: its text as written, a mapping, a list, or nothing. Numbers stay texts, because 012 means
// three keys.
type node struct {
	pos     mistake.Pos
	shape   shape
	text    string
	quoted  bool
	entries []entry
	items   []*node
}

type entry struct {
	name  string
	pos   mistake.Pos
	value *node
}

type shape string

const (
	nothing shape = "nothing"
	text    shape = "a text"
	mapping shape = "a mapping"
	list    shape = "a list"
)

// document is one YAML document of a file. Blank lines in front of it keep its line numbers true.
type document string

// documents splits a file at its --- lines. (The parser would drop a document after an empty one.) It yields them one by
// one, because a file of only such lines would take gigabytes otherwise.
func documents(source string) iter.Seq[document] {
	source = strings.ReplaceAll(strings.TrimPrefix(source, "\ufeff"), "\r\n", "\n")
	return func(yield func(document) bool) {
		var b strings.Builder
		number := 0
		for line := range strings.Lines(source) {
			number++
			if rest, ok := strings.CutPrefix(line, "---"); ok && (rest == "" || strings.ContainsAny(rest[:1], " \t\n")) {
				if !yield(document(b.String())) {
					return
				}
				b.Reset()
				b.WriteString(strings.Repeat("\n", number-1))
				line = "   " + rest
			}
			b.WriteString(line)
		}
		yield(document(b.String()))
	}
}

// nameLine matches the usual spelling of a scenario's name.
var nameLine = lazy.Regexp(`(?m)^name:[ \t]+["']?([^"'\s#][^"'#\n]*)`)

// name returns the name in a document that is not valid YAML, or "" if it is not found.
func (d document) name() string {
	if found := nameLine().FindStringSubmatch(string(d)); found != nil {
		return report.Harmless(found[1])
	}
	return ""
}

// reader converts the YAML parser's output to nodes.
type reader struct {
	file     string
	vars     func(name string) (string, bool)
	mistakes mistake.Mistakes
}

// read returns nil for an empty document and for one that is not valid YAML.
func (r *reader) read(d document) *node {
	file, err := yamltext.Parse([]byte(d), 0)
	if broken, ok := errors.AsType[*yamltext.Error](err); ok {
		r.broken(mistake.Pos{File: r.file, Line: max(broken.Line, 1), Col: max(broken.Column, 1)}, broken.Message, d)
		return nil
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil
	}
	return r.node(file.Docs[0].Body)
}

// alias matches a value that begins with a star and is not a valid YAML alias.
var alias = lazy.Regexp(`: *\*[0-9*#wW]*\s*$`)

// broken reports the parser's message. For an unquoted *, it reports the fix instead: the parser's message is about
// aliases.
func (r *reader) broken(pos mistake.Pos, message string, d document) {
	number := 0
	for line := range strings.Lines(string(d)) {
		number++
		if star := strings.Index(line, "*"); number <= pos.Line && alias().MatchString(line) {
			r.mistakes.Add(mistake.Pos{File: r.file, Line: number, Col: star + 1}, starred)
			return
		}
	}
	r.mistakes.Add(pos, "%s", message)
}

const starred = `* begins a YAML alias, which scenarios do not support: write "*" in quotes`

func (r *reader) node(n ast.Node) *node {
	switch n := n.(type) {
	case *ast.MappingNode:
		return r.mapping(n, n.Values)
	case *ast.MappingValueNode:
		return r.mapping(n, []*ast.MappingValueNode{n})
	case *ast.SequenceNode:
		all := &node{pos: r.at(n), shape: list}
		for _, item := range n.Values {
			all.items = append(all.items, r.node(item))
		}
		return all
	case *ast.NullNode:
		return &node{pos: r.at(n), shape: nothing}
	case *ast.LiteralNode:
		return r.text(n, n.Value.Value)
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return r.text(n, n.GetToken().Value)
	case *ast.AliasNode:
		r.mistakes.Add(r.at(n), starred)
	default:
		r.mistakes.Add(r.at(n), "YAML tags and anchors are not supported: write the value in quotes")
	}
	return &node{pos: r.at(n), shape: text, text: "*"} // avoids a second mistake about the same value
}

func (r *reader) mapping(n ast.Node, values []*ast.MappingValueNode) *node {
	m := &node{pos: r.at(n), shape: mapping}
	for i, v := range values {
		name := &node{pos: r.at(v.Key)}
		if t := v.Key.GetToken(); t != nil {
			name.text = t.Value
		}
		if i == 0 && n.GetToken().Value != "{" {
			m.pos = name.pos // the parser gives the position of the colon
		}
		m.entries = append(m.entries, entry{name: name.text, pos: name.pos, value: r.node(v.Value)})
	}
	return m
}

func (r *reader) text(n ast.Node, written string) *node {
	t := &node{pos: r.at(n), shape: text}
	origin := strings.TrimSpace(n.GetToken().Origin)
	t.quoted = strings.HasPrefix(origin, `"`) || strings.HasPrefix(origin, "'")
	t.text = r.filled(t, written)
	return t
}

func (r *reader) at(n ast.Node) mistake.Pos {
	p := n.GetToken().Position
	return mistake.Pos{File: r.file, Line: p.Line, Col: p.Column}
}

// entry returns the entry called name and whether it exists.
func (n *node) entry(name string) (entry, bool) {
	for _, e := range n.entries {
		if e.name == name {
			return e, true
		}
	}
	return entry{}, false
}
