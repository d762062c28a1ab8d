package inspector

import (
	"fmt"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/judge"
	"github.com/twvoice/twvoice/pkg/transcript"
)

func request(sid string, n int, size int) *capture.Request {
	return &capture.Request{
		Head: capture.Head{ID: fmt.Sprint("r", n), CallSid: sid, Method: "POST", URL: "http://127.0.0.1/voice", Status: 200, Purpose: judge.Voice},
		Rest: capture.Rest{Answer: strings.Repeat("x", size)},
	}
}

func TestCallListIsBounded(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fill  func(b *callList)
		calls int // at most
		last  string
	}{
		{"many calls", func(b *callList) {
			for n := range 3 * maxCalls {
				b.addRequest(request(fmt.Sprint("CA", n), n, 10))
			}
		}, maxCalls, fmt.Sprint("CA", 3*maxCalls-1)},
		{"a call without an end", func(b *callList) {
			for n := range 3 * maxSteps {
				b.addRequest(request("CA1", n, 10))
			}
		}, 1, "CA1"},
		{"large answers", func(b *callList) {
			for n := range 2000 {
				b.addRequest(request(fmt.Sprint("CA", n/50), n, 60_000))
			}
		}, 40, "CA39"},
		{"large answers of one call, beside a small one", func(b *callList) {
			b.addRequest(request("CA1", 0, 10))
			b.addRequest(request("CA2", 0, 10))
			for n := range 2000 {
				b.addRequest(request("CA1", n, 60_000))
			}
		}, 2, "CA1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var b callList
			tt.fill(&b)
			weight := 0
			for _, c := range b.calls {
				if len(c.steps) > maxSteps || len(c.steps) == 0 {
					t.Errorf("%s has %d rungs, want 1 to %d", c.Sid, len(c.steps), maxSteps)
				}
				for _, r := range c.steps {
					weight += r.weight()
				}
			}
			if len(b.calls) > tt.calls {
				t.Errorf("%d calls, want at most %d", len(b.calls), tt.calls)
			}
			if weight != b.bytes || b.bytes > maxBytes {
				t.Errorf("the rungs weigh %d, counted as %d; want the same, at most %d", weight, b.bytes, maxBytes)
			}
			newest, ok := b.step(b.last)
			if _, gone := b.step(1); !ok || newest.Call != tt.last || gone {
				t.Errorf("the newest is %+v %t, the oldest is there: %t; want the newest only", newest, ok, gone)
			}
		})
	}
}

// A page that does not read is dropped, and begins again with all there is.
func TestSlowPageIsDisconnected(t *testing.T) {
	t.Parallel()
	var b callList
	slow, _ := b.subscribe()
	quick, _ := b.subscribe()
	told := 0
	for n := range maxWaiting {
		b.addRequest(request("CA1", n, 10))
		waiting, ok := b.take(quick)
		if told += len(waiting); !ok {
			t.Fatal("the page that reads was dropped")
		}
	}
	if told != 2*maxWaiting {
		t.Errorf("the page that reads was told %d events, want a rung and a call of each request: %d", told, 2*maxWaiting)
	}
	if waiting, ok := b.take(slow); ok || len(waiting) != 0 {
		t.Errorf("%d events wait for the page that does not read, dropped: %t; want none, and dropped", len(waiting), !ok)
	}
	b.leave(slow)
	_, again := b.subscribe()
	if len(again.Calls) != 1 || len(again.Rungs) != maxSteps || again.Calls[0].Requests != maxWaiting {
		t.Errorf("it begins again with %d calls and %d rungs", len(again.Calls), len(again.Rungs))
	}
}

// What a call from the page tells and what the server has seen of it meet, whichever comes first.
func TestRequestsMeet(t *testing.T) {
	t.Parallel()
	made := func() []*Step {
		return []*Step{stepOf(transcript.Request{Method: "POST", URL: "http://127.0.0.1/voice", Status: 200, Purpose: "action"})}
	}
	child := request("CA2", 2, 10)
	child.Params = map[string][]string{"ParentCallSid": {"CA1"}}
	tests := []struct {
		name  string
		steps []func(*callList)
	}{
		{"the call first", []func(*callList){
			func(b *callList) { b.happened("CA1", made()) }, func(b *callList) { b.addRequest(request("CA1", 1, 10)) },
		}},
		{"the server first", []func(*callList){
			func(b *callList) { b.addRequest(request("CA1", 1, 10)) }, func(b *callList) { b.happened("CA1", made()) },
		}},
		{"of a phone that the call has dialed", []func(*callList){
			func(b *callList) { b.addRequest(child) }, func(b *callList) { b.happened("CA1", made()) },
		}},
		{"the server alone, and the call ends", []func(*callList){
			func(b *callList) { b.addRequest(request("CA1", 1, 10)) }, func(b *callList) { b.ended("CA1", "completed") },
		}},
		{"the server, after the call has ended", []func(*callList){
			func(b *callList) { b.happened("CA1", made()); b.ended("CA1", "completed") }, func(b *callList) { b.addRequest(request("CA1", 1, 10)) },
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var b callList
			b.began(Call{Sid: "CA1", Kind: Voice, Phone: true, Live: true})
			for _, step := range tt.steps {
				step(&b)
			}
			if len(b.calls) != 1 || len(b.calls[0].steps) != 1 || len(b.calls[0].loose) != 0 {
				t.Fatalf("calls %+v", b.calls)
			}
			got := b.calls[0].steps[0]
			if got.whole == nil || !got.Request.Seen || b.bytes != got.weight() {
				t.Errorf("the request is %+v, and %d bytes", got.Request, b.bytes)
			}
		})
	}
}
