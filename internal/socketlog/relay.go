package socketlog

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/frames"
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/conversationrelay"
	"github.com/twvoice/twvoice/pkg/transcript"
)

// maxMalformed is how many consecutive malformed messages end a session, see [conversationrelay.Session.Receive].
const maxMalformed = 10

// patience is how long an agent may be silent before its talk cycle counts as never closed.
const patience = 2 * time.Second

// relay is the state of a socket of ConversationRelay.
type relay struct {
	malformed int // consecutive
	named     map[string]bool

	said     string // in the talk cycle
	open     bool   // the cycle is not complete
	newest   time.Time
	answerMS *int64

	asked      time.Time // the last words or key of the caller; zero if the agent has answered
	interrupts *string   // of the next words or key
	keys       []key     // the caller's last ones, without words between them
	pressed    bool      // the newest message is a key
	handoff    *conversationrelay.End
}

// fromApp handles a message of the application; shown is the same without secrets.
func (l *Log) fromApp(at time.Time, m frames.Message, shown []byte) *Cycle {
	message, unknown, err := conversationrelay.Decode(m.Data)
	if wrong, ok := errors.AsType[*conversationrelay.MessageError](err); ok {
		l.reject(at, wrong)
		return nil
	}
	if m.Kind == frames.Binary {
		l.reject(at, &conversationrelay.MessageError{Code: "64107", Kind: message.Type(), Offset: 1, Reason: "it is a binary frame", Fix: "send text frames: a string, not a Buffer or bytes"})
		return nil
	}
	l.relay.malformed = 0
	for _, u := range unknown {
		l.once(at, u.Kind+"."+u.Field, transcript.Alert{
			Rule: "unknown-field", Level: string(alert.Warning), Message: fmt.Sprintf("a %s message has the field %q, which ConversationRelay does not have", u.Kind, u.Field),
			Fix: "check its spelling: names are case-sensitive",
		})
	}
	if !bytes.Equal(shown, m.Data) {
		if message, _, err = conversationrelay.Decode(shown); err != nil {
			return nil
		}
	}
	switch m := message.(type) {
	case conversationrelay.Text:
		return l.says(at, m)
	case conversationrelay.Play:
		item := transcript.Item{Kind: transcript.Play, URL: m.Source}
		if m.Loop != nil {
			item.Loop = *m.Loop
		}
		l.item(at, item)
	case conversationrelay.SendDigits:
		l.item(at, transcript.Item{Kind: transcript.Play, Digits: m.Digits})
	case conversationrelay.End:
		l.relay.handoff, l.r.Whole.Handoff = &m, m.HandoffData
		l.cut(at)
	}
	return nil
}

// reject reports a message that Twilio cannot use.
func (l *Log) reject(at time.Time, wrong *conversationrelay.MessageError) {
	l.alert(at, transcript.Alert{Code: wrong.Code, Level: levelOf(wrong.Code), Message: "the app sent a message that Twilio cannot use: " + wrong.Error(), Fix: wrong.Fix})
	if l.relay.malformed++; l.relay.malformed == maxMalformed {
		l.alert(at, known("64105", fmt.Sprintf("%d consecutive messages were malformed: Twilio ends the session", maxMalformed)))
	}
}

// says adds a token to the talk cycle.
func (l *Log) says(at time.Time, m conversationrelay.Text) *Cycle {
	l.overdue(at)
	r := &l.relay
	if !r.open {
		if m.Token == "" {
			return nil // it closes a cycle that was cut off
		}
		r.said, r.open, r.answerMS = "", true, nil
		l.answered(at)
	}
	r.said += m.Token[:min(len(m.Token), maxSaid-len(r.said))]
	r.newest = at
	l.measureToken(at)
	if m.Last {
		l.cut(at)
		return nil
	}
	return &Cycle{r.said}
}

