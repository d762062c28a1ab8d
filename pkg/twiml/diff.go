package twiml

import (
	"slices"
	"strings"
)

// Line is one line of the comparison of two documents.
type Line struct {
	Mark byte   // '-' only before, '+' only after, ' ' in both
	Text string // an element with its attributes sorted by name, or text with white space collapsed
}

// String returns the line as diffs show it: "-  <Say>Hello</Say>".
func (l Line) String() string { return string(rune(l.Mark)) + l.Text }

// Diff compares the meaning of two documents. It ignores the order of attributes, the amount of white space between
// words, the layout, and comments. It returns the lines of both, or nil if the documents mean the same. A nil document
// is empty.
func Diff(before, after *Document) []Line {
	a, b := outline(before), outline(after)
	if slices.Equal(a, b) {
		return nil
	}
	var lines []Line
	add := func(mark byte, texts ...string) {
		for _, text := range texts {
			lines = append(lines, Line{mark, text})
		}
	}
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	add(' ', a[:head]...)
	rest := a[len(a)-tail:]
	a, b = a[head:len(a)-tail], b[head:len(b)-tail]
	for _, same := range longestCommon(a, b) {
		add('-', a[:same.a]...)
		add('+', b[:same.b]...)
		add(' ', a[same.a])
		a, b = a[same.a+1:], b[same.b+1:]
	}
	add('-', a...)
	add('+', b...)
	add(' ', rest...)
	return lines
}

// step is how many lines of each side come before the next common line.
type step struct{ a, b int }

// tooLong limits the product of the two lengths. Above it, common lines are not searched: 64 kB of TwiML that differ
// everywhere.
const tooLong = 4_000_000

// longestCommon returns the longest common subsequence, as steps.
func longestCommon(a, b []string) []step {
	if len(a)*len(b) > tooLong {
		return nil
	}
	longest := make([][]int32, len(a)+1) // of a[i:] and b[j:]
	for i := range longest {
		longest[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			if a[i] == b[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			}
		}
	}
	var steps []step
	var next step
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			steps, next = append(steps, next), step{}
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			next.a++
			i++
		default:
			next.b++
			j++
		}
	}
	return steps
}

// outline returns a document as lines, which are equal for documents that mean the same.
func outline(doc *Document) []string {
	switch {
	case doc == nil:
		return nil
	case doc.Root == nil:
		return []string{"<Response/>"}
	}
	return outlined(nil, doc.Root, "")
}

func outlined(lines []string, e *Element, indent string) []string {
	tag := e.Name
	attrs := slices.SortedFunc(slices.Values(e.Attrs), func(a, b Attr) int { return strings.Compare(a.Name, b.Name) })
	for _, a := range attrs {
		tag += " " + a.Name + `="` + string(appendEscaped(nil, collapse(a.Value), true)) + `"`
	}
	inner := slices.DeleteFunc(slices.Clone(e.Children), blank)
	if len(inner) == 0 {
		return append(lines, indent+"<"+tag+"/>")
	}
	if text, ok := inner[0].(*Text); ok && len(inner) == 1 {
		return append(lines, indent+"<"+tag+">"+words(text)+"</"+e.Name+">")
	}
	lines = append(lines, indent+"<"+tag+">")
	for _, n := range inner {
		switch n := n.(type) {
		case *Element:
			lines = outlined(lines, n, indent+"  ")
		case *Text:
			lines = append(lines, indent+"  "+words(n))
		}
	}
	return append(lines, indent+"</"+e.Name+">")
}

func words(t *Text) string { return string(appendEscaped(nil, collapse(t.Value), false)) }

func blank(n Node) bool {
	t, ok := n.(*Text)
	return ok && collapse(t.Value) == ""
}
