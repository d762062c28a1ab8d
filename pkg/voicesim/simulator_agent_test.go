package voicesim_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// withAgent are the pages of an application with an agent, which answers each prompt after a second
// and hands a caller over who wants that.
func withAgent(noun string) map[string]string {
	return map[string]string{
		"/voice": `<Connect action="/done"><ConversationRelay url="wss://app.example/bot" ` + noun + `/></Connect><Say>Never</Say>`,
		"/bot": `ws prompt.*over => wait 1s | {"type":"end","handoffData":"{}"}
			prompt => wait 1s | say Nine to five.
			dtmf => say A key.`,
		"/done": `<Say>Goodbye</Say>`,
		"/news": `<Say>News</Say>`,
	}
}

// Two agents talk at the same time, each on its own WebSocket, in real time.
func TestSimulatorRunsTwoAgentsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		x := open(t, voicesim.SimulatorOptions{}, withAgent(`dtmfDetection="true"`))
		x.Ring(incoming("CA1", "/voice"))
		time.Sleep(500 * time.Millisecond)
		x.Ring(incoming("CA2", "/voice"))
		time.Sleep(time.Second)
		x.Send("CA1", event.Spoke{Text: "Hours"})
		time.Sleep(500 * time.Millisecond)
		x.Send("CA2", event.Pressed{Key: '1'})
		time.Sleep(6 * time.Second)
		x.Send("CA2", event.HungUp{})
		time.Sleep(time.Second)
		x.Send("CA1", event.Spoke{Text: "Hand over"})
		time.Sleep(10 * time.Second)
		x.stop()
		x.heard(t, `
 0.0 CA1 answered
 0.0 CA1 asks /voice ringing
 0.0 CA1 note wss://app.example is reached at ws://app.example, where the application listens
 0.0 CA1 opens ConversationRelay wss://app.example/bot → 101 in 0.0 ms (ws://app.example)
 0.5 CA2 answered
 0.5 CA2 asks /voice ringing
 0.5 CA2 note wss://app.example is reached at ws://app.example, where the application listens
 0.5 CA2 opens ConversationRelay wss://app.example/bot → 101 in 0.0 ms (ws://app.example)
 1.5 CA1 says "Hours"
 2.0 CA2 agent "A key." first word after 0 ms
 2.0 CA2 presses 1
 3.0 CA1 agent "Nine to five." first word after 1000 ms
 8.0 CA2 asks /done completed
 8.0 CA2 closes the call ends
 8.0 CA2 the caller hangs up
 9.0 CA1 says "Hand over"
10.6 CA1 asks /done in-progress
10.6 CA1 closes ended by the app: handoff {}
10.6 CA1 hears "Goodbye"
11.1 CA1 the app hangs up`)
	})
}

// The REST API takes a call away from its agent, and hangs up on another: both sessions end.
func TestUpdateEndsAgentOfSimulator(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		x := open(t, voicesim.SimulatorOptions{}, withAgent(`welcomeGreeting="Hello"`))
		x.Ring(placed("CA1", "+14155550122", "/voice"))
		x.Ring(placed("CA2", "+14155550123", "/voice"))
		time.Sleep(5 * time.Second)
		x.Send("CA1", event.Updated{URL: "http://app.example/news"})
		x.Send("CA2", event.Updated{Status: event.Completed})
		time.Sleep(10 * time.Second)
		x.stop()
		x.heard(t, `
 1.0 CA1 [+14155550122] agent "Hello" greeting
 1.0 CA1 [+14155550122] answered
 1.0 CA1 [+14155550122] note wss://app.example is reached at ws://app.example, where the application listens
 1.0 CA1 [+14155550122] opens ConversationRelay wss://app.example/bot → 101 in 0.0 ms (ws://app.example)
 1.0 CA1 asks /voice in-progress
 1.0 CA2 [+14155550123] agent "Hello" greeting
 1.0 CA2 [+14155550123] answered
 1.0 CA2 [+14155550123] note wss://app.example is reached at ws://app.example, where the application listens
 1.0 CA2 [+14155550123] opens ConversationRelay wss://app.example/bot → 101 in 0.0 ms (ws://app.example)
 1.0 CA2 asks /voice in-progress
 5.0 CA1 [+14155550122] closes the call goes on without the agent
 5.0 CA1 [+14155550122] hears "News"
 5.0 CA1 asks /news in-progress
 5.0 CA2 [+14155550123] closes the call ends
 5.0 CA2 [+14155550123] the app hangs up
 5.0 CA2 asks /done completed
 5.5 CA1 [+14155550122] the app hangs up`)
	})
}

// In virtual time only the thinking of the application takes time, and a caller who says nothing more
// is not waited for longer than the idle timeout.
func TestAgentOfSimulatorThinksInRealTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		x := open(t, voicesim.SimulatorOptions{Virtual: true, IdleTimeout: 20 * time.Second}, withAgent(`welcomeGreeting="Hello"`))
		script, err := voicesim.NewScript(voicesim.Line{Say: "Hours"}, voicesim.Line{Say: "Minutes"})
		if err != nil {
			t.Fatal(err)
		}
		script.HangUp = true
		scripted := incoming("CA1", "/voice")
		scripted.Caller = script
		x.Ring(scripted)
		time.Sleep(10 * time.Second)
		x.Ring(incoming("CA2", "/voice"))
		time.Sleep(time.Minute)
		x.stop()
		x.heard(t, `
 0.0 CA1 agent "Hello" greeting
 0.0 CA1 answered
 0.0 CA1 asks /voice ringing
 0.0 CA1 note wss://app.example is reached at ws://app.example, where the application listens
 0.0 CA1 opens ConversationRelay wss://app.example/bot → 101 in 0.0 ms (ws://app.example)
 0.0 CA1 says "Hours"
 1.0 CA1 agent "Nine to five." first word after 1000 ms
 1.0 CA1 says "Minutes"
 2.0 CA1 agent "Nine to five." first word after 1000 ms
 2.5 CA1 asks /done completed
 2.5 CA1 closes the call ends
 2.5 CA1 the caller hangs up
10.0 CA2 agent "Hello" greeting
10.0 CA2 answered
10.0 CA2 asks /voice ringing
10.0 CA2 note wss://app.example is reached at ws://app.example, where the application listens
10.0 CA2 opens ConversationRelay wss://app.example/bot → 101 in 0.0 ms (ws://app.example)
30.0 CA2 Twilio ends the call
30.0 CA2 asks /done completed
30.0 CA2 closes the call ends
30.0 CA2 error hung-socket nothing happened on the WebSocket for 20s: the caller has said everything, and the application neither speaks nor ends the session answer the caller, or send {"type":"end"}; --idle-timeout sets how long the call waits`)
	})
}

