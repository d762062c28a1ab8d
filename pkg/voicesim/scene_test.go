package voicesim

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// scene is an application and the people who call it, or are called. Every verb is the first of its document and has an action,
// so that what was asked for can be counted.
type scene struct {
	pages   map[string]string
	also    map[time.Duration]string // who else calls: when, and the page
	phones  map[string]Phone
	from    string        // the first caller, a number unless it says otherwise
	lines   []Line        // what he does undisturbed
	hangUp  time.Duration // he hangs up
	updates []Update
}

func scenes() map[string]scene {
	const (
		after = ` action="/done"`
		legs  = `statusCallback="/told" statusCallbackEvent="initiated ringing answered completed"`
		room  = `statusCallback="/told" statusCallbackEvent="start end join leave"`
	)
	talks := Phone{After: 3 * time.Second, HangUpAfter: 12 * time.Second}
	return map[string]scene{
		"a number": {
			pages:  map[string]string{"/voice": `<Dial` + after + `><Number ` + legs + `>+15105550101</Number></Dial><Say>Bye.</Say>`},
			phones: map[string]Phone{"+15105550101": talks},
		},
		"all at once, with a whisper": {
			pages: map[string]string{
				"/voice":    `<Dial answerOnBridge="true" record="record-from-ringing-dual" recordingStatusCallback="/told" timeout="20"` + after + `><Number url="/whisper" ` + legs + `>+15105550101</Number><Client url="/whisper">alice</Client><Sip>sip:a@example.com</Sip></Dial>`,
				"/whisper":  `<Gather numDigits="1" timeout="3" action="/accepted"><Say>Press a key.</Say></Gather>`,
				"/accepted": `<Say>Thanks.</Say>`,
			},
			phones: map[string]Phone{"+15105550101": talks, "client:alice": {After: 5 * time.Second}, "sip:a@example.com": {Refuses: event.Busy}},
		},
		"one after the other": {
			pages:  map[string]string{"/voice": `<Dial sequential="true" timeout="4" hangupOnStar="true" timeLimit="6" record="true"` + after + `><Number>+15105550102</Number><Number>+15105550103</Number><Number ` + legs + `>+15105550101</Number></Dial>`},
			phones: map[string]Phone{"+15105550101": talks, "+15105550102": {Refuses: event.NoAnswer}, "+15105550103": {Refuses: event.Failed}},
		},
		"a SIP phone that passes the call on": {
			pages:  map[string]string{"/voice": `<Dial referUrl="/refer"` + after + `><Sip>sip:a@example.com</Sip></Dial>`, "/refer": `<Say>One moment.</Say>`},
			phones: map[string]Phone{"sip:a@example.com": {After: time.Second, TransferTo: "sip:b@example.com", TransferAfter: 4 * time.Second}},
		},
		"a conference": {
			pages: map[string]string{
				"/voice":     `<Dial hangupOnStar="true"` + after + `><Conference startConferenceOnEnter="false" waitUrl="/wait" record="record-from-start" recordingStatusCallback="/told" ` + room + `>room</Conference></Dial>`,
				"/moderator": `<Dial timeLimit="15"` + after + `><Conference endConferenceOnExit="true" participantLabel="boss">room</Conference></Dial>`,
				"/wait":      `<Say>Wait.</Say><Pause length="4"/><Redirect/>`,
			},
			also:   map[time.Duration]string{2 * time.Second: "/voice", 10 * time.Second: "/moderator", 13 * time.Second: "/voice"},
			hangUp: 40 * time.Second,
		},
		"a queue": {
			pages: map[string]string{
				"/voice": `<Enqueue waitUrl="/wait"` + after + `>line</Enqueue>`,
				"/agent": `<Dial hangupOnStar="true" timeout="9" timeLimit="11" record="true"` + after + `><Queue url="/about">line</Queue></Dial>`,
				"/wait":  `<Gather numDigits="1" timeout="2"><Say>Press 1 to leave.</Say></Gather><Pause length="30"/><Leave/>`,
				"/about": `<Say>Here is somebody.</Say>`,
			},
			also:   map[time.Duration]string{4 * time.Second: "/voice", 9 * time.Second: "/agent", 25 * time.Second: "/agent", 27 * time.Second: "/agent"},
			hangUp: 60 * time.Second,
		},
		"an agent who waits": {
			pages: map[string]string{
				"/voice": `<Enqueue maxQueueSize="1" waitUrl=""` + after + `>line</Enqueue>`,
				"/agent": `<Dial timeout="20"` + after + `><Queue>line</Queue></Dial>`,
			},
			also:   map[time.Duration]string{2 * time.Second: "/voice", 6 * time.Second: "/agent", 7 * time.Second: "/agent", 16 * time.Second: "/voice"},
			hangUp: 12 * time.Second,
		},
		"from a number to a queue": {
			pages: map[string]string{
				"/voice":      `<Dial timeLimit="5" hangupOnStar="true" action="/queue/done">+15105550101</Dial>`,
				"/queue/done": `<Enqueue waitUrl=""` + after + `>line</Enqueue>`,
				"/agent":      `<Dial timeLimit="5" action="/queue/done"><Queue>line</Queue></Dial>`,
			},
			also:   map[time.Duration]string{10 * time.Second: "/agent", 20 * time.Second: "/agent"},
			phones: map[string]Phone{"+15105550101": {}},
			hangUp: 30 * time.Second,
		},
		"a number that is led into a conference": {
			pages: map[string]string{
				"/voice":     `<Dial action="/room/done"><Number ` + legs + `>+15105550101</Number></Dial>`,
				"/room":      `<Dial` + after + `><Conference waitUrl="">room</Conference></Dial>`,
				"/room/done": `<Dial` + after + `><Conference waitUrl="">room</Conference></Dial>`,
			},
			phones:  map[string]Phone{"+15105550101": talks},
			hangUp:  30 * time.Second,
			updates: []Update{{At: 8 * time.Second, Leg: "+15105550101", Event: event.Updated{URL: "http://app.example/room"}}},
		},
	}
}

