package inspector_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/twvoice/twvoice/internal/frames"
	"github.com/twvoice/twvoice/internal/inspector"
	"github.com/twvoice/twvoice/internal/socketlog"
)

// agentCall sends messages of a WebSocket to the page, one every 100 ms.
type agentCall struct {
	log *socketlog.Log
	in  *inspector.Inspector
	at  time.Time
}

func newAgentCall(in *inspector.Inspector) *agentCall {
	at := time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC)
	return &agentCall{log: socketlog.New(socketlog.Opening{ID: "s1", At: at, URL: "wss://x.ngrok.app/ws", Took: 3 * time.Millisecond}), in: in, at: at}
}

func (c *agentCall) pass(from, message string) {
	c.at = c.at.Add(100 * time.Millisecond)
	c.show(c.log.Receive(c.at, from, frames.Message{Kind: frames.Text, Data: []byte(message), Size: int64(len(message))}))
}

func (c *agentCall) show(all []socketlog.Event) {
	for _, e := range all {
		c.in.SeenSocket(e)
	}
}

const setup = `{"type":"setup","sessionId":"VX1","callSid":"CA1","accountSid":"AC1","from":"+14155550100","to":"+14155550111"}`

// Tokens are shown as they arrive, in one bubble per talk cycle.
func TestPageShowsAgents(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	ctx := browser(t)
	do(t, ctx, "open the page", chromedp.Navigate(w.page+"/#"+pageToken), reads("#connection", "live"))
	c := newAgentCall(w.in)
	c.pass(socketlog.Twilio, setup)
	do(t, ctx, "see it open", reads(".rung.line", "opens ConversationRelay wss://x.ngrok.app/ws"), reads("#call-title", "+14155550100 → +14155550111"))
	c.pass(socketlog.Twilio, `{"type":"prompt","voicePrompt":"Which hours?","lang":"en-US","last":true}`)
	c.pass(socketlog.App, `{"type":"text","token":"We are <b>open</b> "}`)
	do(t, ctx, "see the first token", reads(".rung.app", "agent We are <b>open</b> …"))
	c.pass(socketlog.App, `{"type":"text","token":"nine to five.","last":true}`)
	do(t, ctx, "see the whole answer", reads(".rung.app", "agent We are <b>open</b> nine to five."), reads(".rung.app .note", "first word after 100 ms"))
	if n := value[int](t, ctx, `document.querySelectorAll(".rung.app").length`); n != 1 {
		t.Errorf("the answer has %d bubbles, want 1", n)
	}
	if value[bool](t, ctx, `document.querySelector(".rung[aria-busy]") !== null`) {
		t.Error("the answer is still marked as incomplete")
	}
	c.pass(socketlog.Twilio, `{"type":"interrupt","utteranceUntilInterrupt":"We are","durationUntilInterruptMs":400}`)
	c.pass(socketlog.Twilio, `{"type":"prompt","voicePrompt":"Stop","lang":"en-US","last":true}`)
	c.pass(socketlog.Twilio, `{"type":"dtmf","digit":"5"}`)
	c.pass(socketlog.App, `{"type":"txet","token":"x"}`)
	do(t, ctx, "see what the caller does and what is wrong",
		reads(".rung.caller", "says “Stop”"), reads(".rung.caller .note", "interrupts after “We are”"), reads(".rung.caller", "presses 5"),
		reads(".rung.alert.warning", "64107"), reads(".rung.alert .note", "text"))
	c.pass(socketlog.App, `{"type":"end","handoffData":"{\"reason\":\"billing\"}"}`)
	c.show(c.log.Close(c.at))
	do(t, ctx, "see the end", reads(".rung.line", `closes ended by the app: handoff {"reason":"billing"}`))
}

// A page that comes later sees the same, and the open talk cycle with what was said of it.
func TestSnapshotHasOneStepPerTalkCycle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	c := newAgentCall(w.in)
	c.pass(socketlog.Twilio, setup)
	for _, token := range []string{`"a "`, `"b","last":true`, `"c "`, `"d"`} {
		c.pass(socketlog.App, `{"type":"text","token":`+token+`}`)
	}
	s := w.listen()
	var got []string
	for _, step := range s.rungs {
		if step.Item != nil && step.Item.Socket {
			text, _ := json.Marshal([]any{step.Item.Text, step.Partial})
			got = append(got, string(text))
		}
	}
	if len(got) != 2 || got[0] != `["a b",false]` || got[1] != `["c d",true]` {
		t.Errorf("got %v", got)
	}
}
