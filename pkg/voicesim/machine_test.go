package voicesim_test

import (
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

func TestStatusFollows(t *testing.T) {
	t.Parallel()
	all := []voicesim.Status{
		"", voicesim.Queued, voicesim.Ringing, voicesim.InProgress, voicesim.Completed, voicesim.Busy, voicesim.NoAnswer, voicesim.Canceled, voicesim.Failed,
	}
	legal := map[voicesim.Status][]voicesim.Status{
		"":                  {voicesim.Queued, voicesim.Ringing},
		voicesim.Queued:     {voicesim.Ringing, voicesim.InProgress, voicesim.Busy, voicesim.NoAnswer, voicesim.Canceled, voicesim.Failed},
		voicesim.Ringing:    {voicesim.InProgress, voicesim.Completed, voicesim.Busy, voicesim.NoAnswer, voicesim.Canceled, voicesim.Failed},
		voicesim.InProgress: {voicesim.Completed},
	}
	for _, from := range all {
		var got []voicesim.Status
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

// began is a machine that has just got a document. Whoever is to be referred came by SIP; everybody else has a number.
func began(t *testing.T, source string) *voicesim.Machine {
	t.Helper()
	doc, err := twiml.Parse([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	from := "+14155550100"
	if strings.Contains(source, "<Refer") {
		from = "sip:alice@example.com"
	}
	m := &voicesim.Machine{}
	actions := m.Step(0, voicesim.Rang{Call: voicesim.Call{From: from, URL: "http://app.example/voice"}})
	m.Step(0, voicesim.Fetched{ID: actions[0].(voicesim.Fetch).ID, URL: "http://app.example/voice", Document: doc})
	return m
}

// A key in the middle of a prompt makes the prompt's wait stale: it comes, and changes nothing. That is the whole of barge-in.
func TestAStaleWaitIsIgnored(t *testing.T) {
	t.Parallel()
	doc, err := twiml.Parse([]byte(`<Response><Gather numDigits="2"><Say>Press two keys, and take your time about it.</Say></Gather><Say>Too late.</Say></Response>`))
	if err != nil {
		t.Fatal(err)
	}
	m := &voicesim.Machine{}
	fetch := m.Step(0, voicesim.Rang{Call: voicesim.Call{URL: "http://app.example/voice"}})[0].(voicesim.Fetch)
	var prompt voicesim.Wait
	for _, action := range m.Step(0, voicesim.Fetched{ID: fetch.ID, URL: fetch.URL, Document: doc}) {
		if wait, ok := action.(voicesim.Wait); ok {
			prompt = wait
		}
	}
	if ear := m.Ear(); !ear.Keys || !ear.Prompting {
		t.Fatalf("it listens %+v while it speaks, want keys", ear)
	}
	m.Step(0, voicesim.Pressed{Key: '1'})
	if actions := m.Step(0, voicesim.Elapsed{ID: prompt.ID}); len(actions) != 0 {
		t.Errorf("the stale wait did %v", actions)
	}
	actions := m.Step(0, voicesim.Pressed{Key: '2'})
	if f, ok := actions[0].(voicesim.Fetch); !ok || f.Params.Get("Digits") != "12" {
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
	events := []voicesim.Event{
		voicesim.Pressed{Key: '1'},
		voicesim.Pressed{Key: '#'},
		voicesim.Spoke{Text: "hello"},
		voicesim.HungUp{},
		voicesim.Expired{},
		voicesim.Elapsed{ID: 0},
		voicesim.Elapsed{ID: 1},
		voicesim.Elapsed{ID: 2},
		voicesim.Elapsed{ID: 3},
		voicesim.Elapsed{ID: 4},
		voicesim.Elapsed{ID: 5},
		voicesim.Elapsed{ID: 6},
		voicesim.Pressed{Key: '*'},
		voicesim.Updated{URL: "http://app.example/elsewhere"},
		voicesim.Fetched{ID: 2, URL: "http://app.example/a.mp3", Audio: &voicesim.Audio{}},
		voicesim.Fetched{ID: 2, Problem: &voicesim.Problem{Code: "11200"}},
	}
	for name, source := range documents {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, first := range events {
				for _, second := range events {
					m := began(t, source)
					m.Step(0, first)
					m.Step(0, second)
					m.Step(0, voicesim.HungUp{})
					if !m.Over() || !m.Status().Final() {
						t.Errorf("after %T, %T and a hang-up the call is %s", first, second, m.Status())
					}
					if actions := m.Step(0, voicesim.Pressed{Key: '1'}); len(actions) != 0 {
						t.Errorf("a call that is over does %v", actions)
					}
				}
			}
		})
	}
}

// A verb that is cut short by the end of the call tells its action, once.
func TestAHangUpIsReported(t *testing.T) {
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
			for _, action := range m.Step(0, voicesim.HungUp{}) {
				fetch, ok := action.(voicesim.Fetch)
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

func TestTheSameEventsGiveTheSameActions(t *testing.T) {
	t.Parallel()
	run := func() []voicesim.Action {
		m := &voicesim.Machine{}
		actions := m.Step(0, voicesim.Rang{Call: voicesim.Call{Sid: "CA1", URL: "http://app.example/voice"}})
		return append(actions, m.Step(0, voicesim.HungUp{})...)
	}
	if diff := gocmp.Diff(run(), run()); diff != "" {
		t.Error(diff)
	}
}

func TestAnUnknownEventIsABug(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("it went unnoticed")
		}
	}()
	(&voicesim.Machine{}).Step(0, nil)
}
