package calls

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// presence is whom the caller is connected to while a call is retraced, and since when. Times count from the start of the
// call; 0 means never.
type presence struct {
	bySid    map[string]*recordedLeg // recorded legs, by the CallSids of the retraced ones
	dialed   time.Duration           // the last phone
	phones   int                     // of the last Dial
	answered time.Duration           // a phone; for a phone's own leg, that phone
	bridged  time.Duration           // the same, after the phone's whisper
	waiting  time.Duration           // in a queue
	joined   time.Duration           // in a conference
	unknown  []string                // what the recording does not contain, as sentences
}

// leg returns the recording of a retraced leg. Legs without one use the caller's.
func (t *recordedLeg) leg(sid string) *recordedLeg {
	if leg, ok := t.bySid[sid]; ok {
		return leg
	}
	return t
}

// observe records whom the caller is connected to.
func (t *recordedLeg) observe(e event.Entry) {
	leg, now := t.leg(e.Sid), max(e.At, 1)
	switch ev := e.Event.(type) {
	case event.PickedUp:
		t.answered, leg.answered = now, now
	case event.Bridged:
		if e.Leg != event.First {
			leg.bridged = now
			t.untold("The recording does not contain what was said after %s answered.", e.Leg)
		}
	case event.Waiting:
		if ev.Sid != "" && e.Leg == event.First {
			t.waiting = now
		}
	case event.Joined:
		if e.Leg == event.First {
			t.joined = now
			t.untold("The recording does not contain what was said in the conference %q.", ev.Name)
		}
	}
	dials := 0
	for _, action := range e.Actions {
		if _, ok := action.(event.Dial); ok {
			dials++
			t.dialed = now
		}
	}
	if dials > 0 {
		t.phones, t.answered = dials, 0
	}
}

func (t *recordedLeg) untold(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(t.unknown, text) {
		t.unknown = append(t.unknown, text)
	}
}

// phone returns how a phone behaves, according to the recording of its leg or the request after the Dial.
func (t *recordedLeg) phone(call event.Call) voicesim.Phone {
	if t.bySid == nil {
		t.bySid = map[string]*recordedLeg{}
	}
	after := t.following()
	leg := t.claim(call)
	phone := voicesim.DefaultPhone()
	told, known := after, after.Get("DialCallStatus") != ""
	switch {
	case leg != nil && after.Get("DialCallSid") != leg.sid:
		told, known = leg.outcome(), leg.ended != nil
	case leg == nil && t.recorded(after.Get("DialCallSid")):
		told, known = url.Values{"DialCallStatus": {string(event.NoAnswer)}}, true // another phone has answered
	case leg == nil && t.phones > 1:
		t.untold("The recording does not contain which of several phones answered.")
	}
	switch status := told.Get("DialCallStatus"); status {
	case "busy", "failed":
		phone = voicesim.Phone{Refuses: event.Status(status)}
	case "no-answer", "canceled":
		if leg == nil || len(leg.pages) == 0 { // a phone that requested a document was answered
			phone = voicesim.Phone{Refuses: event.NoAnswer}
		}
	case "completed", "answered":
		if talked := seconds(told, "DialCallDuration"); talked > 0 {
			phone.HangUpAfter = talked
		}
	}
	if phone.Refuses != "" {
		return phone
	}
	if !known {
		t.untold("The recording does not contain how long the call to %s lasted, nor who ended it.", call.To)
	}
	if hungUpBefore(after) { // the caller hangs up first
		phone.HangUpAfter += time.Minute
	}
	if leg != nil && len(leg.pages) > 0 {
		phone.Caller, phone.HangUpAfter = &leg.acting, leg.hangUp
	}
	return phone
}

// claim finds the recording of a dialed phone. If there are several for one number, it returns the first unused one.
func (t *recordedLeg) claim(call event.Call) *recordedLeg {
	for _, leg := range t.legs {
		taken := false
		for _, other := range t.bySid {
			taken = taken || other == leg
		}
		if !taken && leg.to == call.To {
			t.bySid[call.Sid] = leg
			return leg
		}
	}
	return nil
}

func (t *recordedLeg) recorded(sid string) bool {
	return slices.ContainsFunc(t.legs, func(leg *recordedLeg) bool { return leg.sid == sid })
}

