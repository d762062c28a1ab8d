package voicesim_test

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/agenttest"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// opened is a simulator in a bubble, with what happens in its calls, line by line: the
// seconds since it opened on the wall, who, and what.
type opened struct {
	*voicesim.Simulator
	began time.Time
	stop  func()

	mu    sync.Mutex
	lines []string
	told  url.Values // by the last request
}

func (x *opened) asked(params url.Values) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.told = params
}

func (x *opened) say(sid, what string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.lines = append(x.lines, fmt.Sprintf("%4.1f %s %s", time.Since(x.began).Seconds(), sid, what))
}

// open opens a simulator whose application are the pages: what each path answers, "2s TWIML" for one
// that takes its time, or "ws LINES" for a [scriptedAgent].
func open(t *testing.T, o voicesim.SimulatorOptions, pages map[string]string) *opened {
	t.Helper()
	x := &opened{began: time.Now()}
	o.Phones = func(event.Call) voicesim.Phone { return voicesim.Phone{After: time.Second} }
	var read transcript.Reader
	o.Observe = func(e event.Entry) {
		if heard, ok := e.Event.(event.Heard); ok {
			x.say(e.Sid, "is told "+heard.Text)
		}
		for _, part := range read.Read(e) {
			if _, asked := part.(transcript.Request); !asked { // the application says that itself, when it happens
				_, line, _ := strings.Cut(transcript.Line(part, transcript.Plain{}), "s  ")
				x.say(e.Sid, strings.Join(strings.Fields(line), " "))
			}
		}
	}
	o.Transport = voicesim.InMemory(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if lines, ok := strings.CutPrefix(pages[r.URL.Path], "ws "); ok {
			agent, err := agenttest.New(lines)
			if err != nil {
				t.Error(err)
				return
			}
			agent.ServeHTTP(w, r)
			return
		}
		sid := r.FormValue("CallSid") // parses the form
		x.asked(r.Form)
		x.say(sid, "asks "+r.URL.Path+" "+cmp.Or(r.FormValue("StatusCallbackEvent"), r.FormValue("CallStatus")))
		answer := pages[r.URL.Path]
		if late, rest, ok := strings.Cut(answer, "s "); ok && len(late) < 3 {
			wait, err := time.ParseDuration(late + "s")
			if err != nil {
				t.Error(err)
			}
			select {
			case <-time.After(wait):
			case <-r.Context().Done():
				return
			}
			answer = rest
		}
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, "<Response>"+answer+"</Response>")
	}))
	x.Simulator = voicesim.NewSimulator(o)
	ctx, cancel := context.WithCancel(t.Context())
	closed := make(chan error)
	go func() { closed <- x.Run(ctx) }()
	x.stop = func() {
		cancel()
		if err := <-closed; err != context.Canceled {
			t.Errorf("the office closed with %v", err)
		}
	}
	return x
}

func incoming(sid, path string) voicesim.Incoming {
	return voicesim.Incoming{Call: event.Call{
		Sid: sid, AccountSid: "AC1", From: "+14155550100", To: "+14155550111", URL: "http://app.example" + path,
	}}
}

func placed(sid, to, path string) voicesim.Incoming {
	c := incoming(sid, path)
	c.Call.Direction, c.Call.From, c.Call.To = event.OutboundAPI, c.Call.To, to
	return c
}

// heard compares what happened, of one moment in the order of the alphabet: what is asked and what is heard then have none.
func (x *opened) heard(t *testing.T, want string) {
	t.Helper()
	slices.Sort(x.lines)
	got := strings.Join(x.lines, "\n")
	if diff := gocmp.Diff(strings.Trim(want, "\n"), got); diff != "" {
		t.Errorf("what is heard (-want +got):\n%s\nall of it:\n%s", diff, got)
	}
}

