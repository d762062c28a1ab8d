package leg

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// gather is <Gather>: prompts, during which the caller may already press or speak, then a wait for
// input (https://www.twilio.com/docs/voice/twiml/gather).
type gather struct {
	set     settings
	next    followUp
	keys    bool
	speech  bool
	bargeIn bool
	finish  string // key that ends the input, "" for none
	most    int    // numDigits, 0 for any number
	timeout time.Duration
	quiet   time.Duration // speechTimeout
	talk    time.Duration // maxSpeechTime

	prompts prompts
	timer   int // number of the current wait
	digits  strings.Builder
	words   words
}

// startGather runs <Gather>.
func startGather(m *Machine, el *twiml.Element) activity {
	g := &gather{set: read(el)}
	g.read(m)
	var verbs []*twiml.Element
	for _, prompt := range g.set.nouns() {
		verbs = append(verbs, prompt.el)
	}
	if g.prompts.play(m, verbs) {
		g.timer = m.wait(g.timeout)
	}
	return g
}

// read reads the attributes; an invalid one counts as its default.
func (g *gather) read(m *Machine) {
	input := strings.Fields(g.set.or("input", "dtmf"))
	g.keys, g.speech = slices.Contains(input, "dtmf"), slices.Contains(input, "speech")
	g.next = g.set.itself(m)
	g.timeout = g.set.seconds("timeout", 5)
	g.quiet = g.set.seconds("speechTimeout", int(g.timeout/time.Second))
	g.talk = g.set.seconds("maxSpeechTime", 60)
	if g.set.or("speechTimeout", "") == "auto" && g.set.or("speechModel", "") == "" { // with a model it is 13335, and is ignored
		g.quiet = time.Second // Choice: "auto" leaves it to Twilio; the first pause of a second ends the speech
	}
	g.most = g.set.whole("numDigits", 0)
	g.finish = g.set.or("finishOnKey", "#") // "" is a valid value: no key ends the input
	g.bargeIn = g.set.is("bargeIn", true)
	g.words = words{partial: g.set.hook(m, "partialResultCallback")}
}

func (g *gather) listens(*Machine) event.Listening {
	ear := event.Listening{Keys: g.keys && !g.words.any(), Speech: g.speech && g.digits.Len() == 0, Prompting: g.prompts.sounding()}
	if ear.Prompting && !g.bargeIn {
		// Choice: bargeIn is no longer documented; a prompt that cannot be interrupted accepts no
		// input.
		return event.Listening{Prompting: true}
	}
	return ear
}

func (g *gather) on(m *Machine, ev event.Event) bool {
	switch ev := ev.(type) {
	case event.Pressed:
		return g.pressed(m, ev.Key)
	case event.Spoke:
		g.prompts.stop()
		g.words.take(m, ev)
		g.timer = m.wait(max(0, min(g.quiet, g.words.since+g.talk-m.now)))
		return false
	case event.Elapsed:
		if ev.ID == g.timer {
			return g.timedOut(m)
		}
	}
	if g.prompts.on(m, ev) {
		g.timer = m.wait(g.timeout)
	}
	return false
}

// pressed takes a key. The first one ends all prompts, and each restarts the wait.
func (g *gather) pressed(m *Machine, key byte) bool {
	g.prompts.stop()
	pressed := string(rune(key))
	if pressed == g.finish {
		if g.digits.Len() == 0 {
			return g.empty(m, pressed) // the finishing key alone is not input
		}
		return g.done(m, url.Values{"Digits": {g.digits.String()}, "FinishedOnKey": {pressed}})
	}
	g.digits.WriteByte(key)
	if g.digits.Len() == g.most {
		return g.done(m, url.Values{"Digits": {g.digits.String()}, "FinishedOnKey": {""}})
	}
	g.timer = m.wait(g.timeout)
	return false
}

func (g *gather) timedOut(m *Machine) bool {
	switch {
	case g.digits.Len() > 0:
		return g.done(m, url.Values{"Digits": {g.digits.String()}, "FinishedOnKey": {""}})
	case g.words.any():
		return g.done(m, g.words.result())
	}
	return g.empty(m, "")
}

// empty continues with the next verb, unless the document has actionOnEmptyResult, which also gets
// the finishing key.
func (g *gather) empty(m *Machine, finished string) bool {
	if !g.set.is("actionOnEmptyResult", false) {
		return true
	}
	params := url.Values{}
	if g.keys {
		params.Set("Digits", "")
		params.Set("FinishedOnKey", finished)
	}
	if g.speech {
		params.Set("SpeechResult", "")
	}
	return g.done(m, params)
}

// done sends the input to the action; without one, the same document is requested again and gets
// it.
func (g *gather) done(m *Machine, params url.Values) bool {
	if _, keys := params["Digits"]; keys {
		params.Set("msg", "Gather End") // as in real Gather requests
	}
	m.ask(event.Fetch{Purpose: event.PurposeAction, Method: g.next.method, URL: g.next.url, Params: params})
	return true
}

// words is the speech that a Gather has heard.
type words struct {
	said    []string
	since   time.Duration // time at which the first word was said
	sure    float64
	partial event.Hook
	told    int // number of partial results sent
}

func (w *words) any() bool { return len(w.said) > 0 }

// take hears speech. If partial results are requested, it sends those of the speech, or else the
// words one after the other (https://www.twilio.com/docs/voice/twiml/gather#partialresultcallback).
func (w *words) take(m *Machine, ev event.Spoke) {
	before := strings.Join(w.said, " ")
	if w.partial.URL != "" {
		for _, partial := range partials(ev) {
			m.notify(event.PurposePartial, w.partial, m.params(url.Values{
				"UnstableSpeechResult": {strings.TrimSpace(before + " " + partial)}, "Stability": {"0.9"}, "SequenceNumber": {strconv.Itoa(w.told)},
			}))
			w.told++
		}
	}
	if !w.any() {
		w.since = m.now
	}
	w.said = append(w.said, ev.Text)
	w.sure = ev.Confidence
}

// partials returns the partial results while the words are being said.
func partials(ev event.Spoke) []string {
	if ev.Partials != nil {
		return ev.Partials
	}
	var all []string
	words := strings.Fields(ev.Text)
	for i := range words {
		all = append(all, strings.Join(words[:i+1], " "))
	}
	return all
}

func (w *words) result() url.Values {
	return url.Values{"SpeechResult": {strings.Join(w.said, " ")}, "Confidence": {strconv.FormatFloat(w.sure, 'f', -1, 64)}}
}
