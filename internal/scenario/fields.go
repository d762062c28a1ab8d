package scenario

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/scenario/mistake"
	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// fields are the values of a mapping, checked against its keys.
type fields map[string]any

func (f fields) has(name string) bool { _, ok := f[name]; return ok }

func (f fields) text(name string) string { s, _ := f[name].(string); return s }

func (f fields) texts(name string) []string { s, _ := f[name].([]string); return s }

func (f fields) pairs(name string) url.Values { v, _ := f[name].(url.Values); return v }

func (f fields) matcher(name string) matcher { m, _ := f[name].(matcher); return m }

func (f fields) route(name string) pathPattern { p, _ := f[name].(pathPattern); return p }

func (f fields) flag(name string) bool { b, _ := f[name].(bool); return b }

func (f fields) count(name string) int { n, _ := f[name].(int); return n }

// length returns a duration, or otherwise if name is not set.
func (f fields) length(name string, otherwise time.Duration) time.Duration {
	if d, ok := f[name].(time.Duration); ok {
		return d
	}
	return otherwise
}

func (f fields) fraction(name string, otherwise float64) float64 {
	if n, ok := f[name].(float64); ok {
		return n
	}
	return otherwise
}

// fields reads a mapping. In messages, what names the word that the mapping belongs to.
func (r *reader) fields(n *node, what string, keys []keySpec) fields {
	all := fields{}
	var names []string
	for _, k := range keys {
		names = append(names, k.name)
	}
	for _, e := range n.entries {
		i := slices.Index(names, e.name)
		if i < 0 {
			if why := unsupported(what, e.name); why != "" {
				r.mistakes.Add(e.pos, "%s", why)
				continue
			}
			r.unknown(e.pos, what+" has no key", e.name, names)
			continue
		}
		if value, err := r.value(e.value, keys[i]); err != nil {
			r.mistakes.Add(e.value.pos, "%s: %v", e.name, err)
		} else if value != nil {
			all[e.name] = value
		}
	}
	for _, k := range keys {
		if _, written := n.entry(k.name); k.needed && !written {
			r.mistakes.Add(n.pos, "%s needs %s", what, k.name)
		}
	}
	return all
}

func (r *reader) unknown(pos mistake.Pos, problem, typed string, names []string) {
	if meant := fault.Nearest(typed, names); meant != "" {
		r.mistakes.Add(pos, "%s %q: did you mean %s?", problem, typed, meant)
		return
	}
	r.mistakes.Add(pos, "%s %q: write %s", problem, typed, orList(names))
}

// value reads one value. It returns nil without an error for a value that another function reads, or that was reported
// before.
func (r *reader) value(n *node, k keySpec) (any, error) {
	switch k.kind {
	case called, stepsKind, limited:
		return nil, nil
	case anyFields:
		return n, checkMessage(n)
	case pairs:
		return r.pairs(n)
	case texts:
		return r.texts(n)
	}
	if n.shape == nothing {
		return nil, fmt.Errorf("a value is missing; # begins a comment: write \"#\" for the key")
	}
	if n.shape != text {
		return nil, fmt.Errorf("expected one value, not %s", n.shape)
	}
	return k.read(n.text)
}

// read converts the text of a value.
func (k keySpec) read(written string) (any, error) {
	if k.kind == faults {
		return readFault(written)
	}
	if len(k.of) > 0 && !slices.Contains(k.of, written) {
		return nil, fmt.Errorf("%q is invalid: use %s", written, orList(k.of))
	}
	switch k.kind {
	case pattern:
		return newMatcher(written)
	case route:
		return newPathPattern(written)
	case keypad:
		if written == "" {
			return nil, errors.New("no key to press: use 0-9, * and #, w for half a second, W for a second")
		}
		return written, voicesim.CheckKeys(written)
	case length:
		return readLength(k.name, written)
	case fraction:
		n, err := strconv.ParseFloat(written, 64)
		if err != nil || !(n >= 0 && n <= 1) {
			return nil, fmt.Errorf("%q is not a number from 0 to 1", written)
		}
		return n, nil
	case someone:
		return readCaller(written)
	case code:
		return readCode(written)
	case yesNo:
		if written != "true" && written != "false" {
			return nil, fmt.Errorf("%q is invalid: use true or false", written)
		}
		return written == "true", nil
	case count:
		n, err := strconv.Atoi(written)
		if err != nil || n < 1 || n > maxRepeat {
			return nil, fmt.Errorf("%q is not a number from 1 to %d", written, maxRepeat)
		}
		return n, nil
	}
	if k.needed && strings.TrimSpace(written) == "" {
		return nil, fmt.Errorf("it is empty")
	}
	return written, nil
}