// Inputs of people and changes by the REST API happen immediately, in all calls at the same time.
func TestSimulatorRunsInRealTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		x := open(t, voicesim.SimulatorOptions{}, map[string]string{
			"/menu": `<Gather numDigits="1" action="/chosen"/>`, "/chosen": `<Say>Thanks</Say><Pause length="60"/>`,
			"/slow": `4s <Say>Sorry</Say>`, "/news": `<Say>News</Say>`,
		})
		x.Ring(incoming("CA1", "/menu"))
		time.Sleep(100 * time.Millisecond)
		x.Ring(incoming("CA2", "/slow"))
		time.Sleep(1400 * time.Millisecond)
		x.Send("CA1", event.Pressed{Key: '1'})
		time.Sleep(5 * time.Second)
		x.Send("CA1", event.Updated{URL: "http://app.example/news"})
		time.Sleep(time.Minute)
		x.Send("CA1", event.HungUp{}) // the caller has gone
		x.stop()
		x.heard(t, `
 0.0 CA1 answered
 0.0 CA1 asks /menu ringing
 0.1 CA2 asks /slow ringing
 1.5 CA1 asks /chosen in-progress
 1.5 CA1 hears "Thanks"
 1.5 CA1 presses 1
 2.0 CA1 silence 60 s
 4.1 CA2 answered
 4.1 CA2 hears "Sorry"
 4.6 CA2 the app hangs up
 6.5 CA1 asks /news in-progress
 6.5 CA1 hears "News"
 7.0 CA1 the app hangs up`)
	})
}

// Virtual time waits only for pending requests.
func TestSimulatorRunsInVirtualTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		x := open(t, voicesim.SimulatorOptions{Virtual: true}, map[string]string{
			"/wait": `<Pause length="3600"/><Redirect>/late</Redirect>`, "/late": `2s <Say>At last</Say>`,
		})
		x.Ring(placed("CA1", "+14155550122", "/wait"))
		time.Sleep(10 * time.Second)
		x.stop()
		x.heard(t, `
 0.0 CA1 [+14155550122] answered
 0.0 CA1 [+14155550122] silence 3600 s
 0.0 CA1 asks /late in-progress
 0.0 CA1 asks /wait in-progress
 2.0 CA1 [+14155550122] hears "At last"
 2.0 CA1 [+14155550122] the app hangs up`)
	})
}

// An application that makes another call before it answers, and waits for its end, does not stop
// the simulator.
func TestApplicationWaitsForAnotherCall(t *testing.T) {
	t.Parallel()
	for _, virtual := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			over := make(chan struct{})
			var x *voicesim.Simulator
			x = voicesim.NewSimulator(voicesim.SimulatorOptions{
				Virtual: virtual,
				Observe: func(e event.Entry) {
					for _, action := range e.Actions {
						if _, ended := action.(event.End); ended && e.Sid == "CA2" {
							close(over)
						}
					}
				},
				Transport: voicesim.InMemory(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.FormValue("CallSid") == "CA1" {
						x.Ring(placed("CA2", "+14155550122", "/second"))
						<-over
					}
					fmt.Fprint(w, "Hello")
				})),
			})
			ctx, cancel := context.WithTimeout(t.Context(), 14*time.Second) // sooner than Twilio's patience
			defer cancel()
			x.Ring(incoming("CA1", "/first"))
			_ = x.Run(ctx)
			select {
			case <-over:
			default:
				t.Error("the second call did not come to its end")
			}
		})
	}
}

// The callbacks of a leg are sent in order, however long each takes; its documents do not wait for
// them.
func TestCallbacksComeInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		x := open(t, voicesim.SimulatorOptions{}, map[string]string{"/voice": `<Say>Hello</Say>`, "/status": `9s `})
		call := placed("CA1", "+14155550122", "/voice")
		call.Call.Status = event.Hook{URL: "http://app.example/status", Events: []string{"initiated", "ringing", "answered", "completed"}}
		x.Ring(call)
		time.Sleep(time.Minute)
		x.stop()
		x.heard(t, `
 0.0 CA1 asks /status initiated
 1.0 CA1 [+14155550122] answered
 1.0 CA1 [+14155550122] hears "Hello"
 1.0 CA1 asks /voice in-progress
 1.5 CA1 [+14155550122] the app hangs up
 9.0 CA1 asks /status ringing
18.0 CA1 asks /status in-progress
27.0 CA1 asks /status completed`)
	})
}

