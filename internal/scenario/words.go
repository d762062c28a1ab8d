package scenario

import (
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// stepSpec is one step of the format: its name, the allowed values, and its meaning.
type stepSpec struct {
	name  string
	help  string    // for the schema
	bare  bool      // allowed without a value
	short string    // the key that a plain value sets, or ""
	raw   valueKind // of the whole value, which then has no keys; "" for none
	keys  []keySpec
	make  func(fields) stepAction
}

// keySpec is a name in a mapping.
type keySpec struct {
	name   string
	kind   valueKind
	help   string
	needed bool
	of     []string // the allowed values of a list
}

// valueKind is the form of a value.
type valueKind string

const (
	words     valueKind = "words"    // any text
	pattern   valueKind = "pattern"  // a text to look for, or /a regular expression/
	route     valueKind = "route"    // a path, a path with *, or /a regular expression/
	keypad    valueKind = "keypad"   // 0-9, * and #, w and W
	length    valueKind = "length"   // a duration
	fraction  valueKind = "fraction" // 0 to 1
	pairs     valueKind = "pairs"    // names and values
	texts     valueKind = "texts"    // a list
	someone   valueKind = "someone"  // a caller's number or client
	yesNo     valueKind = "flag"     // true or false
	count     valueKind = "count"    // 1 to maxRepeat
	anyFields valueKind = "fields"   // fields of a message
	faults    valueKind = "faults"   // a fault without a setting
	code      valueKind = "code"     // an error code of ConversationRelay
	limited   valueKind = "limits"   // a mapping, the keys of limitKeys
	called    valueKind = "called"   // a mapping, the keys of calls
	stepsKind valueKind = "steps"    // the list of steps
)

// scenarioKeys returns the keys of a scenario.
func scenarioKeys() []keySpec {
	return []keySpec{
		{name: "name", kind: words, needed: true, help: "The name of the scenario in reports and for --run."},
		{name: "call", kind: called, needed: true, help: "Who calls what."},
		{name: "steps", kind: stepsKind, needed: true, help: "What the caller hears and does, in order. Other events may happen in between."},
		{name: "alerts", kind: texts, help: "The errors and warnings that are expected: codes of Twilio, or never-last, hung-socket or unknown-field. Any other error fails the scenario."},
		{name: "limits", kind: limited, help: "What an agent behind a WebSocket may take at most, in real time. What never came fails any limit."},
		{name: "repeat", kind: count, help: "Runs the scenario this many times (default 1). One failed run fails it."},
		{name: "real_time", kind: yesNo, help: "Runs the call in real time, also what is said (default false)."},
	}
}

// limitKeys returns the keys of limits.
func limitKeys() []keySpec {
	return []keySpec{
		{name: "greeting", kind: length, help: "From the open WebSocket to the first sound."},
		{name: "turn", kind: length, help: "From the end of the caller's words to the first sound of each answer."},
		{name: "turn_p95", kind: length, help: "The same for 95 percent of all answers. It needs 20 answers, so it needs repeat."},
		{name: "barge_in", kind: length, help: "From the caller's first word to the end of the agent's speech, for each interruption."},
		{name: "dead_air", kind: length, help: "The longest time in which neither side spoke."},
	}
}

// calls returns the keys of call.
func calls() []keySpec {
	return []keySpec{
		{name: "to", kind: words, needed: true, help: "A URL, a TwiML file or folder (relative to this file), a number of the account, or a path below --app."},
		{name: "from", kind: someone, help: "The caller: +14155550100 (default), client:name, sip:user@host, or anonymous, restricted or unavailable."},
		{name: "params", kind: pairs, help: "Parameters added to the requests, next to Twilio's own."},
		{name: "status_callback", kind: words, help: "Where the call's progress is reported: a URL, or a path of the application."},
		{name: "sign_as", kind: words, help: "The public URL of the application: requests are signed for it and have its Host and X-Forwarded-* headers."},
	}
}

// steps returns all steps, in the order of the documentation.
func steps() []stepSpec {
	return []stepSpec{
		{name: "hear", short: "text", help: "The caller hears this.", make: makeHear, keys: []keySpec{
			{name: "text", kind: pattern, help: "Part of one utterance: a text (case and white space are ignored), or /a regular expression/."},
			{name: "play", kind: words, help: "Audio whose URL ends with this."},
			{name: "within", kind: length, help: "At most this long after the previous step (virtual time). With an agent: real time from the end of the caller's words to the first sound."},
			{name: "language", kind: words, help: "The language attribute of the <Say>."},
			{name: "voice", kind: words, help: "The voice attribute of the <Say>."},
		}},
		{name: "silence", bare: true, short: "for", help: "The caller says and presses nothing until the current wait times out, or for this long.", make: makeSilence, keys: []keySpec{
			{name: "for", kind: length, help: "The duration, from the previous step on."},
		}},
		{name: "press", short: "keys", help: "The caller presses keys as soon as the call has finished speaking and accepts them.", make: makePress, keys: []keySpec{
			{name: "keys", kind: keypad, needed: true, help: "0-9, * and #; w waits half a second, W a second."},
		}},
		{name: "say", short: "text", help: "The caller speaks as soon as the call has finished speaking and accepts speech.", make: makeSay, keys: []keySpec{
			{name: "text", kind: words, needed: true, help: "What the caller says."},
			{name: "confidence", kind: fraction, help: "The confidence of the speech recognition: 0 to 1 (default 0.9)."},
			{name: "partials", kind: texts, help: "The partial results of the speech recognition, earliest first."},
		}},
		{name: "interrupt", short: "say", help: "The caller interrupts the agent behind a WebSocket, while it speaks.", make: makeInterrupt, keys: []keySpec{
			{name: "say", kind: words, help: "What the caller says."},
			{name: "press", kind: keypad, help: "The key that the caller presses."},
			{name: "after", kind: length, help: "How long the agent speaks first, from the first word of its talk cycle (default 0s)."},
		}},
		{name: "message", raw: anyFields, help: "The application sends a message with these fields, and perhaps others.", make: makeMessage},
		{name: "fault", short: "kind", help: "Something fails in the session with the agent.", make: makeFault, keys: []keySpec{
			{name: "kind", kind: faults, of: []string{"drop-socket"}, help: "drop-socket: the connection is lost."},
			{name: "provider-error", kind: code, help: "The code of an error of a speech provider: 64114."},
			{name: "stall", kind: length, help: "How long the messages of the application are held back."},
		}},
		{name: "dial", short: "to", help: "The application dials this phone, which behaves like this.", make: makeDial, keys: []keySpec{
			{name: "to", kind: words, needed: true, help: "+15105550100, client:name or sip:user@host."},
			{name: "then", kind: words, of: []string{"answer", "busy", "no-answer", "failed", "machine"}, help: "What the phone does (default answer)."},
			{name: "after", kind: length, help: "How long it rings first (default 1s; no-answer rings until the application stops)."},
			{name: "whisper_press", kind: keypad, help: "The keys that the callee presses in the whisper document, before the two are connected."},
			{name: "talk", kind: words, help: "What the callee says once the two are connected."},
			{name: "hangup_after", kind: length, help: "How long the callee stays on the line (default 10s)."},
		}},
		{name: "request", bare: true, short: "path", help: "The next request to the application.", make: makeRequest, keys: []keySpec{
			{name: "path", kind: route, help: "Its path, in which * matches one segment, or /a regular expression/. Requests to other paths may come in between."},
			{name: "method", kind: words, of: []string{"GET", "POST"}, help: "GET or POST."},
			{name: "params", kind: pairs, help: "Parameters that it must have; a value is the whole text, or /a regular expression/."},
			{name: "status", kind: words, help: "The HTTP status of the response."},
			{name: "within", kind: length, help: "The application responds within this real time."},
		}},
		{name: "record", bare: true, short: "seconds", help: "What the caller records in a <Record>.", make: makeRecord, keys: []keySpec{
			{name: "seconds", kind: length, help: "How long the caller speaks, in seconds (default 5)."},
			{name: "end", kind: words, of: []string{"#", "hangup", "silence"}, help: "How the caller ends it (default silence)."},
		}},
		{name: "queue", short: "name", help: "The call is in this queue.", make: makeQueue, keys: []keySpec{
			{name: "name", kind: words, needed: true, help: "The name of the queue."},
			{name: "after", kind: length, help: "How long the caller waits first."},
			{name: "then", kind: words, of: []string{"bridge", "leave"}, help: "bridge: an agent takes the call. leave: the application removes it from the queue."},
		}},
		{name: "conference", short: "name", help: "The call is in this conference.", make: makeConference, keys: []keySpec{
			{name: "name", kind: words, needed: true, help: "The name of the conference."},
		}},
		{name: "callback", short: "event", help: "A status callback arrives, in any order relative to the other steps.", make: makeCallback, keys: []keySpec{
			{name: "event", kind: words, needed: true, help: "The callback's status or event: initiated, ringing, answered, completed, participant-join, …"},
			{name: "params", kind: pairs, help: "Parameters that it must have; a value is the whole text, or /a regular expression/."},
		}},
		{name: "hangup", bare: true, help: "The caller hangs up.", make: func(fields) stepAction { return hangup{} }},
		{name: "ended", bare: true, short: "status", help: "How the call ended. Without this step, `status: completed` is implied.", make: makeEnded, keys: []keySpec{
			{name: "status", kind: words, of: statuses(), help: "The final status of the call (default completed)."},
			{name: "by", kind: words, of: []string{string(event.App), string(event.Person), string(event.Twilio)}, help: "Who ended it."},
			{name: "duration", kind: length, help: "The time from answer to end, in whole seconds."},
		}},
	}
}

func statuses() []string {
	var all []string
	for _, s := range []event.Status{event.Completed, event.Busy, event.NoAnswer, event.Canceled, event.Failed} {
		all = append(all, string(s))
	}
	return all
}
