package capture

import (
	"net/url"
	"slices"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// candidate is a possible next URL of a document: the n-th element of a name that has this attribute, and its value. The
// attribute of the text of a Redirect is "".
type candidate struct {
	name, attr string
	n          int
	to         *url.URL
}

// candidates returns all candidates of a document. The URL at is the default where an action is not set.
func candidates(doc *twiml.Document, at *url.URL) []candidate {
	var all []candidate
	seen := map[[2]string]int{}
	add := func(e *twiml.Element, attr, ref string) {
		key := [2]string{e.Name, attr}
		seen[key]++
		if u, err := at.Parse(ref); err == nil {
			all = append(all, candidate{e.Name, attr, seen[key], u})
		}
	}
	var walk func(*twiml.Element)
	walk = func(e *twiml.Element) {
		switch e.Name {
		case "Redirect":
			add(e, "", e.Text())
		case "Gather", "Record":
			action, _ := e.Attr("action") // without action, the next URL is the document's own
			add(e, "action", action)
		default:
			for _, attr := range []string{"action", "url", "waitUrl"} {
				if ref, ok := e.Attr(attr); ok && e.Name != "Stream" {
					add(e, attr, ref)
				}
			}
		}
		for child := range e.Elements() {
			walk(child)
		}
	}
	if doc != nil && doc.Root != nil {
		walk(doc.Root)
	}
	return all
}

// leadsTo reports whether the candidate leads to a request. A GET adds its parameters to the query.
func (l candidate) leadsTo(request *url.URL) bool {
	if l.to.EscapedPath() != request.EscapedPath() {
		return false
	}
	asked := request.Query()
	for name, values := range l.to.Query() {
		for _, value := range values {
			if !slices.Contains(asked[name], value) {
				return false
			}
		}
	}
	return true
}

// counterpart finds the candidate at the same place in another version of the document.
func (l candidate) counterpart(others []candidate) (candidate, bool) {
	for _, other := range others {
		if other.name == l.name && other.attr == l.attr && other.n == l.n {
			return other, true
		}
	}
	return candidate{}, false
}