// A change of a participant by the REST API is heard by those whom it concerns.
func TestConferenceParticipantIsUpdated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		x := open(t, voicesim.SimulatorOptions{}, map[string]string{
			"/voice": `<Dial><Conference beep="false" waitUrl="" statusCallback="/events" statusCallbackEvent="start end leave mute hold modify">room</Conference></Dial><Say>Bye</Say>`,
			"/hold":  `<Say>Please hold</Say>`, "/announce": `<Say>Closing soon</Say>`,
		})
		yes, no := true, false
		after := func(sid string, ev event.Event) {
			time.Sleep(10 * time.Second)
			x.Send(sid, ev)
		}
		x.Ring(incoming("CA1", "/voice"))
		after("", nil)
		x.Ring(incoming("CA2", "/voice"))
		after("CA1", event.UpdateParticipant{Muted: &yes})
		after("CA1", event.Spoke{Text: "Can you hear me?"})
		after("CA1", event.UpdateParticipant{Muted: &no, Hold: &yes, HoldURL: "http://app.example/hold"})
		after("CA2", event.Spoke{Text: "Are you there?"})
		after("CA1", event.UpdateParticipant{Hold: &no, EndOnExit: &yes})
		after("CA2", event.Spoke{Text: "And now?"})
		after("CA2", event.UpdateParticipant{AnnounceURL: "http://app.example/announce"})
		after("CA1", event.UpdateParticipant{Kick: true})
		time.Sleep(time.Minute)
		x.stop()
		x.heard(t, `
 0.0 CA1 answered
 0.0 CA1 asks /voice ringing
 0.0 CA1 joins the conference "room", which has not started
10.0  asks /events conference-start
10.0 CA1 the conference starts
10.0 CA2 answered
10.0 CA2 asks /voice ringing
10.0 CA2 joins the conference "room"
20.0 CA1 asks /events participant-mute
30.0 CA1 note "Can you hear me?" was ignored: the call was not waiting for input
30.0 CA1 says "Can you hear me?"
40.0 CA1 asks /events participant-hold
40.0 CA1 asks /events participant-unmute
40.0 CA1 asks /hold in-progress
40.0 CA1 hears "Please hold"
50.0 CA2 says "Are you there?"
60.0 CA1 asks /events participant-modify
60.0 CA1 asks /events participant-unhold
70.0 CA1 is told And now?
70.0 CA2 says "And now?"
80.0 CA2 asks /announce in-progress
80.0 CA2 hears "Closing soon"
90.0  asks /events conference-end
90.0 CA1 asks /events participant-leave
90.0 CA1 hears "Bye"
90.0 CA1 leaves the conference
90.0 CA2 asks /events participant-leave
90.0 CA2 hears "Bye"
90.0 CA2 the conference ends
90.5 CA1 the app hangs up
90.5 CA2 the app hangs up`)
	})
}

// A conference that the REST API ends has ended for all participants.
func TestConferenceIsEnded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		x := open(t, voicesim.SimulatorOptions{}, map[string]string{
			"/voice": `<Dial><Conference beep="false" waitUrl="" statusCallback="/events" statusCallbackEvent="end">room</Conference></Dial><Say>Bye</Say>`,
		})
		x.Ring(incoming("CA1", "/voice"))
		time.Sleep(time.Second)
		x.Ring(incoming("CA2", "/voice"))
		time.Sleep(time.Second)
		x.Send("CA2", event.EndConference{})
		time.Sleep(time.Second)
		x.stop()
		x.heard(t, `
 0.0 CA1 answered
 0.0 CA1 asks /voice ringing
 0.0 CA1 joins the conference "room", which has not started
 1.0 CA1 the conference starts
 1.0 CA2 answered
 1.0 CA2 asks /voice ringing
 1.0 CA2 joins the conference "room"
 2.0  asks /events conference-end
 2.0 CA1 hears "Bye"
 2.0 CA1 the conference ends
 2.0 CA2 hears "Bye"
 2.0 CA2 the conference ends
 2.5 CA1 the app hangs up
 2.5 CA2 the app hangs up`)
	})
}