// readLength reads a duration such as "1m30s". Only the key seconds takes a number without a unit.
func readLength(name, written string) (any, error) {
	d, err := time.ParseDuration(written)
	if _, number := strconv.ParseFloat(written, 64); err != nil && number == nil && name == "seconds" {
		d, err = time.ParseDuration(written + "s")
	}
	switch {
	case err != nil && isNumber(written):
		return nil, fmt.Errorf("%q has no unit: write %ss", written, written)
	case err != nil:
		return nil, fmt.Errorf("%q is not a duration: write 500ms, 10s or 1m30s", written)
	case d < 0:
		return nil, fmt.Errorf("%q must not be negative", written)
	}
	return d, nil
}

func isNumber(s string) bool { _, err := strconv.ParseFloat(s, 64); return err == nil }

func readCaller(written string) (any, error) {
	if from, ok := e164.ParseCaller(written); ok {
		return from, nil
	}
	return nil, fmt.Errorf("%q is not a valid caller: write +14155550100, client:ann, sip:ann@example.com, or anonymous, restricted or unavailable for a withheld number", written)
}

func (r *reader) pairs(n *node) (any, error) {
	if n.shape != mapping {
		return nil, fmt.Errorf("expected names and values, as in { FromCity: Reno }, not %s", n.shape)
	}
	values := url.Values{}
	for _, e := range n.entries {
		switch e.value.shape {
		case text:
			values.Set(e.name, e.value.text)
		case nothing:
			values.Set(e.name, "")
		default:
			r.mistakes.Add(e.value.pos, "%s: expected one value, not %s", e.name, e.value.shape)
		}
	}
	return values, nil
}

func (r *reader) texts(n *node) (any, error) {
	if n.shape == text {
		return []string{n.text}, nil
	}
	if n.shape != list {
		return nil, fmt.Errorf("expected a list, as in [a, b], not %s", n.shape)
	}
	all := []string{}
	for _, item := range n.items {
		if item.shape != text {
			r.mistakes.Add(item.pos, "expected one value, not %s", item.shape)
			continue
		}
		all = append(all, item.text)
	}
	return all, nil
}

// orList joins the allowed values: "a, b or c".
func orList(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// alertRules returns the names of problems for which Twilio has no code.
func alertRules() []string { return []string{"hung-socket", "never-last", "unknown-field"} }

// alerts reports expected alerts that cannot occur.
func (l *loader) alerts(n *node) {
	items := n.items
	if n.shape == text {
		items = []*node{n}
	}
	for _, item := range items {
		if item.shape == text && !isNumber(item.text) && !slices.Contains(alertRules(), item.text) {
			l.unknown(item.pos, "alerts: unknown rule", item.text, append(alertRules(), `a code such as "11200"`))
		}
	}
}

// unsupported returns why a key cannot be used: it needs the sound of a Media Stream, which no scenario can play or hear
// yet. It returns "" for all other keys.
func unsupported(what, key string) string {
	const sound = " needs the sound of a <Stream>, which twvoice test does not play yet: "
	switch what + "." + key {
	case "say.audio", "interrupt.audio":
		return what + ": audio" + sound + "write the words as text, for an agent of ConversationRelay"
	case "hear.sound", "hear.seconds":
		return "hear: " + key + sound + "write the words that the agent says"
	case "hear.digits":
		return "hear: digits" + sound + `for keys of ConversationRelay, write message: { type: sendDigits, digits: "1234#" }`
	case "a scenario.line":
		return "line" + sound + "remove it"
	case "limits.gap", "limits.underruns":
		return "limits: " + key + sound + "remove it"
	}
	return ""
}
