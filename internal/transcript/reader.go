package transcript

import (
	"fmt"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
)

// Reader turns the entries of one call into parts. The zero value is ready; it is for one goroutine.
type Reader struct {
	open map[int]Request // requests that are not answered yet
}

// Read is what one entry says.
func (r *Reader) Read(e voicesim.Entry) []Part {
	at := seconds(e.At)
	parts := r.event(at, e.Event)
	for _, action := range e.Actions {
		if part := r.action(at, action); part != nil {
			parts = append(parts, part)
		}
	}
	return parts
}

func (r *Reader) event(at float64, ev voicesim.Event) []Part {
	item := Item{At: at, Leg: "caller"}
	switch ev := ev.(type) {
	case voicesim.Pressed:
		item.Kind, item.Text, item.Digits = Press, string(rune(ev.Key)), string(rune(ev.Key))
	case voicesim.Spoke:
		item.Kind, item.Text = Speak, ev.Text
	case voicesim.HungUp:
		item.Kind, item.Text = HangUp, "the caller hangs up"
	case voicesim.Fetched:
		request, ok := r.open[ev.ID]
		if !ok {
			return nil
		}
		delete(r.open, ev.ID)
		if ev.Audio != nil && ev.Audio.Assumed {
			return nil // nobody was asked
		}
		request.Status = ev.Status
		request.Milliseconds = float64(ev.Took.Round(10*time.Microsecond)) / float64(time.Millisecond)
		return []Part{request}
	default:
		return nil
	}
	return []Part{item}
}

func (r *Reader) action(at float64, action voicesim.Action) Part {
	item := Item{At: at, Leg: "caller"}
	switch a := action.(type) {
	case voicesim.Fetch:
		if r.open == nil {
			r.open = map[int]Request{}
		}
		r.open[a.ID] = Request{At: at, Method: a.Method, URL: redacted(a.URL), Params: flat(a.Params), Purpose: string(a.Purpose)}
		return nil
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
	case voicesim.Unheard:
		item.Kind, item.Text = Note, fmt.Sprintf("nothing listened for %q", a.Input)
	case voicesim.Warn:
		return Alert{At: at, Code: a.Code, Level: string(a.Level), Message: a.Message, URL: a.URL, Line: a.Pos.Line, Column: a.Pos.Col}
	case voicesim.End:
		return ending(item, a)
	default:
		return nil
	}
	return item
}

// ending says who hung up; when it was the caller, the transcript has said so already.
func ending(item Item, end voicesim.End) Part {
	item.Kind = HangUp
	switch {
	case end.By == voicesim.Person:
		return nil
	case end.Status == voicesim.Busy || end.Status == voicesim.NoAnswer:
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