// ServeHTTP answers with the pages, and with two seconds of audio. A redirected call stays there until something ends
// it; every other path is a document that ends it.
func (s scene) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	page := s.pages[r.URL.Path]
	if r.URL.Path == "/elsewhere" {
		page = `<Enqueue action="/done">elsewhere</Enqueue>`
	}
	if strings.HasSuffix(r.URL.Path, ".mp3") {
		w.Header().Set("Content-Type", "audio/mpeg")
		_, _ = w.Write(make([]byte, 32_000))
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	_, _ = fmt.Fprintf(w, "<Response>%s</Response>", page)
}

// disturbance is an event at a moment: an action at a phone, or an update by the REST API.
type disturbance struct {
	who   string // a leg's Sid; "" means all legs
	at    time.Duration
	event event.Event
}

// moved is the holder of a phone where something happens.
type moved struct {
	disturbance
	done bool
}

func (m *moved) Act(now Turn) (Input, bool) {
	if m.done || m.at < now.At {
		return Input{}, false
	}
	m.done = true
	return Input{After: m.at - now.At, Event: m.event}, true
}

// run makes all the calls of a scene and returns the runner as it is at the end, with all that happened.
func (s scene) run(t *testing.T, d disturbance) (*runner, []event.Entry) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	does := func(sid string) Caller {
		if _, byREST := d.event.(event.Updated); d.event == nil || byREST || d.who != "" && d.who != sid {
			return Silent{}
		}
		return &moved{disturbance: d}
	}
	first, err := NewScript(s.lines...)
	if err != nil {
		t.Fatal(err)
	}
	var all []event.Entry
	o := Options{
		Call:        event.Call{Sid: "CA0", From: cmp.Or(s.from, "+14155550100"), To: "+14155550111", URL: "http://app.example/voice"},
		Caller:      first,
		HangUpAfter: cmp.Or(s.hangUp, time.Minute), TimeLimit: 10 * time.Minute,
		Transport: InMemory(s), Random: bytes.NewReader(make([]byte, 1<<16)), Updates: slices.Clone(s.updates),
		Phones: func(call event.Call) Phone {
			phone, ok := s.phones[call.To]
			if !ok {
				t.Errorf("nobody knows %s", call.To)
			}
			phone.Caller = does(call.Sid)
			return phone
		},
		Observe: func(e event.Entry) {
			all = append(all, e)
			if len(all) > 5000 {
				cancel()
			}
		},
	}
	for i, at := range slices.Sorted(maps.Keys(s.also)) {
		sid := fmt.Sprintf("CA%d", i+1)
		o.Also = append(o.Also, Incoming{At: at, Call: event.Call{Sid: sid, From: "+1415555020" + sid[2:], URL: "http://app.example" + s.also[at]}, Caller: does(sid)})
	}
	if update, ok := d.event.(event.Updated); ok {
		o.Updates = append(o.Updates, Update{At: d.at, Leg: d.who, Event: update})
	}
	r := newRunner(o)
	if _, byREST := d.event.(event.Updated); d.event != nil && !byREST && (d.who == "" || d.who == "CA0") { // in addition to the usual actions
		r.schedule(timer{at: d.at, leg: "CA0", event: d.event})
	}
	if err := r.run(ctx); err != nil {
		t.Fatalf("%v: it goes on for ever: %v", d, err)
	}
	return r, all
}
