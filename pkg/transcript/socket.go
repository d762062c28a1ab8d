package transcript

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Socket is a WebSocket to an agent, from its opening to its end. A WebSocket that was lost and opened
// again is one Socket.
type Socket struct {
	At       float64         `json:"at"`
	Leg      string          `json:"leg"`
	Kind     string          `json:"kind"` // conversation_relay or stream
	URL      string          `json:"url"`
	Status   int             `json:"status"` // of the upgrade, 0 if there was no answer
	Closed   Closed          `json:"closed"`
	Handoff  *string         `json:"handoff,omitempty"` // data of the end message
	Messages []SocketMessage `json:"messages"`
	Metrics  Metrics         `json:"metrics"`

	ended   float64
	outcome string
}

// Closed says how a WebSocket ended.
type Closed struct {
	By     string `json:"by"`   // app, caller or twilio
	Code   int    `json:"code"` // of RFC 6455
	Reason string `json:"reason"`
}

// SocketMessage is a message in one direction.
type SocketMessage struct {
	At      float64         `json:"at"`
	From    string          `json:"from"` // app or twilio
	Message json.RawMessage `json:"message"`
}

// Metrics are what was measured in a session, in whole milliseconds. What never came is nil.
type Metrics struct {
	ConnectMS  *int64        `json:"connect_ms"`
	GreetingMS *int64        `json:"greeting_ms"`
	Turns      []TurnMetrics `json:"turns"`
	TurnP50MS  *int64        `json:"turn_p50_ms"`
	TurnP95MS  *int64        `json:"turn_p95_ms"` // nil below 20 turns
	DeadAirMS  *int64        `json:"dead_air_ms"` // the longest time in which neither spoke
	Underruns  *int64        `json:"underruns"`
	GapMaxMS   *int64        `json:"gap_max_ms"`
	AheadMaxMS *int64        `json:"ahead_max_ms"`
	OpenCycles int           `json:"open_cycles"`
	Pacing     *Pacing       `json:"pacing"`
}

// TurnMetrics are what was measured of one input of the caller and its answer.
type TurnMetrics struct {
	Said         string `json:"said"`
	TurnMS       *int64 `json:"turn_ms"`
	FirstTokenMS *int64 `json:"first_token_ms"`
	LastTokenMS  *int64 `json:"last_token_ms"`
	BargeInMS    *int64 `json:"barge_in_ms"`
	TalkOverMS   *int64 `json:"talk_over_ms"`
}

// Pacing says how exactly the frames of a stream were sent.
type Pacing struct {
	LateMeanMS int64 `json:"late_mean_ms"`
	LateMaxMS  int64 `json:"late_max_ms"`
	Reliable   bool  `json:"reliable"`
}

// Name returns "socket".
func (Socket) Name() string { return "socket" }

// When returns the time of its end.
func (s Socket) When() float64 { return s.ended }

func (Socket) part() {}

func (s Socket) line() string {
	switch s.Status {
	case 101:
	case 0:
		return fmt.Sprintf("opens    %s %s → no answer", protocol(s.Kind), s.URL)
	default:
		return fmt.Sprintf("opens    %s %s → %d", protocol(s.Kind), s.URL, s.Status)
	}
	return "closes   " + s.Outcome()
}

// Outcome says in words how the session ended, as the line of a transcript does.
func (s Socket) Outcome() string {
	if s.Handoff != nil {
		return s.outcome + ": handoff " + harmless(*s.Handoff)
	}
	return s.outcome
}

// Ended returns the session with its end: when that was, and how it came about, as [Line] shows it.
func (s Socket) Ended(at float64, outcome string) Socket {
	s.ended, s.outcome = at, harmless(outcome)
	return s
}

// wire is a WebSocket of a leg.
type wire struct {
	leg string
	id  int
}

// socketAction collects what a leg does on a WebSocket, and returns a part at its end.
func (r *Reader) socketAction(item Item, sid string, action event.Action) Part {
	switch a := action.(type) {
	case event.OpenSocket:
		r.opens(item, sid, a)
	case event.SendSocket:
		r.message(sid, a.ID, item.At, "twilio", a.Data)
	case event.CloseSocket:
		if s := r.sockets[wire{sid, a.ID}]; s != nil {
			s.Closed = Closed{By: "twilio", Code: a.Code, Reason: a.Reason}
			if a.Abrupt {
				s.Closed.Code = 1006
			}
		}
	case event.SocketEnded:
		return r.ended(item, sid, a)
	}
	return nil
}

