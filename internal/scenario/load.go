package scenario

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/scenario/mistake"
	"github.com/twvoice/twvoice/internal/scenario/report"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// DefaultFrom is the caller's number in a scenario that sets no from.
const DefaultFrom = "+14155550100"

// Load reads a scenario file. Messages call the file name; vars looks up the variables of ${NAME}. A scenario with
// mistakes is in the result, with its Err set; the error is a [Mistakes] with the mistakes of all scenarios. A scenario
// whose name cannot be read is named after the file.
//
// A file is limited to [MaxSize] bytes, 1,000 scenarios and 10,000 steps per scenario. A file that is not a scenario
// file is therefore rejected in less than a second.
func Load(name string, source []byte, vars func(name string) (string, bool)) ([]Scenario, error) {
	r := reader{file: name, vars: vars}
	l := loader{reader: &r, lines: strings.Split(strings.ReplaceAll(string(source), "\r\n", "\n"), "\n")}
	var all []Scenario
	var wrong mistake.Mistakes
	names := map[string]mistake.Pos{}
	refuse := func(s Scenario) {
		wrong = append(wrong, r.mistakes...)
		s.Name, s.Err = cmp.Or(s.Name, name), fault.With(r.mistakes.Err(), fault.Usage, "")
		all = append(all, s)
	}
	seen := 0
	for d := range documents(string(source)) {
		r.mistakes = nil
		if seen++; seen > maxScenarios {
			r.mistakes.Add(mistake.Pos{File: name, Line: 1, Col: 1}, "this file has more than %d scenarios", maxScenarios)
			refuse(Scenario{Pos: mistake.Pos{File: name, Line: 1, Col: 1}})
			break
		}
		s, ok := l.document(d, names)
		switch {
		case len(r.mistakes) > 0:
			refuse(s)
		case ok:
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		r.mistakes.Add(mistake.Pos{File: name, Line: 1, Col: 1}, "this file has no scenario: a scenario has name, call and steps")
		refuse(Scenario{Pos: mistake.Pos{File: name, Line: 1, Col: 1}})
	}
	return all, wrong.Err()
}

// document reads one document; names holds the names of earlier scenarios. It returns false for an empty document.
func (l *loader) document(d document, names map[string]mistake.Pos) (Scenario, bool) {
	n := l.read(d)
	switch {
	case n == nil && len(l.mistakes) > 0:
		return Scenario{Name: d.name(), Pos: l.mistakes[0].Pos}, true
	case n == nil:
		return Scenario{}, false
	}
	s := l.scenario(n)
	if first, taken := names[s.Name]; taken && s.Name != "" {
		l.mistakes.Add(s.Pos, "another scenario is named %q, in line %d", s.Name, first.Line)
	} else {
		names[s.Name] = s.Pos
	}
	return s, true
}

// MaxSize is the maximum size of a scenario file, in bytes.
const MaxSize = 1 << 20

const (
	maxScenarios = 1000  // per file
	maxSteps     = 10000 // per scenario
	maxRepeat    = 1000  // runs of a scenario
)

type loader struct {
	*reader
	lines []string
}

func (l *loader) scenario(n *node) Scenario {
	s := Scenario{Pos: n.pos, Call: Call{From: DefaultFrom}}
	if n.shape != mapping {
		l.mistakes.Add(n.pos, "a scenario is a mapping of name, call and steps, not %s", n.shape)
		return s
	}
	f := l.fields(n, "a scenario", scenarioKeys())
	s.Name, s.Alerts = strings.TrimSpace(f.text("name")), f.texts("alerts")
	s.Repeat, s.RealTime = max(1, f.count("repeat")), f.flag("real_time")
	if e, ok := n.entry("name"); ok {
		s.Pos = e.pos
		if report.Harmless(s.Name) != s.Name {
			l.mistakes.Add(e.value.pos, "a name is one line, without control characters")
		}
	}
	if e, ok := n.entry("call"); ok {
		s.Call = l.call(e.value)
	}
	if e, ok := n.entry("steps"); ok {
		s.steps = l.steps(e.value)
	}
	if e, ok := n.entry("alerts"); ok {
		l.alerts(e.value)
	}
	if e, ok := n.entry("limits"); ok {
		s.limits = l.limits(e.value)
	}
	s.print = fingerprint(n, s)
	return s
}

func (l *loader) call(n *node) Call {
	if n.shape != mapping {
		l.mistakes.Add(n.pos, "call is a mapping, as in { to: http://localhost:3000/voice }, not %s", n.shape)
		return Call{}
	}
	f := l.fields(n, "call", calls())
	c := Call{To: f.text("to"), From: DefaultFrom, Params: f.pairs("params"), Status: f.text("status_callback"), SignAs: f.text("sign_as"), ToPos: n.pos}
	if f.has("from") {
		c.From = f.text("from")
	}
	if e, ok := n.entry("to"); ok {
		c.ToPos = e.value.pos
	}
	if e, ok := n.entry("sign_as"); ok {
		if _, err := client.NewAddresses("", c.SignAs, nil); err != nil {
			l.mistakes.Add(e.value.pos, "%v", err)
		}
	}
	return c
}

func (l *loader) steps(n *node) []step {
	if n.shape != list {
		l.mistakes.Add(n.pos, "steps is a list with one line per step, beginning with -, not %s", n.shape)
		return nil
	}
	if len(n.items) > maxSteps {
		l.mistakes.Add(n.items[maxSteps].pos, "a scenario has at most %d steps, but this one has %d", maxSteps, len(n.items))
		return nil
	}
	var all []step
	over := false // only callback and request can follow ended
	for _, item := range n.items {
		s, ok := l.step(item)
		if !ok {
			continue
		}
		if over && s.word != "callback" && s.word != "request" {
			l.mistakes.Add(s.pos, "only callback and request can come after ended")
		}
		over = over || s.word == "ended"
		all = append(all, s)
	}
	return all
}

// step reads `silence`, `hear: TEXT`, or `hear: {…}`.
func (l *loader) step(n *node) (step, bool) {
	var e entry
	switch {
	case n.shape == text:
		e = entry{n.text, n.pos, &node{pos: n.pos, shape: nothing}}
	case n.shape == mapping && len(n.entries) == 1:
		e = n.entries[0]
	case n.shape == mapping && len(n.entries) > 1:
		l.mistakes.Add(n.entries[1].pos, "a step has one key: %s is a second one; indent the settings of %s more, or write them in {…}", n.entries[1].name, n.entries[0].name)
		return step{}, false
	default:
		l.mistakes.Add(n.pos, "expected a step, as in `- hear: Hello`, not %s", n.shape)
		return step{}, false
	}
	words := steps()
	i := slices.IndexFunc(words, func(w stepSpec) bool { return w.name == e.name })
	if i < 0 {
		var names []string
		for _, w := range words {
			names = append(names, w.name)
		}
		l.unknown(e.pos, "unknown step", e.name, names)
		return step{}, false
	}
	count := len(l.mistakes)
	f := l.readFields(words[i], e)
	if len(l.mistakes) > count {
		return step{}, false
	}
	return step{pos: e.pos, source: l.source(e.pos), word: e.name, stepAction: words[i].make(f)}, true
}

// readFields reads the value after the word of a step.
func (l *loader) readFields(w stepSpec, e entry) fields {
	switch {
	case w.raw != "":
		value, err := l.value(e.value, keySpec{name: w.name, kind: w.raw})
		if err != nil {
			l.mistakes.Add(e.value.pos, "%s: %v", w.name, err)
		}
		return fields{w.name: value}
	case e.value.shape == nothing && w.bare:
		return fields{}
	case e.value.shape == mapping && len(w.keys) > 0:
		count := len(l.mistakes)
		f := l.fields(e.value, w.name, w.keys)
		if len(l.mistakes) == count {
			l.checkCombinations(w, e, f)
		}
		return f
	case w.short == "":
		l.mistakes.Add(e.value.pos, "%s takes no value", w.name)
		return nil
	}
	k := w.keys[slices.IndexFunc(w.keys, func(k keySpec) bool { return k.name == w.short })]
	value, err := l.value(e.value, k)
	if err != nil {
		l.mistakes.Add(e.value.pos, "%s: %v", w.name, err)
		return nil
	}
	return fields{w.short: value}
}

// checkCombinations reports keys that contradict each other.
func (l *loader) checkCombinations(w stepSpec, e entry, f fields) {
	switch {
	case w.name == "hear" && f.has("text") == f.has("play"):
		l.mistakes.Add(e.value.pos, "hear needs either text or play")
	case w.name == "hear" && f.has("play") && (f.has("language") || f.has("voice")):
		l.mistakes.Add(e.value.pos, "play cannot have a language or a voice")
	case w.name == "interrupt" && f.has("say") == f.has("press"):
		l.mistakes.Add(e.value.pos, "interrupt needs either say or press")
	case w.name == "interrupt" && f.has("press") && (len(f.text("press")) != 1 || strings.ContainsAny(f.text("press"), "wW")):
		l.mistakes.Add(e.value.pos, "interrupt presses one key: write a step press for the others")
	case w.name == "fault" && len(f) != 1:
		l.mistakes.Add(e.value.pos, "fault needs one of drop-socket, provider-error and stall")
	case w.name == "queue" && f.has("after") && !f.has("then"):
		l.mistakes.Add(e.value.pos, "after needs then: add then: bridge or then: leave")
	case w.name == "dial" && (f.has("whisper_press") || f.has("talk") || f.has("hangup_after")) && f.has("then") && f.text("then") != "answer" && f.text("then") != "machine":
		l.mistakes.Add(e.value.pos, "a phone that is %s does not answer: it cannot press, talk or hang up", f.text("then"))
	}
}

// source returns the line of a step without its indentation and dash.
func (l *loader) source(pos mistake.Pos) string {
	if pos.Line > len(l.lines) {
		return ""
	}
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(l.lines[pos.Line-1]), "-"))
}
