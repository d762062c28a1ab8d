package voicesim

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// pace is how fast a synthetic voice speaks. Choice: Twilio promises none; 15 characters a second are about 165 English words a minute.
const pace = 15

// shortest is how long the shortest word lasts.
const shortest = 500 * time.Millisecond

// forever is how often loop="0" plays: until the caller hangs up, but at most a thousand times
// (https://www.twilio.com/docs/voice/twiml/say#attributes-loop).
const forever = 1000

// startSay runs <Say> (https://www.twilio.com/docs/voice/twiml/say).
func startSay(m *Machine, el *twiml.Element) activity {
	text, set := spoken(el), read(el)
	say := Say{Text: text, Voice: set.or("voice", ""), Language: set.or("language", ""), Loop: set.loops(), Pos: el.Pos}
	var more time.Duration
	if strings.Contains(say.Voice, ".") { // a voice that is named with its maker; the basic ones know no SSML
		more = shaped(el)
	}
	switch {
	case text != "":
		return m.speakFor(say, max(shortest, lasts(text)+more))
	case more > 0: // nothing but breaks
		m.do(Pause{Length: more, Pos: el.Pos})
		return m.pause(more)
	}
	return nil
}

// speak says something and takes as long as it lasts.
func (m *Machine) speak(say Say) activity { return m.speakFor(say, lasts(say.Text)) }

func (m *Machine) speakFor(say Say, once time.Duration) activity {
	say.Length = once.Round(100*time.Millisecond) * time.Duration(say.Loop)
	m.do(say)
	m.overhear(sound{outbound, Spoke{Text: say.Text, Confidence: 1}})
	return m.pause(say.Length)
}

// lasts is how long it takes to say something.
func lasts(text string) time.Duration {
	once := time.Duration(utf8.RuneCountInString(text)) * time.Second / pace
	return max(once, shortest).Round(100 * time.Millisecond)
}

// spoken is the text of a <Say> with that of its SSML elements, as the caller hears it. Choice: that of unknown elements counts too.
func spoken(el *twiml.Element) string {
	var b strings.Builder
	var walk func(*twiml.Element)
	walk = func(el *twiml.Element) {
		if alias, ok := el.Attr("alias"); ok && el.Name == "sub" {
			b.WriteString(alias)
			return
		}
		for _, child := range el.Children {
			switch child := child.(type) {
			case *twiml.Text:
				b.WriteString(child.Value)
			case *twiml.Element:
				walk(child)
			}
		}
		if el.Name == "p" || el.Name == "s" || el.Name == "break" {
			b.WriteByte(' ')
		}
	}
	walk(el)
	return strings.Join(strings.Fields(b.String()), " ")
}