// cut ends the talk cycle: it is complete, or the caller cut it off.
func (l *Log) cut(at time.Time) {
	r := &l.relay
	if !r.open {
		return
	}
	r.open = false
	l.item(at, transcript.Item{Kind: transcript.Say, Text: strings.ToValidUTF8(r.said, ""), Socket: true, AnswerMS: r.answerMS})
}

// overdue reports and ends a talk cycle that the application should have closed: later tokens begin the next one.
func (l *Log) overdue(at time.Time) {
	r := &l.relay
	if !r.open || at.Sub(r.newest) < patience {
		return
	}
	l.r.Whole.Metrics.OpenCycles++
	l.once(at, "never-last", transcript.Alert{
		Rule: "never-last", Level: string(alert.Warning), Message: `the app never closed the talk cycle: no token had "last":true`,
		Fix: `send {"type":"text","token":"","last":true} after the last token of an answer; Twilio waits for it before it ends the agent's turn`,
	})
	l.cut(at)
}

// fromTwilio handles a message to the application.
func (l *Log) fromTwilio(at time.Time, shown []byte) {
	message, _, err := conversationrelay.DecodeTwilio(shown)
	if err != nil {
		return // Twilio may have messages that its pages do not show
	}
	r := &l.relay
	switch m := message.(type) {
	case conversationrelay.Prompt:
		r.keys = nil
		if !m.Last {
			return
		}
		l.overdue(at)
		l.cut(at)
		l.item(at, transcript.Item{Kind: transcript.Speak, Text: m.VoicePrompt, Language: m.Lang, Interrupts: r.interrupts})
		l.asks(at, m.VoicePrompt)
	case conversationrelay.DTMF:
		l.press()
		l.item(at, transcript.Item{Kind: transcript.Press, Text: m.Digit, Digits: m.Digit, Interrupts: r.interrupts})
		l.asks(at, m.Digit)
	case conversationrelay.Interrupt:
		l.overdue(at)
		r.interrupts = &m.UtteranceUntilInterrupt
		l.cut(at)
	case conversationrelay.ErrorMessage:
		l.item(at, transcript.Item{Kind: transcript.Note, Text: "Twilio reports: " + m.Description})
	}
}

// asks begins a turn: the application owes an answer.
func (l *Log) asks(at time.Time, said string) {
	l.relay.asked, l.relay.interrupts = at, nil
	if turns := &l.r.Whole.Metrics.Turns; len(*turns) < MaxMessages {
		*turns = append(*turns, transcript.TurnMetrics{Said: said})
	}
}

// answered measures the first token of an answer.
func (l *Log) answered(at time.Time) {
	r := &l.relay
	if r.asked.IsZero() {
		return
	}
	ms := at.Sub(r.asked).Round(time.Millisecond).Milliseconds()
	r.answerMS = &ms
	l.turn().FirstTokenMS = &ms
}

// measureToken measures the last token until now.
func (l *Log) measureToken(at time.Time) {
	r := &l.relay
	if r.asked.IsZero() {
		return
	}
	ms := at.Sub(r.asked).Round(time.Millisecond).Milliseconds()
	if turn := l.turn(); turn.FirstTokenMS != nil {
		turn.LastTokenMS = &ms
	}
}

// turn returns the newest turn.
func (l *Log) turn() *transcript.TurnMetrics {
	turns := l.r.Whole.Metrics.Turns
	return &turns[len(turns)-1]
}

// once reports a problem that has a name, the first time only.
func (l *Log) once(at time.Time, name string, a transcript.Alert) {
	if l.relay.named == nil {
		l.relay.named = map[string]bool{}
	}
	if l.relay.named[name] || len(l.relay.named) >= maxAlerts {
		return
	}
	l.relay.named[name] = true
	l.alert(at, a)
}

// known returns an alert with the level and the fix of its code.
func known(code, message string) transcript.Alert {
	entry, _ := alert.Lookup(code)
	return transcript.Alert{Code: code, Level: levelOf(code), Message: message, Fix: entry.Fix}
}

func levelOf(code string) string {
	entry, _ := alert.Lookup(code)
	return string(cmp.Or(entry.Level, alert.Warning))
}