// outcome returns the result that a phone's callbacks report, as parameters of a Dial's action.
func (t *recordedLeg) outcome() url.Values {
	return url.Values{"DialCallStatus": {t.ended.Get("CallStatus")}, "DialCallDuration": {t.ended.Get("CallDuration")}}
}

// stays returns how long a phone stays connected after its answer, or 0 if it does not need to hang up. It stays for the
// recorded time, and at least until its whisper has ended. If the retraced leg would continue to a document that was not
// recorded, the phone hung up before that.
func (t *recordedLeg) stays(leg *recordedLeg) time.Duration {
	switch {
	case leg.answered == 0 || len(leg.pages) == 0:
		return 0
	case leg.bridged > 0:
		talked := cmp.Or(seconds(t.dialOf(leg), "DialCallDuration"), seconds(leg.ended, "CallDuration"), voicesim.DefaultPhone().HangUpAfter)
		if hungUpBefore(t.dialOf(leg)) {
			talked += time.Minute
		}
		return max(talked, leg.bridged-leg.answered+time.Second)
	case leg.strayed && leg.next == len(leg.pages):
		return max(leg.at-leg.answered-time.Millisecond, time.Millisecond)
	}
	return 0
}

// dialOf returns the parameters that a Dial's action received about a leg, or nil.
func (t *recordedLeg) dialOf(leg *recordedLeg) url.Values {
	for _, page := range t.pages {
		if page.Params.Get("DialCallSid") == leg.sid {
			return page.Params
		}
	}
	return nil
}

// hungUpBefore reports whether the caller had hung up before this request.
func hungUpBefore(params url.Values) bool { return params.Get("CallStatus") == string(event.Completed) }

// leaves returns when a connected or queued caller hangs up. It returns false if the recording does not show a hang-up.
func (t *recordedLeg) leaves(params url.Values) (time.Duration, bool) {
	const some = 10 * time.Second // for a time that is not recorded
	switch dialed := params.Get("DialCallStatus") != ""; {
	case t.waiting > 0 && params.Get("QueueResult") != "":
		if params.Get("QueueResult") != "hangup" {
			t.untold("How the call left the queue (%s) cannot be reproduced: write `then` in the step queue.", params.Get("QueueResult"))
		}
		return t.waiting + max(seconds(params, "QueueTime"), time.Second), true
	case t.waiting > 0 && params == nil:
		t.untold("The recording does not contain how long the caller waited in the queue, nor how the wait ended.")
		return t.waiting + some, true
	case t.joined > 0 && (dialed || params == nil):
		t.untold("The recording does not contain who ended the conference for the caller.")
		return t.joined + cmp.Or(seconds(params, "DialCallDuration"), some), true
	case dialed && hungUpBefore(params) && t.answered > 0:
		return t.answered + max(seconds(params, "DialCallDuration"), time.Second), true
	case dialed && hungUpBefore(params) && t.dialed > 0 && params.Get("DialCallStatus") == string(event.Canceled):
		return t.dialed + 2*time.Second, true
	}
	return 0, false
}

func seconds(params url.Values, name string) time.Duration {
	d, err := time.ParseDuration(params.Get(name) + "s")
	if err != nil || d < 0 {
		return 0
	}
	return d
}

// longest is the maximum duration of a call (https://www.twilio.com/docs/voice/twiml/dial#timelimit).
const longest = 24 * time.Hour

// dialed returns the requests of the legs that a call dialed, in the order of their start.
func dialed(ctx context.Context, archive *capture.Archive, call capture.Call, session string) ([][]capture.Request, error) {
	heads, err := archive.Requests(ctx, capture.Query{Since: call.At})
	if err != nil {
		return nil, err
	}
	var legs [][]capture.Request
	parents := map[string]bool{call.CallSid: false}
	for _, h := range heads {
		if _, known := parents[h.CallSid]; known || h.CallSid == "" || h.Session != session || h.At.After(call.At.Add(longest)) {
			continue
		}
		r, err := archive.Request(ctx, h.ID)
		if err != nil {
			return nil, err
		}
		parents[h.CallSid] = r.Params.Get("ParentCallSid") == call.CallSid
		if !parents[h.CallSid] {
			continue
		}
		_, requests, err := archive.Call(ctx, h.CallSid)
		if err != nil {
			return nil, err
		}
		legs = append(legs, requests)
	}
	return legs, nil
}
