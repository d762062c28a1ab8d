package leg

import (
	"net/http"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/conversationrelay"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// perform performs the actions of the session, and waits until it is due again.
func (r *relay) perform(m *Machine, actions []conversationrelay.Action) {
	for _, action := range actions {
		if f, ok := action.(conversationrelay.Finished); ok {
			r.finish(m, f)
			return
		}
		r.do(m, action)
	}
	if due, planned := r.session.Next(); planned && due != r.due {
		r.timer, r.due = m.wait(due-m.now), due
	}
}

// do performs one action of the session.
func (r *relay) do(m *Machine, action conversationrelay.Action) {
	switch a := action.(type) {
	case conversationrelay.Send:
		m.do(event.SendSocket{ID: r.id, Data: conversationrelay.Encode(a.Message)})
	case conversationrelay.Connect:
		r.id = m.next()
		m.do(event.OpenSocket{ID: r.id, Kind: event.RelaySocket, URL: r.url, Attempt: a.Attempt})
	case conversationrelay.Close:
		m.do(event.CloseSocket{ID: r.id, Code: a.Code, Reason: a.Reason})
	case conversationrelay.Report:
		level := alert.Warning
		if a.Error {
			level = alert.Error
		}
		m.warn(event.Warn{Code: a.Code, Rule: a.Rule, Level: level, Message: a.Message, Fix: a.Fix, URL: r.url})
	case conversationrelay.Note:
		m.do(event.Note{Text: a.Text})
	default:
		r.hear(m, action)
	}
}

// hear performs an action that the caller notices.
func (r *relay) hear(m *Machine, action conversationrelay.Action) {
	switch a := action.(type) {
	case conversationrelay.Token:
		m.do(event.Token{Socket: r.id, Cycle: a.Cycle, Text: a.Text, Language: a.Language})
	case conversationrelay.Speaking:
		m.do(event.Speaking{Socket: r.id, Cycle: a.Cycle, On: a.On})
	case conversationrelay.Said:
		m.resetLoopGuards()
		m.do(event.Say{
			Text: a.Text, Voice: a.Voice, Language: a.Language, Loop: 1, Length: a.Length, Pos: r.noun.el.Pos,
			Agent: &event.Agent{Socket: r.id, Cycle: a.Cycle, Began: a.Began, Answer: a.Answer, Greeting: a.Greeting},
		})
		m.overhear(sound{outbound, event.Spoke{Text: a.Text, Confidence: 1}})
	case conversationrelay.Interrupted:
		m.do(event.Interrupted{Socket: r.id, Cycle: a.Cycle, Heard: a.Heard, After: a.After})
	case conversationrelay.Ignored:
		m.do(event.Unheard{Input: a.Input, Why: a.Why})
	case conversationrelay.Tones:
		m.do(event.Play{Digits: a.Digits, Loop: 1, Length: a.Length, Pos: r.noun.el.Pos})
	case conversationrelay.Sounds:
		f := event.Fetch{ID: m.next(), Purpose: event.PurposePlay, Method: http.MethodGet, URL: a.Source}
		m.do(f)
		r.sounds[a.ID] = &fetching{id: f.ID, play: event.Play{URL: f.URL, Loop: a.Loop, Pos: r.noun.el.Pos}}
	}
}

// fetched plays audio of the agent that has arrived. Audio that cannot be fetched is skipped.
func (r *relay) fetched(m *Machine, ev event.Fetched) {
	for id, sound := range r.sounds {
		if !sound.take(ev) {
			continue
		}
		delete(r.sounds, id)
		length := time.Duration(0)
		if warning, bad := unplayable(ev); bad {
			m.warn(warning)
		} else {
			sound.play.Length, sound.play.Assumed = ev.Audio.Length*time.Duration(sound.play.Loop), ev.Audio.Assumed
			length = sound.play.Length
			m.do(sound.play)
		}
		r.perform(m, r.session.Sound(m.now, id, length))
		return
	}
}

// elapsed lets the session go on, or the messages that a test held back.
func (r *relay) elapsed(m *Machine, ev event.Elapsed) {
	switch {
	case r.stalled != nil && ev.ID == r.stalled.timer:
		held := r.stalled.all
		r.stalled = nil
		for _, message := range held {
			if !r.over {
				r.perform(m, r.session.Receive(m.now, message.Data, message.Binary))
			}
		}
	case ev.ID == r.timer:
		r.due = -1
		r.perform(m, r.session.Advance(m.now))
	}
}

// fault makes something fail, as a test wants it.
func (r *relay) fault(m *Machine, ev event.Fault) {
	switch ev.Kind {
	case event.DropSocket:
		m.do(event.CloseSocket{ID: r.id, Abrupt: true})
		r.perform(m, r.session.Lose(m.now, 1006, "dropped by the test"))
	case event.ProviderError:
		r.perform(m, r.session.ProviderError(m.now, ev.Code, "a provider of speech failed, as the test wants it"))
	case event.Stall:
		r.stalled = &stalled{timer: m.wait(ev.Stall)}
	}
}

// finish ends the session, and continues with the action or the next verb.
func (r *relay) finish(m *Machine, f conversationrelay.Finished) {
	r.ended(m, f, false)
	if f.Status == "failed" {
		m.warn(event.Warn{Code: f.ErrorCode, Level: level(f.ErrorCode), Message: f.ErrorMessage, Pos: r.noun.el.Pos, Fix: fixOf(f.ErrorCode)})
	}
	m.settle(r.next, r.outcome(m, f))
}

// fixOf returns how to fix an error that the session ends with.
func fixOf(code string) string {
	known, _ := alert.Lookup(code)
	return known.Fix
}

// ended reports the end of the session.
func (r *relay) ended(m *Machine, f conversationrelay.Finished, gone bool) {
	r.over = true
	m.do(event.SocketEnded{
		ID: r.id, Kind: event.RelaySocket, URL: r.url, Status: f.Status, Gone: gone, Code: f.ErrorCode, Message: f.ErrorMessage, Handoff: f.HandoffData, Metrics: r.metrics(),
	})
}

func (r *relay) metrics() event.Metrics {
	measured := r.session.Metrics()
	metrics := event.Metrics{Connect: r.connect, Greeting: measured.Greeting, DeadAir: measured.DeadAir, OpenCycles: measured.OpenCycles}
	for _, turn := range measured.Turns {
		metrics.Turns = append(metrics.Turns, event.TurnMetrics(turn))
	}
	return metrics
}