func (r *Reader) opens(item Item, sid string, a event.OpenSocket) {
	if r.sockets == nil {
		r.sockets = map[wire]*Socket{}
	}
	if a.Attempt > 0 {
		for of, s := range r.sockets {
			if of.leg == sid && s.URL == webhook.Redacted(a.URL) {
				delete(r.sockets, of)
				r.sockets[wire{sid, a.ID}] = s
				return
			}
		}
	}
	r.sockets[wire{sid, a.ID}] = &Socket{At: item.At, Leg: item.Leg, Kind: string(a.Kind), URL: webhook.Redacted(a.URL), Messages: []SocketMessage{}}
}

func (r *Reader) message(sid string, id int, at float64, from string, data []byte) {
	s := r.sockets[wire{sid, id}]
	if s == nil {
		return
	}
	if !json.Valid(data) {
		data, _ = json.Marshal(string(data)) // a string has a JSON form
	}
	s.Messages = append(s.Messages, SocketMessage{At: at, From: from, Message: data})
}

// socketEvent returns the part for what happened to a WebSocket.
func (r *Reader) socketEvent(item Item, e event.Entry) Part {
	switch ev := e.Event.(type) {
	case event.SocketOpened:
		s := r.sockets[wire{e.Sid, ev.ID}]
		if s == nil {
			return nil
		}
		s.Status = 101
		item.Kind, item.URL, item.Result = Stream, s.URL, "opened"
		item.Text = fmt.Sprintf("%s %s → 101 in %s ms", protocol(s.Kind), s.URL, milliseconds(hundredths(ev.Took)))
		if !hasHost(s.URL, ev.Address) {
			item.Text += " (" + ev.Address + ")"
		}
		return item
	case event.SocketFailed:
		if s := r.sockets[wire{e.Sid, ev.ID}]; s != nil {
			s.Status = ev.Status
		}
	case event.SocketReceived:
		r.message(e.Sid, ev.ID, item.At, "app", ev.Data)
	case event.SocketClosed:
		if s := r.sockets[wire{e.Sid, ev.ID}]; s != nil {
			s.Closed = Closed{By: "app", Code: ev.Code, Reason: ev.Reason}
		}
	}
	return nil
}

func protocol(kind string) string {
	if kind == string(event.RelaySocket) {
		return "ConversationRelay"
	}
	return "Stream"
}

// hasHost reports whether a URL was reached at the host that it names, in its scheme.
func hasHost(written, address string) bool {
	return address == "" || len(written) > len(address) && written[:len(address)] == address && written[len(address)] == '/'
}

// ended returns a whole session.
func (r *Reader) ended(item Item, sid string, a event.SocketEnded) Part {
	s := r.sockets[wire{sid, a.ID}]
	if s == nil {
		return nil
	}
	delete(r.sockets, wire{sid, a.ID})
	s.ended, s.Handoff, s.Metrics = item.At, a.Handoff, measured(a.Metrics)
	switch a.Status {
	case "ended":
		s.Closed.By, s.outcome = "app", "ended by the app"
	case "completed":
		s.Closed.By, s.outcome = "twilio", "the call goes on without the agent"
		if a.Gone {
			s.outcome = "the call ends"
		}
		if _, gone := r.gone[sid]; gone {
			s.Closed.By = "caller"
		}
	default:
		s.outcome = "failed: " + a.Code
	}
	if s.Status != 101 {
		s.Closed = Closed{}
	}
	return *s
}

// measured converts metrics into their form for programs.
func measured(m event.Metrics) Metrics {
	out := Metrics{ConnectMS: whole(m.Connect), GreetingMS: whole(m.Greeting), Turns: []TurnMetrics{}, DeadAirMS: whole(m.DeadAir), OpenCycles: m.OpenCycles}
	var answers []time.Duration
	for _, t := range m.Turns {
		out.Turns = append(out.Turns, TurnMetrics{
			Said: t.Said, TurnMS: whole(t.Answer), FirstTokenMS: whole(t.FirstToken), LastTokenMS: whole(t.LastToken), BargeInMS: whole(t.BargeIn), TalkOverMS: whole(t.TalkOver),
		})
		if t.Answer >= 0 {
			answers = append(answers, t.Answer)
		}
	}
	out.TurnP50MS = Percentile(answers, 0.5)
	if len(answers) >= fewestForP95 {
		out.TurnP95MS = Percentile(answers, 0.95)
	}
	return out
}

// fewestForP95 is how many turns a 95th percentile needs.
const fewestForP95 = 20

// Percentile returns the smallest of some durations that at least the part p of them does not exceed,
// in whole milliseconds. It is nil without any.
func Percentile(all []time.Duration, p float64) *int64 {
	if len(all) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(all))
	return whole(sorted[max(0, int(math.Ceil(p*float64(len(sorted))))-1)])
}

// whole returns a duration in milliseconds, nil if it never came.
func whole(d time.Duration) *int64 {
	if d < 0 {
		return nil
	}
	ms := d.Round(time.Millisecond).Milliseconds()
	return &ms
}
