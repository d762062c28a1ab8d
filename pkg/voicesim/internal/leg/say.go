package leg

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Pace is the speed of a synthetic voice, in characters per second. Choice: Twilio promises none;
// 15 are about 165 English words per minute.
const Pace = 15

// shortest is the length of the shortest speech.
const shortest = 500 * time.Millisecond

// endlessLoops is the limit of loop="0", which otherwise plays until the caller hangs up
// (https://www.twilio.com/docs/voice/twiml/say#attributes-loop).
const endlessLoops = 1000

// startSay runs <Say> (https://www.twilio.com/docs/voice/twiml/say).
func startSay(m *Machine, el *twiml.Element) activity {
	text, set := spokenText(el), read(el)
	say := event.Say{Text: text, Voice: set.or("voice", ""), Language: set.or("language", ""), Loop: set.loops(), Pos: el.Pos}
	var more time.Duration
	if strings.Contains(say.Voice, ".") { // a voice that is named with its vendor; the basic ones do not support SSML
		more = ssmlLength(el)
	}
	switch {
	case text != "":
		return m.speakFor(say, max(shortest, speechLength(text)+more))
	case more > 0: // only breaks
		m.do(event.Pause{Length: more, Pos: el.Pos})
		return m.pause(more)
	}
	return nil
}

// speak says a text, for as long as its length requires.
func (m *Machine) speak(say event.Say) activity { return m.speakFor(say, speechLength(say.Text)) }

func (m *Machine) speakFor(say event.Say, once time.Duration) activity {
	say.Length = once.Round(100*time.Millisecond) * time.Duration(say.Loop)
	m.do(say)
	m.overhear(sound{outbound, event.Spoke{Text: say.Text, Confidence: 1}})
	return m.pause(say.Length)
}

// speechLength returns how long it takes to say a text.
func speechLength(text string) time.Duration {
	once := time.Duration(utf8.RuneCountInString(text)) * time.Second / Pace
	return max(once, shortest).Round(100 * time.Millisecond)
}

// spokenText returns the text of a <Say>, including that of its SSML elements, as the caller hears it.
// Choice: text in unknown elements counts too.
func spokenText(el *twiml.Element) string {
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

// ssmlLength returns how much longer the SSML makes the text last: breaks, emphasis, and the rate of
// prosody. It is negative for faster text
// (https://www.twilio.com/docs/voice/twiml/say/text-speech#ssml-support).
func ssmlLength(el *twiml.Element) time.Duration {
	var more time.Duration
	for child := range el.Elements() {
		switch child.Name {
		case "break":
			more += breakLength(child)
		case "emphasis", "prosody":
			plain := float64(utf8.RuneCountInString(spokenText(child))) / Pace
			more += time.Duration(plain * (slowdown(child) - 1) * float64(time.Second))
		}
		more += ssmlLength(child)
	}
	return more
}

// longestBreak limits a break.
const longestBreak = 10 * time.Second

// breakLength returns the length of a break. Choice: Twilio names the strengths, but gives no lengths.
func breakLength(el *twiml.Element) time.Duration {
	set := read(el)
	if length, err := time.ParseDuration(set.or("time", "")); err == nil {
		return min(length, longestBreak)
	}
	return map[string]time.Duration{
		"weak": 200 * time.Millisecond, "medium": 400 * time.Millisecond, "strong": 800 * time.Millisecond, "x-strong": 1200 * time.Millisecond,
	}[set.or("strength", "medium")]
}

// slowdown returns the factor by which text lasts longer. Choice: Twilio names the rates, but gives
// no numbers.
func slowdown(el *twiml.Element) float64 {
	set := read(el)
	word := set.or("rate", "medium")
	if el.Name == "emphasis" {
		word = set.or("level", "moderate")
	}
	if percent, err := strconv.ParseFloat(strings.TrimSuffix(word, "%"), 64); err == nil && percent >= 20 {
		return 100 / percent
	}
	if factor, ok := map[string]float64{
		"strong": 1.25, "moderate": 1.1, "reduced": 0.9, "x-slow": 2, "slow": 1.25, "fast": 0.8, "x-fast": 0.5,
	}[word]; ok {
		return factor
	}
	return 1
}
