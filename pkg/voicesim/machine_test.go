package voicesim_test

import (
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

func TestStatusFollows(t *testing.T) {
	t.Parallel()
	all := []event.Status{
		"", event.Queued, event.Ringing, event.InProgress, event.Completed, event.Busy, event.NoAnswer, event.Canceled, event.Failed,
	}
	legal := map[event.Status][]event.Status{
		"":               {event.Queued, event.Ringing},
		event.Queued:     {event.Ringing, event.InProgress, event.Busy, event.NoAnswer, event.Canceled, event.Failed},
		event.Ringing:    {event.InProgress, event.Completed, event.Busy, event.NoAnswer, event.Canceled, event.Failed},
		event.InProgress: {event.Completed},
	}
	for _, from := range all {
		var got []event.Status
		for _, to := range all {
			if to.Follows(from) {
				got = append(got, to)
			}
		}
		if diff := gocmp.Diff(legal[from], got); diff != "" {
			t.Errorf("from %q (-want +got):\n%s", from, diff)
		}
		if from.Final() && len(got) > 0 {
			t.Errorf("%q is final, and goes on to %v", from, got)
		}
	}
}

// began returns a machine that has just got a document. A caller to be referred came by SIP; others have a number.
func began(t *testing.T, source string) *leg.Machine {
	t.Helper()
	doc, err := twiml.Parse([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	from := "+14155550100"
	if strings.Contains(source, "<Refer") {
		from = "sip:alice@example.com"
	}
	m := &leg.Machine{}
	actions := m.Step(0, event.Rang{Call: event.Call{From: from, URL: "http://app.example/voice"}})
	m.Step(0, event.Fetched{ID: actions[0].(event.Fetch).ID, URL: "http://app.example/voice", Document: doc})
	return m
}

// A key in the middle of a prompt makes the prompt's wait stale: it elapses, and changes nothing.
// This is how barge-in works.
func TestStaleWaitIsIgnored(t *testing.T) {
	t.Parallel()
	doc, err := twiml.Parse([]byte(`<Response><Gather numDigits="2"><Say>Press two keys, and take your time about it.</Say></Gather><Say>Too late.</Say></Response>`))
	if err != nil {
		t.Fatal(err)
	}
	m := &leg.Machine{}
	fetch := m.Step(0, event.Rang{Call: event.Call{URL: "http://app.example/voice"}})[0].(event.Fetch)
	var prompt event.Wait
	for _, action := range m.Step(0, event.Fetched{ID: fetch.ID, URL: fetch.URL, Document: doc}) {
		if wait, ok := action.(event.Wait); ok {
			prompt = wait
		}
	}
	if ear := m.Listening(); !ear.Keys || !ear.Prompting {
		t.Fatalf("it listens %+v while it speaks, want keys", ear)
	}
	m.Step(0, event.Pressed{Key: '1'})
	if actions := m.Step(0, event.Elapsed{ID: prompt.ID}); len(actions) != 0 {
		t.Errorf("the stale wait did %v", actions)
	}
	actions := m.Step(0, event.Pressed{Key: '2'})
	if f, ok := actions[0].(event.Fetch); !ok || f.Params.Get("Digits") != "12" {
		t.Errorf("got %v, want the action with both digits", actions)
	}
}

// Whatever happens at whatever moment, a verb neither hangs nor panics, and the end is the end.
func TestEveryEventAtEveryMoment(t *testing.T) {
	t.Parallel()
	documents := map[string]string{
		"Say": `<Response><Say>x</Say></Response>`, "Play": `<Response><Play>/a.mp3</Play></Response>`, "Pause": `<Response><Pause/></Response>`,
		"Gather":   `<Response><Gather input="dtmf speech"><Play>/a.mp3</Play><Say>x</Say></Gather></Response>`,
		"Redirect": `<Response><Redirect>/next</Redirect></Response>`, "Hangup": `<Response><Hangup/></Response>`, "Reject": `<Response><Reject/></Response>`,
		"Dial": `<Response><Dial>+14155550123</Dial></Response>`, "nothing": `<Response/>`,
		"Connect":       `<Response><Connect action="/next"><ConversationRelay url="wss://app.example" welcomeGreeting="hi"/></Connect></Response>`,
		"ConnectStream": `<Response><Connect><Stream url="wss://app.example"/></Connect></Response>`,
		"Start":         `<Response><Start><Stream url="wss://app.example"/><Siprec/><Transcription/><Recording/></Start><Pause/><Stop><Stream/><Recording/></Stop><Pause/></Response>`,
		"Sms":           `<Response><Sms to="+14155550123" from="+14155550111" action="/next">x</Sms></Response>`,
		"Refer":         `<Response><Refer action="/next"><Sip>sip:a@b.example</Sip></Refer></Response>`,
		"Pay":           `<Response><Pay><Prompt for="payment-card-number"><Play>/a.mp3</Play></Prompt></Pay></Response>`,
		"PayBank":       `<Response><Pay paymentMethod="ach-debit" maxAttempts="3"><Parameter name="AVSName" value="x"/></Pay></Response>`,
		"Echo":          `<Response><Echo/></Response>`,
		"Record":        `<Response><Record transcribe="true" transcribeCallback="/text"/></Response>`,
	}
	events := []event.Event{
		event.Pressed{Key: '1'},
		event.Pressed{Key: '#'},
		event.Spoke{Text: "hello"},
		event.HungUp{},
		event.Expired{},
		event.Elapsed{ID: 0},
		event.Elapsed{ID: 1},
		event.Elapsed{ID: 2},
		event.Elapsed{ID: 3},
		event.Elapsed{ID: 4},
		event.Elapsed{ID: 5},
		event.Elapsed{ID: 6},
		event.Pressed{Key: '*'},
		event.Updated{URL: "http://app.example/elsewhere"},
		event.Fetched{ID: 2, URL: "http://app.example/a.mp3", Audio: &event.Audio{}},
		event.Fetched{ID: 2, Problem: &event.Problem{Code: "11200"}},
	}
	for name, source := range documents {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, first := range events {
				for _, second := range events {
					m := began(t, source)
					m.Step(0, first)
					m.Step(0, second)
					m.Step(0, event.HungUp{})
					if !m.Over() || !m.Status().Final() {
						t.Errorf("after %T, %T and a hang-up the call is %s", first, second, m.Status())
					}
					if actions := m.Step(0, event.Pressed{Key: '1'}); len(actions) != 0 {
						t.Errorf("a call that is over does %v", actions)
					}
				}
			}
		})
	}
}

// A verb that is cut short by the end of the call tells its action, once.
func TestHangUpIsReported(t *testing.T) {
	t.Parallel()
	documents := map[string]string{
		"Record":   `<Response><Record action="/done"/></Response>`,
		"Pay":      `<Response><Pay action="/done"/></Response>`,
		"Refer":    `<Response><Refer action="/done"><Sip>sip:bob@example.com</Sip></Refer></Response>`,
		"Relay":    `<Response><Connect action="/done"><ConversationRelay url="wss://app.example"/></Connect></Response>`,
		"greeting": `<Response><Connect action="/done"><Assistant id="a" welcomeGreeting="hi"/></Connect></Response>`,
		"Dial":     `<Response><Dial action="/done">+14155550123</Dial></Response>`,
		"Enqueue":  `<Response><Enqueue action="/done">q</Enqueue></Response>`,
	}
	for name, source := range documents {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := began(t, source)
			var reports int
			for _, action := range m.Step(0, event.HungUp{}) {
				fetch, ok := action.(event.Fetch)
				if ok && fetch.Callback && fetch.URL == "http://app.example/done" && fetch.Params.Get("CallStatus") == "completed" {
					reports++
				}
			}
			if reports != 1 {
				t.Errorf("the action was told %d times, want once", reports)
			}
		})
	}
}

func TestMachineIsDeterministic(t *testing.T) {
	t.Parallel()
	run := func() []event.Action {
		m := &leg.Machine{}
		actions := m.Step(0, event.Rang{Call: event.Call{Sid: "CA1", URL: "http://app.example/voice"}})
		return append(actions, m.Step(0, event.HungUp{})...)
	}
	if diff := gocmp.Diff(run(), run()); diff != "" {
		t.Error(diff)
	}
}

func TestUnknownEventPanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("it went unnoticed")
		}
	}()
	(&leg.Machine{}).Step(0, nil)
}
