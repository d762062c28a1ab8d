package leg

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/twvoice/twvoice/pkg/twiml/lint"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// conference is <Dial><Conference>: a wait with music until the conference begins, and then the
// conference (https://www.twilio.com/docs/voice/twiml/conference).
type conference struct {
	set, noun settings
	next      followUp
	star      bool
	limit     int // timer of the timeLimit
	inside    bool
	running   bool
	muted     bool
	held      bool // by the REST API
}

func startConference(m *Machine, set, noun settings) activity {
	c := &conference{set: set, noun: noun, next: set.action(m), star: set.is("hangupOnStar", false), muted: noun.is("muted", false)}
	m.waits.Reset()
	name, label := noun.el.Text(), noun.or("participantLabel", "")
	if name == "" || !validLabel(label) { // 13237 and 16023 are reported already
		m.settle(c.next, url.Values{"DialCallStatus": {string(event.Failed)}})
		return nil
	}
	beep := noun.or("beep", "true")
	j := event.Join{
		Name: name, Muted: c.muted, Label: label, Coach: noun.or("coach", ""),
		StartOnEnter: noun.is("startConferenceOnEnter", true), EndOnExit: noun.is("endConferenceOnExit", false),
		BeepOnEnter: beep == "true" || beep == "onEnter", BeepOnExit: beep == "true" || beep == "onExit",
		Most: noun.whole("maxParticipants", 250), Status: noun.hook(m, "statusCallback"),
	}
	if noun.or("record", "do-not-record") == "record-from-start" {
		hook := noun.hook(m, "recordingStatusCallback")
		j.Record = &hook
	}
	m.do(j)
	return c
}

// validLabel reports whether a participantLabel can be used in a URL of the API in the same place as
// call SIDs (https://www.twilio.com/docs/api/errors/16023).
func validLabel(label string) bool {
	return !strings.Contains(label, "/") && utf8.RuneCountInString(label) <= 128 && !(strings.HasPrefix(label, "CA") && len(label) == 34)
}

func (c *conference) listens(*Machine) event.Listening {
	return event.Listening{Keys: c.star && c.inside, Talking: c.running && !c.muted && !c.held}
}

func (c *conference) on(m *Machine, ev event.Event) bool {
	switch ev := ev.(type) {
	case event.Joined:
		c.inside, c.running = true, ev.Running
		c.limit = m.wait(c.set.seconds("timeLimit", 14400))
		if !c.running {
			c.hold(m)
		}
	case Declined:
		m.warn(event.Warn{Code: ev.Code, Level: level(ev.Code), Message: ev.Message, Pos: c.noun.el.Pos})
		return m.settle(c.next, url.Values{"DialCallStatus": {string(event.Failed)}})
	case event.Started:
		c.running = true
		m.aside = nil
	case Beeped:
		m.do(event.Beep{})
	case event.UpdateParticipant:
		return c.update(m, ev)
	case event.Closed:
		c.inside = false
		return c.finish(m)
	case event.Elapsed:
		if ev.ID == c.limit {
			return c.depart(m)
		}
	case event.Pressed:
		if ev.Key == '*' && c.star {
			return c.depart(m)
		}
		m.do(Talk{Keys: string(rune(ev.Key))})
	case event.Spoke:
		m.do(Talk{Text: ev.Text})
	}
	return false
}

func (c *conference) depart(m *Machine) bool {
	c.inside = false
	m.do(event.Leave{Why: "participant_hung_up"})
	return c.finish(m)
}

func (c *conference) finish(m *Machine) bool {
	return m.settle(c.next, url.Values{"DialCallStatus": {"answered"}})
}

func (c *conference) leave(m *Machine, why leaveReason) {
	if !c.inside {
		return
	}
	reason := "participant_hung_up"
	if why == redirected {
		reason = "participant_updated_via_api"
	}
	m.do(event.Leave{Why: reason})
	m.report(c.next, url.Values{"DialCallStatus": {"answered"}})
}

func (c *conference) hold(m *Machine) {
	m.hold(frame{place: lint.ConferenceWait, keeper: c}, c.noun, event.Fetch{Method: c.noun.or("waitMethod", "")})
}

// exhausted is silence: only a Redirect plays the wait document again.
func (c *conference) exhausted(m *Machine) { m.aside.running = silence{} }

// looped is silence, because the wait document repeats without letting time pass.
func (c *conference) looped(m *Machine) { m.aside.running = silence{} }

// failed leaves the conference, as its page says: the leg was never fully in it. Choice:
// DialCallStatus is failed then, as it is for a leg that was not let in.
func (c *conference) failed(m *Machine, _ event.Problem) {
	c.inside = false
	m.do(event.Leave{Why: AddFailed})
	m.main.running = nil
	m.settle(c.next, url.Values{"DialCallStatus": {string(event.Failed)}})
}

// AddFailed is the reason for which a leg leaves a conference that it was never fully in. Its
// leaving does not affect the others.
const AddFailed = "participant_add_failed"

// update applies an update to the participant: what is heard, and whether what is said counts.
func (c *conference) update(m *Machine, ev event.UpdateParticipant) (over bool) {
	switch {
	case !c.inside:
		return false
	case ev.Kick:
		c.inside = false
		m.do(event.Leave{Why: "participant_updated_via_api", Kicked: true})
		return c.finish(m)
	}
	if ev.Muted != nil {
		c.muted = *ev.Muted
	}
	m.do(event.ParticipantUpdated{UpdateParticipant: ev})
	if ev.Hold != nil && *ev.Hold != c.held {
		c.held, m.aside = *ev.Hold, nil
		if c.held {
			c.suspend(m, ev)
		}
	}
	if ev.AnnounceURL != "" {
		m.aside = &frame{place: lint.ConferenceWait, keeper: &announcement{c}}
		m.ask(event.Fetch{Purpose: event.PurposeAnnounce, Method: ev.AnnounceMethod, URL: ev.AnnounceURL})
	}
	return false
}

// suspend plays the hold document or music.
func (c *conference) suspend(m *Machine, ev event.UpdateParticipant) {
	m.aside = &frame{place: lint.ConferenceWait, keeper: c}
	if ev.HoldURL == "" {
		m.aside.running = m.music(defaultMusic, false)
		return
	}
	m.ask(event.Fetch{Purpose: event.PurposeWait, Method: ev.HoldMethod, URL: ev.HoldURL})
}

// announcement is a document that is played once into a conference. Choice: a participant who is on
// hold, or waits for the conference to begin, hears silence after it.
type announcement struct{ to *conference }

func (a *announcement) exhausted(m *Machine) { a.over(m) }

func (a *announcement) looped(m *Machine) { a.over(m) }

func (a *announcement) failed(m *Machine, _ event.Problem) { a.over(m) }

func (a *announcement) over(m *Machine) {
	m.aside = nil
	if a.to.held || !a.to.running {
		m.aside = &frame{place: lint.ConferenceWait, keeper: a.to, running: silence{}}
	}
}
