package voicesim_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// FuzzCall makes calls of which a number decides everything: the documents, who calls and what they do. Each ends, with every
// leg of it, and is the same every time.
func FuzzCall(f *testing.F) {
	for seed := range uint64(150) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		first := chance{rand.New(rand.NewPCG(seed, 0))}.call(t)
		again := chance{rand.New(rand.NewPCG(seed, 0))}.call(t)
		if diff := gocmp.Diff(first, again); diff != "" {
			t.Errorf("seed %d: the same call is another one (-first +again):\n%s", seed, diff)
		}
	})
}

// chance decides.
type chance struct{ *rand.Rand }

// call makes a call and returns its transcript.
func (c chance) call(t *testing.T) (lines []string) {
	t.Helper()
	pages := make([]string, 6)
	for i := range pages {
		pages[i] = c.document()
	}
	app := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, pages[len(r.URL.Path)%len(pages)])
	})
	ends := map[string]int{}
	var reader transcript.Reader
	o := voicesim.Options{
		Call: event.Call{
			Sid: "CA00000000000000000000000000000001", From: "+14155550100", To: "+14155550111",
			URL: "http://app.example/v", FallbackURL: "http://app.example/fallback", Began: time.Unix(0, 0),
		},
		Caller: c, Transport: voicesim.InMemory(app), HangUpAfter: c.after(200),
		Phones: func(event.Call) voicesim.Phone { return c.phone() },
		Observe: func(e event.Entry) {
			for _, action := range e.Actions {
				if _, over := action.(event.End); over {
					ends[e.Sid]++
				}
			}
			for _, part := range reader.Read(e) {
				if item, ok := part.(transcript.Item); ok {
					lines = append(lines, transcript.Line(item, transcript.Plain{}))
				}
			}
		},
	}
	for i := range c.IntN(3) {
		o.Also = append(o.Also, voicesim.Incoming{
			At: c.after(60), HangUpAfter: c.after(200), Caller: c,
			Call: event.Call{Sid: fmt.Sprintf("CA%032d", i+2), From: "+1415555012" + fmt.Sprint(i), URL: "http://app.example/vw"},
		})
	}
	result, err := voicesim.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, leg := range result.Legs {
		if ends[leg.Sid] != 1 || !leg.End.Status.Final() {
			t.Errorf("%s ended %d times, at last %q", leg.Name, ends[leg.Sid], leg.End.Status)
		}
	}
	return lines
}

func (c chance) after(seconds int) time.Duration {
	return time.Duration(1+c.IntN(seconds*10)) * 100 * time.Millisecond
}

func (c chance) phone() voicesim.Phone {
	refuses := []event.Status{"", "", "", event.Busy, event.NoAnswer, event.Failed}
	return voicesim.Phone{Refuses: refuses[c.IntN(len(refuses))], After: c.after(10), Caller: c, HangUpAfter: c.after(60), Machine: c.IntN(4) == 0}
}

// Act returns the next input, now and then.
func (c chance) Act(now voicesim.Turn) (voicesim.Input, bool) {
	switch c.IntN(6) {
	case 0:
		return voicesim.Input{After: c.after(5), Event: event.Pressed{Key: "0123456789*#"[c.IntN(12)]}}, true
	case 1:
		return voicesim.Input{After: c.after(5), Event: event.Spoke{Text: "hello there", Confidence: 0.5}}, true
	}
	return voicesim.Input{}, false
}

// document is a few verbs, whatever they may do to each other.
func (c chance) document() string {
	verbs := []string{
		`<Say loop="2">Hello</Say>`, `<Play>/audio.mp3</Play>`, `<Pause length="3"/>`, `<Echo/>`, `<Leave/>`, `<Reject/>`, `<Hangup/>`,
		`<Redirect>/a</Redirect>`, `<Redirect/>`, `<Redirect>ftp://nowhere</Redirect>`, `<Sms action="/aa">Hello</Sms>`, `<Nothing/>`,
		`<Gather numDigits="2" input="dtmf speech" partialResultCallback="/aaa"><Say>Hello</Say><Play>/b.mp3</Play></Gather>`,
		`<Record transcribe="true" transcribeCallback="/b" recordingStatusCallback="/bb" action="/bbb"/>`,
		`<Dial action="/c">+15105550100</Dial>`, `<Dial><Queue url="/cc">q</Queue></Dial>`, `<Enqueue waitUrl="/ccc" action="/d">q</Enqueue>`,
		`<Dial sequential="true" hangupOnStar="true" record="true"><Number url="/dd" statusCallback="/ddd">+15105550101</Number><Client>bob</Client></Dial>`,
		`<Dial timeout="7" answerOnBridge="true" referUrl="/e"><Number machineDetection="Enable" amdStatusCallback="/ee">+15105550102</Number><Sip>sip:a@b.example</Sip></Dial>`,
		`<Dial hangupOnStar="true" action="/f"><Conference waitUrl="/ff" record="record-from-start" statusCallback="/fff" statusCallbackEvent="start end join leave">room</Conference></Dial>`,
		`<Dial timeLimit="20"><Conference endConferenceOnExit="true" startConferenceOnEnter="false">room</Conference></Dial>`,
		`<Start><Transcription statusCallbackUrl="http://app.example/g"/><Stream url="wss://x.example" statusCallback="http://app.example/gg"/></Start>`,
		`<Stop><Stream/></Stop>`, `<Connect action="/ggg"><ConversationRelay url="wss://x.example" welcomeGreeting="Hello"/></Connect>`,
		`<Pay action="https://app.example/h" statusCallback="/hh" timeout="2"/>`, `<Refer action="/hhh"><Sip>sip:x@y.example</Sip></Refer>`,
	}
	var b strings.Builder
	b.WriteString("<Response>")
	for range c.IntN(5) {
		b.WriteString(verbs[c.IntN(len(verbs))])
	}
	b.WriteString("</Response>")
	return b.String()
}
