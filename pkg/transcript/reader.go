package transcript

import (
	"fmt"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Reader turns the entries of one call into parts. The zero value is ready to use. It is not safe
// for concurrent use.
type Reader struct {
	// Began is when the call began, in the time of the entries: times of parts count from then.
	Began time.Duration

	open map[asked]Request // pending requests
	tos  map[string]string // address of each dialed leg

	sockets map[wire]*Socket    // open WebSockets
	gone    map[string]struct{} // legs whose person has hung up
}

// asked identifies a request: a leg, and its number there.
type asked struct {
	leg string
	id  int
}

// Read returns the parts of one entry.
func (r *Reader) Read(e event.Entry) []Part {
	item := Item{At: seconds(e.At - r.Began), Leg: e.Leg}
	var parts []Part
	if got, ok := e.Event.(event.Fetched); ok {
		parts = r.answered(e.Sid, got)
	} else if part := r.event(item, e); part != nil {
		parts = append(parts, r.earlier(item, e)...)
		parts = append(parts, part)
	}
	for _, action := range e.Actions {
		if said, ok := action.(event.Say); ok && len(parts) > 0 && before(said, e) {
			continue // it is shown before the event
		}
		if unheard, ok := action.(event.Unheard); ok && e.Secret {
			unheard.Input = masked(unheard.Input)
			action = unheard
		}
		if part := r.action(item, e.Sid, action); part != nil {
			parts = append(parts, part)
		}
	}
	return parts
}

func (r *Reader) event(item Item, e event.Entry) Part {
	switch ev := e.Event.(type) {
	case event.Pressed:
		item.Kind, item.Text, item.Digits = Press, string(rune(ev.Key)), string(rune(ev.Key))
		if e.Secret && masked(item.Text) != item.Text {
			item.Text, item.Digits = masked(item.Text), ""
		}
	case event.Spoke:
		item.Kind, item.Text = Speak, ev.Text
		for _, action := range e.Actions {
			if cut, ok := action.(event.Interrupted); ok {
				item.Interrupts = &cut.Heard
			}
		}
	case event.SocketOpened, event.SocketFailed, event.SocketReceived, event.SocketClosed:
		return r.socketEvent(item, e)
	case event.HungUp:
		if r.gone == nil {
			r.gone = map[string]struct{}{}
		}
		r.gone[e.Sid] = struct{}{}
		item.Kind, item.Text = HangUp, "the caller hangs up"
		if item.Leg != event.First {
			item.Text = "hangs up"
		}
		if ev.Why != "" {
			item.Text += ": " + ev.Why
		}
	case event.Refused:
		if r.tos[e.Sid] != "" {
			return nil // the leg that dialed it reports it
		}
		item.Kind, item.Result, item.Text = HangUp, string(ev.Status), refusal(ev.Status)
	case event.LegEnded:
		item.Kind, item.To, item.Result = Dial, r.tos[ev.Sid], string(ev.Status)
		item.Text = fmt.Sprintf("%s: %s", item.To, item.Result)
		if ev.Away {
			item.Result, item.Text = "", item.To+": redirected by the REST API"
		}
		if item.To == "" {
			return nil // it was not dialed, but taken from a queue
		}
	default:
		return placePart(item, e.Event)
	}
	return item
}

// before reports whether a talk cycle of an agent began before the event that ended it.
func before(said event.Say, e event.Entry) bool { return said.Agent != nil && said.Agent.Began < e.At }

// earlier returns what an agent was saying when the event of an entry happened: its words come first.
func (r *Reader) earlier(item Item, e event.Entry) []Part {
	var parts []Part
	for _, action := range e.Actions {
		if said, ok := action.(event.Say); ok && before(said, e) {
			parts = append(parts, r.heardPart(item, said))
		}
	}
	return parts
}

// answered returns a completed request, preceded by those that redirected to it.
func (r *Reader) answered(leg string, ev event.Fetched) []Part {
	request, ok := r.open[asked{leg, ev.ID}]
	if !ok {
		return nil
	}
	delete(r.open, asked{leg, ev.ID})
	if len(ev.Hops) == 0 {
		if ev.Elsewhere != "" || ev.Audio != nil && (ev.Audio.Assumed || ev.Audio.Known) {
			return nil // no host was contacted
		}
		request.Status, request.Milliseconds = ev.Status, hundredths(ev.Took)
		return []Part{request}
	}
	parts := make([]Part, 0, len(ev.Hops))
	for i, hop := range ev.Hops {
		if i > 0 {
			request.Method, request.URL, request.Params, request.Note = hop.Method, webhook.Redacted(hop.URL), firstValues(hop.Params), hop.Lost
		}
		request.Status, request.Milliseconds = hop.Status, hundredths(hop.Took)
		parts = append(parts, request)
	}
	return parts
}

// hundredths returns a time in milliseconds, rounded to a hundredth.
func hundredths(took time.Duration) float64 {
	return float64(took.Round(10*time.Microsecond)) / float64(time.Millisecond)
}

func (r *Reader) action(item Item, leg string, action event.Action) Part {
	switch a := action.(type) {
	case event.Fetch:
		if r.open == nil {
			r.open = map[asked]Request{}
		}
		r.open[asked{leg, a.ID}] = Request{At: item.At, Leg: item.Leg, Method: a.Method, URL: webhook.Redacted(a.URL), Params: firstValues(a.Params), Purpose: string(a.Purpose)}
		return nil
	case event.Warn:
		return Alert{At: item.At, Leg: item.Leg, Code: a.Code, Rule: a.Rule, Level: string(a.Level), Message: a.Message, URL: a.URL, Line: a.Pos.Line, Column: a.Pos.Col, Fix: a.Fix}
	case event.Dial:
		if r.tos == nil {
			r.tos = map[string]string{}
		}
		r.tos[a.Call.Sid] = a.Call.To
		item.Kind, item.To, item.Result, item.Text = Dial, a.Call.To, "dialed", a.Call.To
	case event.OpenSocket, event.SendSocket, event.CloseSocket, event.SocketEnded:
		return r.socketAction(item, leg, action)
	case event.End:
		return ending(item, a, r.tos[leg] != "")
	default:
		return r.heardPart(item, action)
	}
	return item
}

// firstValues returns the first value of each parameter: Twilio repeats none in a voice request.
func firstValues(params url.Values) map[string]string {
	m := make(map[string]string, len(params))
	for name := range params {
		m[name] = params.Get(name)
	}
	return m
}
