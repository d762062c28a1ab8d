package transcript

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
)

// Reader turns the entries of one call into parts. The zero value is ready; it is for one goroutine.
type Reader struct {
	open map[asked]Request // requests that are not answered yet
	tos  map[string]string // whom the legs that were dialled belong to
}

// asked names a request: a leg, and its number there.
type asked struct {
	leg string
	id  int
}

// Read is what one entry says.
func (r *Reader) Read(e voicesim.Entry) []Part {
	item := Item{At: seconds(e.At), Leg: e.Leg}
	var parts []Part
	if part := r.event(item, e); part != nil {
		parts = append(parts, part)
	}
	for _, action := range e.Actions {
		if unheard, ok := action.(voicesim.Unheard); ok && e.Secret {
			action = voicesim.Unheard{Input: masked(unheard.Input)}
		}
		if part := r.action(item, e.Sid, action); part != nil {
			parts = append(parts, part)
		}
	}
	return parts
}

func (r *Reader) event(item Item, e voicesim.Entry) Part {
	switch ev := e.Event.(type) {
	case voicesim.Pressed:
		item.Kind, item.Text, item.Digits = Press, string(rune(ev.Key)), string(rune(ev.Key))
		if e.Secret && masked(item.Text) != item.Text {
			item.Text, item.Digits = masked(item.Text), ""
		}
	case voicesim.Spoke:
		item.Kind, item.Text = Speak, ev.Text
	case voicesim.HungUp:
		item.Kind, item.Text = HangUp, "the caller hangs up"
		if item.Leg != voicesim.First {
			item.Text = "hangs up"
		}
	case voicesim.Refused:
		if r.tos[e.Sid] != "" {
			return nil // the leg that dialled it says so
		}
		item.Kind, item.Result, item.Text = HangUp, string(ev.Status), refusal(ev.Status)
	case voicesim.Fetched:
		return r.answered(e.Sid, ev)
	case voicesim.LegEnded:
		item.Kind, item.To, item.Result = Dial, r.tos[ev.Sid], string(ev.Status)
		item.Text = fmt.Sprintf("%s: %s", item.To, item.Result)
		if ev.Away {
			item.Result, item.Text = "", item.To+": led elsewhere by the REST API"
		}
		if item.To == "" {
			return nil // it was not dialled, but taken from a queue
		}
	default:
		return meeting(item, e.Event)
	}
	return item
}

// masked hides the digits of a secret; * and # are in no number, and say what became of it.
func masked(text string) string {
	return strings.Map(func(key rune) rune {
		if '0' <= key && key <= '9' {
			return '•'
		}
		return key
	}, text)
}

// refusal is why nobody took a call of the application.
func refusal(s voicesim.Status) string {
	switch s {
	case voicesim.Busy:
		return "the line is busy"
	case voicesim.NoAnswer:
		return "nobody answers"
	}
	return "the number cannot be reached"
}

// meeting is what happens in queues and conferences.
func meeting(item Item, ev voicesim.Event) Part {
	item.Kind = Conference
	switch ev := ev.(type) {
	case voicesim.Joined:
		item.Text = fmt.Sprintf("joins the conference %q", ev.Name)
		if !ev.Running {
			item.Text += ", which has not begun"
		}
	case voicesim.Started:
		item.Text = "the conference begins"
	case voicesim.Closed:
		item.Text = "the conference is over"
	case voicesim.Waiting:
		item.Kind, item.Text = Queue, fmt.Sprintf("waits in the queue %q", ev.Name)
		if ev.Sid == "" {
			item.Text = fmt.Sprintf("the queue %q is full", ev.Name)
		}
	case voicesim.Chosen:
		item.Kind, item.Text = Queue, "is taken out of the queue"
	case voicesim.Bridged:
		item.Kind, item.Text, item.Result = Dial, "is connected", "connected"
		if item.Leg != voicesim.First {
			item.To = item.Leg
		}
	default:
		return nil
	}
	return item
}

// answered is a request that is complete.
func (r *Reader) answered(leg string, ev voicesim.Fetched) Part {
	request, ok := r.open[asked{leg, ev.ID}]
	if !ok {
		return nil
	}
	delete(r.open, asked{leg, ev.ID})
	if ev.Audio != nil && ev.Audio.Assumed {
		return nil // nobody was asked
	}
	request.Status = ev.Status
	request.Milliseconds = float64(ev.Took.Round(10*time.Microsecond)) / float64(time.Millisecond)
	return request
}

