package voicesim

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// gather is <Gather>: prompts, during which the caller may already press or speak, then a wait for input
// (https://www.twilio.com/docs/voice/twiml/gather).
type gather struct {
	el      *twiml.Element
	set     settings
	keys    bool
	speech  bool
	bargeIn bool
	finish  string // the key that ends the input, "" for none
	most    int    // numDigits, 0 for any number
	timeout time.Duration
	quiet   time.Duration // speechTimeout

	prompts []*twiml.Element
	prompt  activity // the one that is played, nil once all were
	digits  strings.Builder
	words   string // what was said so far
	sure    float64
}

// startGather runs <Gather>.
func startGather(m *Machine, el *twiml.Element) activity {
	g := &gather{el: el}
	g.read(m)
	for child := range el.Elements() {
		if !slices.Contains([]string{"Say", "Play", "Pause"}, child.Name) {
			m.warn(Warn{Code: "13320", Level: alert.Warning, Message: fmt.Sprintf("<%s> may not stand in <Gather> and is skipped: only Say, Play and Pause may", child.Name), Pos: child.Pos})
			continue
		}
		g.prompts = append(g.prompts, child)
	}
	g.nextPrompt(m)
	return g
}

// read takes the attributes; each that is wrong counts as its default.
func (g *gather) read(m *Machine) {
	g.set = m.settings(g.el)
	input := strings.Fields(g.set.or("input", "dtmf"))
	g.keys, g.speech = slices.Contains(input, "dtmf"), slices.Contains(input, "speech")
	seconds := g.set.whole("timeout", 5)
	g.timeout = time.Duration(seconds) * time.Second
	g.quiet = time.Duration(g.set.whole("speechTimeout", seconds)) * time.Second
	if g.set.or("speechTimeout", "") == "auto" {
		g.quiet = time.Second // Choice: "auto" leaves it to Twilio; the first pause of a second ends the words
	}
	g.most = g.set.whole("numDigits", 0)
	g.finish = g.set.or("finishOnKey", "#") // "" is a value: no key ends the input
	g.bargeIn = g.set.or("bargeIn", "true") == "true"
}

func (g *gather) listens() Ear {
	ear := Ear{Keys: g.keys && g.words == "", Speech: g.speech && g.digits.Len() == 0, Prompting: g.prompt != nil}
	if ear.Prompting && !g.bargeIn {
		// Choice: bargeIn is not documented any more; a prompt that may not be interrupted hears nothing.
		return Ear{Prompting: true}
	}
	return ear
}

func (g *gather) on(m *Machine, ev Event) bool {
	switch ev := ev.(type) {
	case Pressed:
		return g.pressed(m, ev.Key)
	case Spoke:
		g.prompt, g.prompts = nil, nil
		g.words = strings.TrimSpace(g.words + " " + ev.Text)
		g.sure = ev.Confidence
		m.wait(Wait{For: g.quiet})
		return false
	}
	if g.prompt != nil {
		if g.prompt.on(m, ev) {
			g.nextPrompt(m)
		}
		return false
	}
	if _, over := ev.(Elapsed); over {
		return g.timedOut(m)
	}
	return false
}

// nextPrompt goes on to the next prompt that takes time, and begins to wait when there is none.
func (g *gather) nextPrompt(m *Machine) {
	g.prompt = nil
	for g.prompt == nil && len(g.prompts) > 0 {
		child := g.prompts[0]
		g.prompts = g.prompts[1:]
		g.prompt = m.start(child)
	}
	if g.prompt == nil {
		m.wait(Wait{For: g.timeout})
	}
}

// pressed takes a key; the first one ends all prompts, and each starts the wait anew.
func (g *gather) pressed(m *Machine, key byte) bool {
	g.prompt, g.prompts = nil, nil
	pressed := string(rune(key))
	if pressed == g.finish {
		if g.digits.Len() == 0 {
			return g.empty(m) // nothing but the finishing key is no input
		}
		return g.done(m, url.Values{"Digits": {g.digits.String()}, "FinishedOnKey": {pressed}})
	}
	g.digits.WriteByte(key)
	if g.digits.Len() == g.most {
		return g.done(m, url.Values{"Digits": {g.digits.String()}, "FinishedOnKey": {""}})
	}
	m.wait(Wait{For: g.timeout})
	return false
}

func (g *gather) timedOut(m *Machine) bool {
	switch {
	case g.digits.Len() > 0:
		return g.done(m, url.Values{"Digits": {g.digits.String()}, "FinishedOnKey": {""}})
	case g.words != "":
		return g.done(m, url.Values{
			"SpeechResult": {g.words},
			"Confidence":   {strconv.FormatFloat(g.sure, 'f', -1, 64)},
		})
	}
	return g.empty(m)
}

// empty falls through to the next verb, unless the document wants to hear of silence too.
func (g *gather) empty(m *Machine) bool {
	if g.set.or("actionOnEmptyResult", "false") != "true" {
		return true
	}
	params := url.Values{}
	if g.keys {
		params.Set("Digits", "")
	}
	if g.speech {
		params.Set("SpeechResult", "")
	}
	return g.done(m, params)
}

// done hands the input to the action; without one the same document is asked again, and gets it.
func (g *gather) done(m *Machine, params url.Values) bool {
	if _, keys := params["Digits"]; keys {
		params.Set("msg", "Gather End") // as real Gather requests carry it
	}
	m.ask(Fetch{Purpose: PurposeAction, Method: g.set.method(), URL: g.set.or("action", ""), Params: params})
	return true
}
