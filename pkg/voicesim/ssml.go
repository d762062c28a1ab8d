package voicesim

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// shaped is how much longer text lasts by its SSML: by breaks, by emphasis, by the rate of its prosody. It is less than nothing
// for text that is spoken faster (https://www.twilio.com/docs/voice/twiml/say/text-speech#ssml-support).
func shaped(el *twiml.Element) time.Duration {
	var more time.Duration
	for child := range el.Elements() {
		switch child.Name {
		case "break":
			more += breaks(child)
		case "emphasis", "prosody":
			plain := float64(utf8.RuneCountInString(spoken(child))) / pace
			more += time.Duration(plain * (slowness(child) - 1) * float64(time.Second))
		}
		more += shaped(child)
	}
	return more
}

// longestBreak is how long a break may be.
const longestBreak = 10 * time.Second

// breaks is the length of a break. Choice: Twilio gives names to those without a time, and no lengths.
func breaks(el *twiml.Element) time.Duration {
	set := read(el)
	if length, err := time.ParseDuration(set.or("time", "")); err == nil {
		return min(length, longestBreak)
	}
	return map[string]time.Duration{
		"weak": 200 * time.Millisecond, "medium": 400 * time.Millisecond, "strong": 800 * time.Millisecond, "x-strong": 1200 * time.Millisecond,
	}[set.or("strength", "medium")]
}

// slowness is how many times longer text lasts. Choice: Twilio gives names to it, and no numbers.
func slowness(el *twiml.Element) float64 {
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
