package leg

import (
	"fmt"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/conversationrelay"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// relay is <Connect><ConversationRelay>: an agent behind a WebSocket talks to the caller until one
// of them ends the session. The [conversationrelay.Session] decides what happens; the leg passes
// events to it, and performs its actions
// (https://www.twilio.com/docs/voice/twiml/connect/conversationrelay).
type relay struct {
	next    followUp
	noun    settings
	sid     string // VX…
	id      int    // of the WebSocket
	url     string
	session *conversationrelay.Session
	since   time.Duration
	connect time.Duration // length of the upgrade, negative until it is open
	timer   int
	due     time.Duration     // of the timer, negative if it has passed
	sounds  map[int]*fetching // audio of the agent that is being fetched, by the number of the session
	stalled *stalled          // nil unless a test holds back the application's messages
	over    bool
}

// stalled holds back the messages of an application.
type stalled struct {
	timer int
	all   []event.SocketReceived
}

// startRelay opens the WebSocket. Choice: for a url that is missing or not wss, the session fails
// without an attempt to connect.
func startRelay(m *Machine, next followUp, noun settings) activity {
	r := &relay{next: next, noun: noun, sid: m.sid("VX"), id: m.next(), since: m.now, connect: -1, due: -1, sounds: map[int]*fetching{}}
	address, ok := noun.text("url")
	if !ok || address == "" {
		return r.fail(m, "the url of <ConversationRelay> is missing, or is not a wss:// URL")
	}
	r.url = m.resolve(address)
	attributes, err := conversationrelay.ParseAttributes(element(noun.el), children(noun.el))
	r.session = conversationrelay.NewSession(conversationrelay.Options{
		Setup: r.setup(m), Attributes: attributes, Invalid: err, Pace: Pace, Began: m.call.Began,
	})
	m.do(event.OpenSocket{ID: r.id, Kind: event.RelaySocket, URL: r.url})
	return r
}

// fail ends a session that never began.
func (r *relay) fail(m *Machine, why string) activity {
	m.settle(r.next, r.outcome(m, conversationrelay.Finished{Status: "failed", ErrorCode: "64102", ErrorMessage: why}))
	return nil
}

// element returns an element with its attributes for package conversationrelay.
func element(el *twiml.Element) conversationrelay.Element {
	return conversationrelay.Element{Name: el.Name, Attr: el.Attr}
}

func children(el *twiml.Element) []conversationrelay.Element {
	var all []conversationrelay.Element
	for child := range el.Elements() {
		all = append(all, element(child))
	}
	return all
}

// setup returns the first message to the application.
func (r *relay) setup(m *Machine) conversationrelay.Setup {
	s := conversationrelay.Setup{
		SessionID: r.sid, AccountSid: m.call.AccountSid, ParentCallSid: m.call.Parent, CallSid: m.call.Sid, From: m.call.From, To: m.call.To,
		ForwardedFrom: m.call.Params.Get("ForwardedFrom"), CallerName: m.call.Params.Get("CallerName"),
		Direction: "inbound", CallType: "PSTN", CallStatus: "RINGING", CustomParameters: map[string]string{},
	}
	if m.call.Outgoing() {
		s.Direction, s.CallStatus = string(m.call.Direction), "IN_PROGRESS"
	}
	for child := range r.noun.el.Elements() {
		if child.Name == "Parameter" {
			set := read(child)
			s.CustomParameters[set.or("name", "")] = set.or("value", "")
		}
	}
	return s
}

// listens accepts everything: the session knows what it passes on.
func (r *relay) listens(*Machine) event.Listening {
	if r.connect < 0 {
		return event.Listening{Prompting: true}
	}
	_, owes, _ := r.session.Idle()
	quiet := r.session.Quiet()
	return event.Listening{
		Keys: true, Speech: true, Agent: true, Answering: !quiet && owes != "" && !r.session.AgentSpeaks(),
		Prompting: !quiet && (owes == "" || r.session.AgentSpeaks() || r.session.Sounding()),
	}
}

func (r *relay) on(m *Machine, ev event.Event) bool {
	switch ev := ev.(type) {
	case event.Spoke:
		r.perform(m, r.session.Speak(m.now, conversationrelay.Speech{Text: ev.Text, Partials: ev.Partials}))
	case event.Pressed:
		r.perform(m, r.session.Press(m.now, ev.Key))
	case event.Elapsed:
		r.elapsed(m, ev)
	case event.Fetched:
		r.fetched(m, ev)
	case event.SocketHung:
		r.hung(m, ev)
	case event.Fault:
		r.fault(m, ev)
	default:
		r.connection(m, ev)
	}
	return r.over
}

// connection handles what happens to the WebSocket.
func (r *relay) connection(m *Machine, ev event.Event) {
	switch ev := ev.(type) {
	case event.SocketOpened:
		if ev.ID == r.id {
			r.connect = max(r.connect, ev.Took)
			m.remarks(ev.Notes)
			r.perform(m, r.session.Open(m.now))
		}
	case event.SocketFailed:
		if ev.ID == r.id {
			r.unopened(m, ev)
		}
	case event.SocketReceived:
		switch {
		case ev.ID != r.id:
		case r.stalled != nil:
			r.stalled.all = append(r.stalled.all, ev)
		default:
			r.perform(m, r.session.Receive(m.now, ev.Data, ev.Binary))
		}
	case event.SocketClosed:
		if ev.ID == r.id {
			r.perform(m, r.session.Lose(m.now, ev.Code, ev.Reason))
		}
	}
}

// unopened handles a WebSocket that could not be opened. Choice: the debugger has the code of
// ConversationRelay, and the message names the reason that a stream has a code for.
func (r *relay) unopened(m *Machine, ev event.SocketFailed) {
	m.remarks(ev.Notes)
	message := ev.Message
	if ev.Elsewhere != "" {
		message = fmt.Sprintf("%s was not contacted: %s is not the application's host; --connect-to %s allows it", r.url, ev.Elsewhere, ev.Elsewhere)
	}
	r.perform(m, r.session.Fail(m.now, "64102", message))
}

// remarks reports notes on how something was reached.
func (m *Machine) remarks(notes []string) {
	for _, note := range notes {
		m.do(event.Note{Text: note})
	}
}

// hung ends a call whose application no longer does anything.
func (r *relay) hung(m *Machine, ev event.SocketHung) {
	why := ev.Owes
	if why == "" {
		why = "the caller has said everything, and the application neither speaks nor ends the session"
	}
	m.warn(event.Warn{Level: alert.Error, Rule: "hung-socket", Message: fmt.Sprintf("nothing happened on the WebSocket for %v: %s", ev.For, why), Fix: "answer the caller, or send {\"type\":\"end\"}; --idle-timeout sets how long the call waits"})
	m.end(m.finished(), event.Twilio)
}

// outcome returns the parameters of the action
// (https://www.twilio.com/docs/voice/twiml/connect/conversationrelay#action-url).
func (r *relay) outcome(m *Machine, f conversationrelay.Finished) url.Values {
	params := url.Values{"SessionId": {r.sid}, "SessionStatus": {f.Status}, "SessionDuration": {Whole(m.now - r.since)}}
	if f.HandoffData != nil {
		params.Set("HandoffData", *f.HandoffData)
	}
	if f.ErrorCode != "" {
		params.Set("ErrorCode", f.ErrorCode)
		params.Set("ErrorMessage", f.ErrorMessage)
	}
	return params
}

// leave ends the session when the call ends, or continues with another document.
func (r *relay) leave(m *Machine, why leaveReason) {
	if r.over {
		return
	}
	end := r.session.Stop
	if why == callEnded {
		end = r.session.HangUp
	}
	var finished conversationrelay.Finished
	for _, action := range end(m.now) {
		if f, ok := action.(conversationrelay.Finished); ok {
			finished = f
			continue
		}
		r.do(m, action)
	}
	r.ended(m, finished, why == callEnded)
	if why == callEnded {
		m.report(r.next, r.outcome(m, finished))
	}
}
