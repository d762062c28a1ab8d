package transcript

import (
	"cmp"
	"fmt"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// heardPart returns the part for what is heard on the line.
func (r *Reader) heardPart(item Item, action event.Action) Part {
	switch a := action.(type) {
	case event.Answer:
		item.Kind, item.Text = Answer, "answered"
	case event.Say:
		item.Kind, item.Text, item.Voice, item.Language = Say, a.Text, a.Voice, a.Language
		item.Seconds, item.Loop = seconds(a.Length), times(a.Loop)
		if agent := a.Agent; agent != nil {
			item.At, item.Socket, item.Greeting, item.AnswerMS = seconds(agent.Began-r.Began), true, agent.Greeting, whole(agent.Answer)
		}
	case event.Play:
		item.Kind, item.URL, item.Digits = Play, webhook.Redacted(a.URL), a.Digits
		item.Seconds, item.Loop = seconds(a.Length), times(a.Loop)
		if a.Assumed {
			item.Text = "not fetched: it is on a different host than the application"
		}
	case event.Pause:
		item.Kind, item.Seconds = Pause, seconds(a.Length)
	case event.Beep:
		item.Kind, item.Text = Beep, "a beep"
	case event.Unheard:
		item.Kind, item.Text = Note, fmt.Sprintf("%q was ignored: %s", a.Input, cmp.Or(a.Why, "the call was not waiting for input"))
	case event.Note:
		item.Kind, item.Text = Note, a.Text
	default:
		return unheardPart(item, action)
	}
	return item
}

// unheardPart returns the part for an action that is not heard.
func unheardPart(item Item, action event.Action) Part {
	switch a := action.(type) {
	case event.Record:
		item.Kind, item.Text = Record, "recording starts"
		if a.Over {
			item.Seconds = seconds(a.Length)
			item.Text = fmt.Sprintf("recorded %g s%s", item.Seconds, bracketed(a.Why))
		}
	case event.Session:
		item.Kind, item.URL, item.Text = Stream, webhook.Redacted(a.URL), session(a)
	case event.Text:
		item.Kind, item.To, item.Text = Sms, a.To, a.Body
	case event.Leave:
		item.Kind, item.Text = Conference, "leaves the conference"
	default:
		return nil
	}
	return item
}

func session(s event.Session) string {
	what := s.Noun
	if s.Name != "" {
		what += " " + s.Name
	}
	switch {
	case s.Over:
		return what + " ends"
	case s.Noun == "Transcription":
		return what + " starts"
	case s.URL != "":
		return fmt.Sprintf("%s would be opened to %s; audio is not simulated", what, webhook.Redacted(s.URL))
	}
	return what + " would be opened; audio is not simulated"
}

// ending returns the part that names the side that hung up. If it was the person at the phone, the
// transcript has already shown that.
func ending(item Item, end event.End, dialed bool) Part {
	item.Kind = HangUp
	switch {
	case end.By == event.Person:
		return nil
	case dialed:
		item.Text = "is disconnected"
	case end.By == event.Twilio && end.Status == event.NoAnswer:
		item.Text = refusal(end.Status)
	case end.By == event.App && (end.Status == event.Busy || end.Status == event.NoAnswer):
		item.Text = "the app rejects the call"
	case end.By == event.App:
		item.Text = "the app hangs up"
	default:
		item.Text = "Twilio ends the call"
	}
	return item
}

func times(loop int) int {
	if loop == 1 {
		return 0
	}
	return loop
}
