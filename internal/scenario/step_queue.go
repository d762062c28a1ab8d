package scenario

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// queue is the step `queue: {name: support, after: 30s, then: bridge}`.
type queue struct {
	name, then string
	after      time.Duration
}

func makeQueue(f fields) stepAction {
	return queue{name: f.text("name"), then: f.text("then"), after: f.length("after", 0)}
}

func (q queue) begin(p *play) runningStep { return &queueing{queue: q} }

func (q queue) wants() string {
	wants := fmt.Sprintf("the call is in the queue %q", q.name)
	switch q.then {
	case "bridge":
		return fmt.Sprintf("%s, where an agent takes it after %s", wants, q.after)
	case "leave":
		return fmt.Sprintf("%s, and leaves it after %s or later", wants, q.after)
	}
	return wants
}

// queued is the queue that the call is in, or was in.
type queued struct {
	name            string
	since, left     time.Duration
	chosen, bridged bool
	out             bool
}

// leave records that the call leaves its queue.
func (q *queued) leave(at time.Duration) *queued {
	if q != nil && !q.out {
		q.left, q.out = at, true
	}
	return q
}

// queueing waits until the call is in its queue and, if the step has then, until it has left.
type queueing struct {
	expects
	queue queue
	at    *queued // set once the call is in the queue
}

func (t *queueing) look(p *play) bool {
	q := p.queue
	if t.at == nil {
		if q == nil || q.out || q.name != t.queue.name {
			return false
		}
		t.at = q
		if t.queue.then == "bridge" {
			p.dequeueByAgent(t.queue.name, q.since+t.queue.after)
		}
	}
	switch t.queue.then {
	case "bridge":
		return t.at.bridged
	case "leave":
		return t.left(p)
	}
	return true
}

func (t *queueing) left(p *play) bool {
	switch {
	case !t.at.out:
		return false
	case t.at.chosen:
		p.fail("an agent took the call out of the queue")
		return false
	case p.ended != nil && t.at.left == p.now:
		p.fail("the call ended in the queue")
		return false
	case t.at.left-t.at.since < t.queue.after:
		p.fail("it left the queue after %s", t.at.left-t.at.since)
		return false
	}
	return true
}

// conference is the step `conference: room`.
type conference struct {
	expects
	name string
}

func makeConference(f fields) stepAction { return conference{name: f.text("name")} }

func (c conference) begin(*play) runningStep { return c }

func (c conference) wants() string { return fmt.Sprintf("the call is in the conference %q", c.name) }

func (c conference) look(p *play) bool { return p.conference == c.name }

// agent is a party of the scenario that takes the caller out of a queue. The moment is known only once the caller is in
// the queue. The agent's call therefore starts with the scenario's; its document waits for a key.
type agent struct {
	play  *play
	sid   string
	queue string
	at    time.Duration // 0: not set yet
	acted bool
}

// agentHost is the host of an agent's document. Only [agentDocument] answers for it.
const agentHost = "agent.invalid"

// addAgents adds an agent to o for each step that needs one.
func (p *play) addAgents(o *voicesim.Options) {
	for _, s := range p.scenario.steps {
		if q, ok := s.stepAction.(queue); ok && q.then == "bridge" {
			a := &agent{play: p, sid: webhook.NewSID("CA", o.Random)}
			p.agents = append(p.agents, a)
			o.Also = append(o.Also, voicesim.Incoming{Caller: a, Call: event.Call{
				Sid: a.sid, From: "client:agent", URL: "http://" + agentHost + "/" + a.sid,
			}})
		}
	}
	if len(p.agents) > 0 {
		o.Transport = agentDocument{p, o.Transport}
	}
}

// dequeueByAgent makes the next agent take a call out of the queue at time at.
func (p *play) dequeueByAgent(queue string, at time.Duration) {
	for _, a := range p.agents {
		if a.at == 0 {
			a.queue, a.at = queue, max(at, 1)
			return
		}
	}
}

// Act presses the key when the time has come. The agent hangs up when a [voicesim.Stranger] would, or with the caller.
func (a *agent) Act(now voicesim.Turn) (voicesim.Input, bool) {
	switch {
	case a.play.ended != nil:
		return voicesim.Input{Event: event.HungUp{}}, true
	case a.at == 0, now.At < a.at:
		return voicesim.Input{After: pollInterval}, true
	case !a.acted:
		a.acted = true
		return voicesim.Input{Event: event.Pressed{Key: '1'}}, true
	case now.Listening.Talking:
		return voicesim.Input{After: voicesim.DefaultPhone().HangUpAfter, Event: event.HungUp{}}, true
	}
	return voicesim.Input{After: pollInterval}, true
}

// agentDocument is a transport that answers the agents' requests and passes all others to the application.
type agentDocument struct {
	play *play
	next http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
func (d agentDocument) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Host != agentHost {
		return d.next.RoundTrip(req)
	}
	document := `<Response><Gather numDigits="1" timeout="14400" action="` + req.URL.Path + `"><Pause length="0"/></Gather></Response>`
	for _, a := range d.play.agents {
		if req.URL.Path == "/"+a.sid && a.acted {
			document = fmt.Sprintf("<Response><Dial><Queue>%s</Queue></Dial></Response>", escaped(a.queue))
		}
	}
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: http.Header{"Content-Type": {"text/xml"}}, Body: io.NopCloser(strings.NewReader(document)),
	}, nil
}

func escaped(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(text)
}