func (r *Reader) action(item Item, leg string, action voicesim.Action) Part {
	switch a := action.(type) {
	case voicesim.Fetch:
		if r.open == nil {
			r.open = map[asked]Request{}
		}
		r.open[asked{leg, a.ID}] = Request{At: item.At, Leg: item.Leg, Method: a.Method, URL: redacted(a.URL), Params: flat(a.Params), Purpose: string(a.Purpose)}
		return nil
	case voicesim.Warn:
		return Alert{At: item.At, Leg: item.Leg, Code: a.Code, Level: string(a.Level), Message: a.Message, URL: a.URL, Line: a.Pos.Line, Column: a.Pos.Col}
	case voicesim.Dial:
		if r.tos == nil {
			r.tos = map[string]string{}
		}
		r.tos[a.Call.Sid] = a.Call.To
		item.Kind, item.To, item.Result, item.Text = Dial, a.Call.To, "dialed", a.Call.To
	case voicesim.End:
		return ending(item, a, r.tos[leg] != "")
	default:
		return heard(item, action)
	}
	return item
}

// heard is what is on the line.
func heard(item Item, action voicesim.Action) Part {
	switch a := action.(type) {
	case voicesim.Answer:
		item.Kind, item.Text = Answer, "answered"
	case voicesim.Say:
		item.Kind, item.Text, item.Voice, item.Language = Say, a.Text, a.Voice, a.Language
		item.Seconds, item.Loop = seconds(a.Length), times(a.Loop)
	case voicesim.Play:
		item.Kind, item.URL, item.Digits = Play, redacted(a.URL), a.Digits
		item.Seconds, item.Loop = seconds(a.Length), times(a.Loop)
		if a.Assumed {
			item.Text = "not fetched: it lies on another host than the application"
		}
	case voicesim.Pause:
		item.Kind, item.Seconds = Pause, seconds(a.Length)
	case voicesim.Beep:
		item.Kind, item.Text = Beep, "a beep"
	case voicesim.Unheard:
		item.Kind, item.Text = Note, fmt.Sprintf("nothing listened for %q", a.Input)
	case voicesim.Note:
		item.Kind, item.Text = Note, a.Text
	default:
		return beside(item, action)
	}
	return item
}

// beside is what goes on beside the line.
func beside(item Item, action voicesim.Action) Part {
	switch a := action.(type) {
	case voicesim.Record:
		item.Kind, item.Text = Record, "recording begins"
		if a.Over {
			item.Seconds = seconds(a.Length)
			item.Text = fmt.Sprintf("recorded %g s%s", item.Seconds, bracketed(a.Why))
		}
	case voicesim.Session:
		item.Kind, item.URL, item.Text = Stream, redacted(a.URL), session(a)
	case voicesim.Text:
		item.Kind, item.To, item.Text = Sms, a.To, a.Body
	case voicesim.Depart:
		item.Kind, item.Text = Conference, "leaves the conference"
	default:
		return nil
	}
	return item
}

func session(s voicesim.Session) string {
	what := s.Noun
	if s.Name != "" {
		what += " " + s.Name
	}
	switch {
	case s.Over:
		return what + " ends"
	case s.Noun == "Transcription":
		return what + " begins"
	case s.URL != "":
		return fmt.Sprintf("%s would be opened to %s; no sound is simulated", what, redacted(s.URL))
	}
	return what + " would be opened; no sound is simulated"
}

// ending says who hung up; when it was whoever holds the phone, the transcript has said so already.
func ending(item Item, end voicesim.End, dialled bool) Part {
	item.Kind = HangUp
	switch {
	case end.By == voicesim.Person:
		return nil
	case dialled:
		item.Text = "is hung up on"
	case end.By == voicesim.Twilio && end.Status == voicesim.NoAnswer:
		item.Text = refusal(end.Status)
	case end.By == voicesim.App && (end.Status == voicesim.Busy || end.Status == voicesim.NoAnswer):
		item.Text = "the app rejects the call"
	case end.By == voicesim.App:
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

// flat keeps the first value of each parameter: Twilio repeats none in a voice request.
func flat(params url.Values) map[string]string {
	m := make(map[string]string, len(params))
	for name := range params {
		m[name] = params.Get(name)
	}
	return m
}

func redacted(raw string) string {
	if u, err := url.Parse(raw); err == nil {
		return u.Redacted()
	}
	return raw
}
