package twiml

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Attrs are the attributes of an element that a program builds, by name. Nil means none.
type Attrs map[string]string

// El returns an element for a document that a program builds. Attributes are written in the order of their names. The
// children are what [El] and [T] return.
//
//	twiml.El("Gather", twiml.Attrs{"numDigits": "1", "action": "/menu"},
//		twiml.El("Say", nil, twiml.T("For sales, press 1.")))
//
// [Respond] reports mistakes, such as a nil child.
func El(name string, attrs Attrs, children ...Node) *Element {
	el := &Element{Name: name, Children: children}
	for _, attr := range slices.Sorted(maps.Keys(attrs)) {
		el.Attrs = append(el.Attrs, Attr{Name: attr, Value: attrs[attr]})
	}
	return el
}

// T returns text for a document that a program builds. It is escaped when it is written.
func T(text string) *Text { return &Text{Value: text} }

// Respond answers a webhook with these verbs in a <Response>, as text/xml in UTF-8. The status is 200 unless the handler
// has written another one. Without verbs, the <Response> is empty.
//
// It returns an error for invalid TwiML: a nil verb or child, text in the place of a verb, an invalid XML name, a
// repeated attribute, a URL that Twilio cannot request (https://www.twilio.com/docs/errors/11100), and more than
// [MaxSize] bytes. Nothing has been written then, so the handler can still answer with an error. An error of w is
// returned unchanged. Respond accepts unknown verbs and attributes; package lint reports them.
func Respond(w http.ResponseWriter, verbs ...Node) error {
	root := El("Response", nil, verbs...)
	for _, verb := range verbs {
		if text, ok := verb.(*Text); ok && text != nil {
			return fmt.Errorf("respond with TwiML: the text %s is not a verb: put it into <Say> or <Message>", quoted(text.Value))
		}
	}
	if err := check(root, "", nil); err != nil {
		return fmt.Errorf("respond with TwiML: %w", err)
	}
	body := Write(&Document{Root: root})
	if len(body) > MaxSize {
		return fmt.Errorf("respond with TwiML: the document has %d bytes; the limit is %d", len(body), MaxSize)
	}
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, err := w.Write(body)
	return err
}

// check reports what must not be written. within is the path to the element: <Response><Gather>.
func check(el *Element, within string, spec *Spec) error {
	if nameEnd(el.Name, 0) != len(el.Name) || el.Name == "" {
		return fmt.Errorf("%s contains an element named %s, which XML does not allow", within, quoted(el.Name))
	}
	within += "<" + el.Name + ">"
	if spec == nil {
		spec, _ = Lookup(el.Name)
	}
	seen := map[string]bool{}
	for _, a := range el.Attrs {
		if nameEnd(a.Name, 0) != len(a.Name) || a.Name == "" || seen[a.Name] {
			return fmt.Errorf("%s has the attribute %s twice, or XML does not allow its name", within, quoted(a.Name))
		}
		seen[a.Name] = true
		if err := checkURL(spec, a); err != nil {
			return fmt.Errorf("%s: %w", within, err)
		}
	}
	if why := URLMistake(el.Text()); why != "" && slices.Contains([]string{"Play", "Redirect", "Media"}, el.Name) {
		return fmt.Errorf("%s: %s %s", within, quoted(el.Text()), why)
	}
	for i, child := range el.Children {
		switch child := child.(type) {
		case *Element:
			if child == nil {
				return fmt.Errorf("child %d of %s is nil", i+1, within)
			}
			if err := check(child, within, childSpec(spec, child.Name)); err != nil {
				return err
			}
		case *Text:
			if child == nil {
				return fmt.Errorf("child %d of %s is nil", i+1, within)
			}
		default:
			return fmt.Errorf("child %d of %s is nil", i+1, within)
		}
	}
	return nil
}

// childSpec returns the spec of an element that depends on its parent, or nil if the name alone identifies it.
func childSpec(parent *Spec, name string) *Spec {
	if parent == nil {
		return nil
	}
	child, _ := parent.Child(name)
	return child
}

// checkURL checks an attribute that is a URL. "" is allowed.
func checkURL(spec *Spec, a Attr) error {
	if spec == nil || strings.TrimSpace(a.Value) == "" {
		return nil
	}
	known, ok := spec.Attr(a.Name)
	if !ok {
		return nil
	}
	switch known.Type {
	case URL, AbsoluteURL:
		if why := URLMistake(strings.TrimSpace(a.Value)); why != "" {
			return fmt.Errorf("%s %s %s", a.Name, quoted(a.Value), why)
		}
	case WebSocketURL:
	default:
		return nil
	}
	if !known.Valid(strings.TrimSpace(a.Value)) {
		return fmt.Errorf("%s %s is not an absolute URL of a kind that Twilio accepts there", a.Name, quoted(a.Value))
	}
	return nil
}

// URLMistake returns why Twilio cannot request a URL, which may be relative, and how to write it. It returns "" for a
// valid URL.
func URLMistake(value string) string {
	if strings.ContainsAny(value, " \t\n") {
		return "contains a space; write %20"
	}
	u, err := url.Parse(value)
	switch {
	case err != nil && strings.Contains(value, "://"):
		return "is not a URL; encode special characters, such as % as %25"
	case err != nil:
		return "is not a URL; write it in full: https://example.com/…"
	case u.Scheme == "":
		return ""
	case u.Scheme != "http" && u.Scheme != "https" && !strings.Contains(value, "://"):
		return "has no http:// or https:// before the host; write it in full: https://example.com/…"
	case u.Scheme != "http" && u.Scheme != "https":
		return "begins with " + u.Scheme + "://, which Twilio does not request; write https://"
	case u.Hostname() == "":
		return "has no host; write https://example.com/…"
	}
	return ""
}
