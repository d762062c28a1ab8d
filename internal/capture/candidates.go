package capture

import (
	"net/url"
	"slices"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// candidate is where a document leads: the n-th element of a name that has this attribute, and what it says. The text of a Redirect
// is the attribute "".
type candidate struct {
	name, attr string
	n          int
	to         *url.URL
}

// candidates are all leads of a document that was read at a URL, which counts where an action is not said.
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
			action, _ := e.Attr("action") // without one they lead to their own document
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

// leadsTo reports whether a lead is the way to a request that was made. The parameters of a GET stand in its query, behind the lead's own.
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

// alike finds the lead of another version of the document that stands where this one did.
func (l candidate) alike(others []candidate) (candidate, bool) {
	for _, other := range others {
		if other.name == l.name && other.attr == l.attr && other.n == l.n {
			return other, true
		}
	}
	return candidate{}, false
}
