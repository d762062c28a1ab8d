package inspector

import (
	"slices"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// narrator turns the entries of one call from the page into steps. The zero value is ready to use.
type narrator struct {
	reader transcript.Reader
	agent  agent
}

// steps returns the steps for an entry: new ones, and changed ones, which have their number.
func (n *narrator) steps(e event.Entry) []*Step {
	var sounds []string
	unheard := false
	for _, action := range e.Actions {
		switch a := action.(type) {
		case event.Unheard:
			unheard = true
		case event.Play:
			sounds = append(sounds, a.URL)
		}
	}
	changed, said := n.agent.follow(e)
	var all []*Step
	for _, t := range changed {
		if t.item.Text != "" && !slices.Contains(said, t) {
			all = append(all, t.step())
		}
	}
	for _, part := range n.reader.Read(e) {
		rung := stepOf(part)
		if rung.Item != nil {
			switch rung.Item.Kind {
			case transcript.Say:
				if rung.Item.Socket {
					said[0].item = *rung.Item
					rung, said = said[0].step(), said[1:]
				}
			case transcript.Press, transcript.Speak:
				rung.Unheard = unheard
			case transcript.Play: // one step for each action, in order
				rung.sound, sounds = sounds[0], sounds[1:]
				rung.Audio = rung.sound != ""
			}
		}
		all = append(all, rung)
	}
	return all
}
