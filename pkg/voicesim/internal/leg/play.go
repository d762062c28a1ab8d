package leg

import (
	"net/http"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// startPlay runs <Play>: audio from a URL, or the tones of digits (https://www.twilio.com/docs/voice/twiml/play).
func startPlay(m *Machine, el *twiml.Element) activity {
	if _, typed := el.Attr("digits"); typed {
		set := read(el)
		digits, ok := set.text("digits")
		if !ok {
			return nil
		}
		return m.playDigits(event.Play{Digits: digits, Loop: set.loops(), Pos: el.Pos})
	}
	if p, ok := fetchAudio(m, el); ok {
		return p
	}
	return nil
}

// fetchAudio requests the audio of a <Play> that has a URL.
func fetchAudio(m *Machine, el *twiml.Element) (*fetching, bool) {
	if _, typed := el.Attr("digits"); typed {
		return nil, false
	}
	address, ok := m.address(el.Text())
	if !ok { // it is reported already; it is handled like audio that cannot be fetched
		return nil, false
	}
	f := event.Fetch{ID: m.next(), Purpose: event.PurposePlay, Method: http.MethodGet, URL: address}
	m.do(f)
	return &fetching{id: f.ID, play: event.Play{URL: f.URL, Loop: read(el).loops(), Pos: el.Pos}}, true
}

// fetching is a <Play> whose audio is requested, and then plays.
type fetching struct {
	id      int // number of the request
	play    event.Play
	nested  bool           // in another verb
	got     *event.Fetched // nil before the answer
	playing activity
}

func (p *fetching) on(m *Machine, ev event.Event) bool {
	if p.playing != nil {
		return p.playing.on(m, ev)
	}
	if !p.take(ev) {
		return false
	}
	p.playing = p.begin(m)
	return p.playing == nil
}

// take handles the answer to the request.
func (p *fetching) take(ev event.Event) bool {
	got, ok := ev.(event.Fetched)
	if !ok || got.ID != p.id {
		return false
	}
	p.got = &got
	return true
}

// begin plays the audio. Choice: Twilio's documents do not say what follows audio that cannot be
// fetched; it is skipped.
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

func unplayable(got event.Fetched) (event.Warn, bool) {
	switch {
	case got.Problem != nil:
		return event.Warn{Code: got.Problem.Code, Level: alert.Error, Message: got.Problem.Message, Fix: got.Problem.Fix}, true
	case got.Audio == nil:
		return event.Warn{Code: "13420", Level: alert.Error, Message: "<Play> received a response that is not audio: serve it as audio/mpeg, audio/wav, audio/basic, …"}, true
	}
	return event.Warn{}, false
}

// playAudio plays audio of a known length per loop.
func (m *Machine) playAudio(play event.Play) activity {
	play.Length *= time.Duration(play.Loop)
	m.do(play)
	return m.pause(play.Length)
}

// playDigits plays tones: a fifth of a second each with its gap, half a second for w and a second
// for W.
func (m *Machine) playDigits(play event.Play) activity {
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

// hold plays what a waitUrl sets: a document, which f requests and aside plays; silence if it is
// empty; Twilio's music if it is missing.
func (m *Machine) hold(aside frame, waits settings, f event.Fetch) {
	m.aside = &aside
	ref, set := waits.el.Attr("waitUrl")
	f.Purpose, f.URL = event.PurposeWait, strings.TrimSpace(ref)
	switch {
	case !set:
		aside.running = m.music(defaultMusic, false)
	case f.URL == "":
		aside.running = silence{}
	default:
		m.ask(f)
	}
}

// defaultMusic is what Twilio plays if the application sets no waitUrl.
const defaultMusic = "http://twimlets.com/holdmusic?Bucket=com.twilio.music.classical"

// music plays until something ends it.
func (m *Machine) music(source string, assumed bool) activity {
	m.do(event.Play{URL: source, Loop: endlessLoops, Length: time.Duration(endlessLoops) * time.Minute, Assumed: assumed})
	return silence{}
}
