package voicesim

import (
	"net/http"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// startPlay runs <Play>: audio from a URL, or the tones of digits (https://www.twilio.com/docs/voice/twiml/play).
func startPlay(m *Machine, el *twiml.Element) activity {
	if _, typed := el.Attr("digits"); typed {
		set := read(el)
		digits, ok := set.text("digits")
		if !ok {
			return nil
		}
		return m.playDigits(Play{Digits: digits, Loop: set.loops(), Pos: el.Pos})
	}
	if p, ok := fetchAudio(m, el); ok {
		return p
	}
	return nil
}

// fetchAudio asks for the audio of a <Play> that has a URL.
func fetchAudio(m *Machine, el *twiml.Element) (*fetching, bool) {
	if _, typed := el.Attr("digits"); typed {
		return nil, false
	}
	address, ok := m.address(el.Text())
	if !ok { // the judge has said so; it is like audio that cannot be had
		return nil, false
	}
	f := Fetch{ID: m.next(), Purpose: PurposePlay, Method: http.MethodGet, URL: address}
	m.do(f)
	return &fetching{id: f.ID, play: Play{URL: f.URL, Loop: read(el).loops(), Pos: el.Pos}}, true
}

// fetching is a <Play> whose audio is on its way, and then plays.
type fetching struct {
	id      int // of the request
	play    Play
	nested  bool     // in another verb
	got     *Fetched // nil while it is on its way
	playing activity
}

func (p *fetching) on(m *Machine, ev Event) bool {
	if p.playing != nil {
		return p.playing.on(m, ev)
	}
	if !p.take(ev) {
		return false
	}
	p.playing = p.begin(m)
	return p.playing == nil
}

// take takes the answer, if this is it.
func (p *fetching) take(ev Event) bool {
	got, ok := ev.(Fetched)
	if !ok || got.ID != p.id {
		return false
	}
	p.got = &got
	return true
}

// begin plays what has been fetched. Choice: Twilio's documents do not say what follows audio that cannot be had; it is skipped.
func (p *fetching) begin(m *Machine) activity {
	if warning, bad := unplayable(*p.got); bad {
		warning.Pos = p.play.Pos
		if p.nested && warning.Code == "13420" {
			warning.Code = "13325" // the same in a Gather: https://www.twilio.com/docs/errors/13325
		}
		m.warn(warning)
		return nil
	}
	p.play.Length, p.play.Assumed = p.got.Audio.Length, p.got.Audio.Assumed
	return m.playAudio(p.play)
}

func unplayable(got Fetched) (Warn, bool) {
	switch {
	case got.Problem != nil:
		return Warn{Code: got.Problem.Code, Level: alert.Error, Message: got.Problem.Message, Fix: got.Problem.Fix}, true
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
