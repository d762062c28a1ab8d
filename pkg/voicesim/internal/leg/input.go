package leg

import (
	"fmt"
	"maps"
	"slices"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// listener is an activity that accepts input from the caller.
type listener interface {
	listens(m *Machine) event.Listening
}

// Listening returns what the call listens for.
func (m *Machine) Listening() event.Listening {
	if m.ended {
		return event.Listening{}
	}
	if l := m.listener(); l != nil {
		return l.listens(m)
	}
	return event.Listening{}
}

// listener returns the activity that accepts input: that of the document played to a waiting
// caller, or else the verb that plays it.
func (m *Machine) listener() listener {
	if l, ok := m.page().running.(listener); ok {
		return l
	}
	l, _ := m.main.running.(listener)
	return l
}

// spoken passes speech to the open sessions, and then to the verb that listens for it.
func (m *Machine) spoken(ev event.Spoke) {
	overheard := m.overhear(sound{inbound, ev})
	if ear := m.Listening(); ear.Speech || ear.Talking || !overheard {
		m.input(ev, ear.Speech, ev.Text)
	}
}

// input passes a key or speech to the listener. If there is no listener, the call reports it.
func (m *Machine) input(ev event.Event, heard bool, text string) {
	if !heard && !m.Listening().Talking {
		m.do(event.Unheard{Input: text})
		return
	}
	m.resetLoopGuards()
	if _, ok := m.page().running.(listener); ok {
		m.give(m.page(), ev)
		return
	}
	m.give(&m.main, ev)
}

// MaxActs limits the inputs at one moment. Virtual time advances only between inputs, so a caller
// who always answers immediately would stop the call.
const MaxActs = 1000

// Stalled reports that the person at the phone lets no time pass.
type Stalled struct{}

// IsEvent marks Stalled as an [event.Event].
func (Stalled) IsEvent() {}

func (m *Machine) stalled() {
	m.warn(event.Warn{Level: alert.Error, Message: fmt.Sprintf("%d moves of one phone happened without time passing: let time pass between its moves", MaxActs)})
	m.end(m.finished(), event.Twilio)
}

// prompts are what a caller hears while keys are accepted. All audio is fetched before the first
// prompt begins (https://www.twilio.com/docs/voice/twiml/gather#nest-other-verbs). The zero value
// is silent.
type prompts struct {
	left    []*twiml.Element
	sounds  map[*twiml.Element]*fetching
	playing activity // the current one, nil while audio is fetched and after the last one
}

// play starts the prompts, and reports whether they have already ended, because none takes time.
func (p *prompts) play(m *Machine, verbs []*twiml.Element) (over bool) {
	*p = prompts{left: verbs, sounds: map[*twiml.Element]*fetching{}}
	for _, verb := range verbs {
		if verb.Name != "Play" {
			continue
		}
		if sound, ok := fetchAudio(m, verb); ok {
			sound.nested = true
			p.sounds[verb] = sound
		}
	}
	return !p.fetching() && p.next(m)
}

// say is play for a text that is not in a document.
func (p *prompts) say(m *Machine, say event.Say) {
	*p = prompts{playing: m.speak(say)}
}

// sounding reports whether a prompt can be interrupted.
func (p *prompts) sounding() bool { return p.playing != nil || p.fetching() }

// stop ends the prompts.
func (p *prompts) stop() { *p = prompts{} }

func (p *prompts) on(m *Machine, ev event.Event) (over bool) {
	if p.playing != nil {
		return p.playing.on(m, ev) && p.next(m)
	}
	if !p.fetching() {
		return false
	}
	for _, sound := range p.sounds {
		sound.take(ev)
	}
	return !p.fetching() && p.next(m)
}

// fetching reports whether audio is still being fetched.
func (p *prompts) fetching() bool {
	return slices.ContainsFunc(slices.Collect(maps.Values(p.sounds)), func(f *fetching) bool { return f.got == nil })
}

// next starts the next prompt that takes time.
func (p *prompts) next(m *Machine) (over bool) {
	p.playing = nil
	for p.playing == nil && len(p.left) > 0 {
		verb := p.left[0]
		p.left = p.left[1:]
		if sound, ok := p.sounds[verb]; ok {
			p.playing = sound.begin(m)
			continue
		}
		p.playing = m.start(verb)
	}
	return p.playing == nil
}