// A pause that is skipped is not part of a recording; one that is silence is.
func TestAPIRecordingIsMade(t *testing.T) {
	t.Parallel()
	for name, skip := range map[string]bool{"40": false, "30": true} {
		synctest.Test(t, func(t *testing.T) {
			x := open(t, voicesim.SimulatorOptions{}, map[string]string{"/voice": `<Pause length="60"/>`})
			hook := event.Hook{URL: "http://app.example/taped"}
			x.Ring(placed("CA1", "+14155550122", "/voice"))
			time.Sleep(11 * time.Second)
			for _, ev := range []event.Event{
				event.StartRecording{Tape: event.Recording{Sid: "RE1", Source: "StartCallRecordingAPI", Dual: true, Track: "both", Hook: hook}},
				event.UpdateRecording{Sid: "RE1", Status: "paused", Skip: skip},
				event.UpdateRecording{Sid: "RE1", Status: "in-progress"},
				event.UpdateRecording{Sid: "RE2", Status: "stopped"}, // none of this call's
				event.UpdateRecording{Sid: "RE1", Status: "stopped"},
			} {
				x.Send("CA1", ev)
				time.Sleep(10 * time.Second)
			}
			x.stop()
			if got := x.told.Get("RecordingDuration"); got != name {
				t.Errorf("skipped %t: the recording of 40 s with a pause of 10 is %s long", skip, got)
			}
			if got := x.told.Get("RecordingChannels"); got != "2" {
				t.Errorf("it has %s channels", got)
			}
		})
	}
}

// A simulator that closes hangs up, and cancels its requests.
func TestSimulatorCloses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		x := open(t, voicesim.SimulatorOptions{}, map[string]string{"/voice": `<Pause length="600"/><Say>Never</Say>`, "/slow": `9s `})
		x.Ring(placed("CA1", "+14155550122", "/voice"))
		x.Ring(incoming("CA2", "/slow"))
		time.Sleep(5 * time.Second)
		x.stop()
		for _, want := range []string{"CA1 [+14155550122] hangs up", "CA2 the caller hangs up"} {
			if !strings.Contains(strings.Join(x.lines, "\n"), want) {
				t.Errorf("it is not heard that %s:\n%s", want, strings.Join(x.lines, "\n"))
			}
		}
	})
}

// Calls of one account meet, and those of two do not, although they name the same conference.
func TestAccountsDoNotMeet(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		started := map[string]bool{}
		x := voicesim.NewSimulator(voicesim.SimulatorOptions{
			Observe: func(e event.Entry) {
				if joined, ok := e.Event.(event.Joined); ok {
					started[e.Sid] = joined.Running
				}
			},
			Transport: voicesim.InMemory(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/xml")
				fmt.Fprint(w, "<Response><Dial><Conference>room</Conference></Dial></Response>")
			})),
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		for i, account := range []string{"AC1", "AC2", "AC1"} {
			call := incoming(fmt.Sprintf("CA%d", i), "/voice")
			call.At, call.Call.AccountSid = time.Duration(i), account
			x.Ring(call)
		}
		_ = x.Run(ctx)
		begun := 0
		for _, running := range started {
			if running {
				begun++
			}
		}
		if started["CA1"] || begun != 1 {
			t.Errorf("a conference has begun for %v; want one of CA0 and CA2", started)
		}
	})
}

// C4: when a call is redirected out of a Dial, the action of the Dial is requested first, and the
// new document after its answer.
func TestActionIsRequestedBeforeNewDocument(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		x := open(t, voicesim.SimulatorOptions{}, map[string]string{
			"/voice": `<Dial action="/after">+15105550100</Dial>`, "/after": `2s <Say>Too late</Say>`, "/news": `<Say>News</Say>`,
		})
		x.Ring(incoming("CA1", "/voice"))
		time.Sleep(5 * time.Second)
		x.Send("CA1", event.Updated{URL: "http://app.example/news"})
		time.Sleep(time.Minute)
		x.stop()
		got := strings.Join(x.lines, "\n")
		for _, want := range []string{"5.0 CA1 asks /after", "7.0 CA1 asks /news", `7.0 CA1 hears "News"`} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is missing in\n%s", want, got)
			}
		}
		if strings.Contains(got, "Too late") {
			t.Errorf("the answer of the action has an effect:\n%s", got)
		}
	})
}