// In real time a person may take any time to answer.
func TestSimulatorWaitsForPersonBesideAgent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		x := open(t, voicesim.SimulatorOptions{IdleTimeout: 20 * time.Second}, withAgent(`welcomeGreeting="Hello"`))
		x.Ring(incoming("CA1", "/voice"))
		time.Sleep(time.Hour)
		x.Send("CA1", event.Spoke{Text: "Hand over"})
		time.Sleep(10 * time.Second)
		x.stop()
		x.heard(t, `
 0.0 CA1 agent "Hello" greeting
 0.0 CA1 answered
 0.0 CA1 asks /voice ringing
 0.0 CA1 note wss://app.example is reached at ws://app.example, where the application listens
 0.0 CA1 opens ConversationRelay wss://app.example/bot → 101 in 0.0 ms (ws://app.example)
3600.0 CA1 says "Hand over"
3601.6 CA1 asks /done in-progress
3601.6 CA1 closes ended by the app: handoff {}
3601.6 CA1 hears "Goodbye"
3602.1 CA1 the app hangs up`)
	})
}

// The time limit of a call ends its session, and so does the end of the simulator. No goroutine is
// left: the bubble would not end.
func TestSimulatorEndsSessions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pages := withAgent("")
		pages["/second"], pages["/slow"] = `<Connect><ConversationRelay url="wss://app.example/slow"/></Connect>`, "9s "
		x := open(t, voicesim.SimulatorOptions{}, pages)
		limited := incoming("CA1", "/voice")
		limited.Call.TimeLimit = 5 * time.Second
		x.Ring(limited)
		x.Ring(incoming("CA2", "/voice"))
		time.Sleep(10 * time.Second)
		x.Ring(incoming("CA3", "/second")) // its WebSocket is not open yet
		time.Sleep(time.Second)
		x.stop()
		x.heard(t, `
 0.0 CA1 answered
 0.0 CA1 asks /voice ringing
 0.0 CA1 note wss://app.example is reached at ws://app.example, where the application listens
 0.0 CA1 opens ConversationRelay wss://app.example/bot → 101 in 0.0 ms (ws://app.example)
 0.0 CA2 answered
 0.0 CA2 asks /voice ringing
 0.0 CA2 note wss://app.example is reached at ws://app.example, where the application listens
 0.0 CA2 opens ConversationRelay wss://app.example/bot → 101 in 0.0 ms (ws://app.example)
 5.0 CA1 Twilio ends the call
 5.0 CA1 asks /done completed
 5.0 CA1 closes the call ends
 5.0 CA1 error 32015 the call reached its limit of 5s and was ended
10.0  asks /slow 
10.0 CA3 answered
10.0 CA3 asks /second ringing
11.0 CA2 closes the call ends
11.0 CA2 the caller hangs up
11.0 CA3 opens ConversationRelay wss://app.example/slow → no answer
11.0 CA3 the caller hangs up`)
	})
}

// After its agent has handed a caller over, the call goes on: in a conference.
func TestCallerOfAgentJoinsConference(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pages := withAgent("")
		pages["/done"] = `<Dial><Conference beep="false" waitUrl="">room</Conference></Dial>`
		pages["/staff"] = pages["/done"]
		x := open(t, voicesim.SimulatorOptions{}, pages)
		x.Ring(incoming("CA1", "/voice"))
		x.Ring(incoming("CA2", "/staff"))
		time.Sleep(time.Second)
		x.Send("CA1", event.Spoke{Text: "Hand over"})
		time.Sleep(5 * time.Second)
		x.Send("CA1", event.Spoke{Text: "Anybody?"})
		time.Sleep(time.Second)
		x.Send("CA1", event.HungUp{})
		x.Send("CA2", event.HungUp{})
		time.Sleep(time.Second)
		x.stop()
		x.heard(t, `
 0.0 CA1 answered
 0.0 CA1 asks /voice ringing
 0.0 CA1 note wss://app.example is reached at ws://app.example, where the application listens
 0.0 CA1 opens ConversationRelay wss://app.example/bot → 101 in 0.0 ms (ws://app.example)
 0.0 CA2 answered
 0.0 CA2 asks /staff ringing
 0.0 CA2 joins the conference "room", which has not started
 1.0 CA1 says "Hand over"
 2.6 CA1 asks /done in-progress
 2.6 CA1 closes ended by the app: handoff {}
 2.6 CA1 joins the conference "room"
 2.6 CA2 the conference starts
 6.0 CA1 says "Anybody?"
 6.0 CA2 is told Anybody?
 7.0 CA1 leaves the conference
 7.0 CA1 the caller hangs up
 7.0 CA2 leaves the conference
 7.0 CA2 the caller hangs up`)
	})
}
