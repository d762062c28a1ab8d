package conversationrelay_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/conversationrelay"
)

// conversation runs a session and writes down what it does, a line an action.
type conversation struct {
	*conversationrelay.Session
	t    *testing.T
	at   time.Duration
	said []string
}

// talk begins a session with attributes like `welcomeGreeting="Hello" dtmfDetection="true"`.
func talk(t *testing.T, attributes ...string) *conversation {
	t.Helper()
	set := map[string]string{}
	for _, attribute := range attributes {
		name, value, _ := strings.Cut(attribute, "=")
		set[name] = value
	}
	relay := conversationrelay.Element{Name: "ConversationRelay", Attr: func(name string) (string, bool) { v, ok := set[name]; return v, ok }}
	a, err := conversationrelay.ParseAttributes(relay, nil)
	c := &conversation{t: t, Session: conversationrelay.NewSession(conversationrelay.Options{
		Setup: conversationrelay.Setup{SessionID: "VX1"}, Attributes: a, Invalid: err, Pace: 10,
	})}
	c.note(c.Open(0))
	return c
}

// after lets time pass.
func (c *conversation) after(d time.Duration) *conversation {
	c.at += d
	c.note(c.Advance(c.at))
	return c
}

// app sends a message of the application.
func (c *conversation) app(message string) *conversation {
	c.note(c.Receive(c.at, []byte(message), false))
	return c
}

// answer sends a complete talk cycle.
func (c *conversation) answer(text string) *conversation {
	return c.app(fmt.Sprintf(`{"type":"text","token":%q,"last":true}`, text))
}

func (c *conversation) says(text string) *conversation {
	c.note(c.Speak(c.at, conversationrelay.Speech{Text: text}))
	return c
}

func (c *conversation) presses(key byte) *conversation {
	c.note(c.Press(c.at, key))
	return c
}

func (c *conversation) note(actions []conversationrelay.Action) {
	for _, action := range actions {
		if line := describe(action); line != "" {
			c.said = append(c.said, line)
		}
	}
}

// describe returns a line for an action, "" for those that every test has.
func describe(action conversationrelay.Action) string {
	switch a := action.(type) {
	case conversationrelay.Send:
		if a.Message.Type() == "setup" {
			return ""
		}
		return "→ " + string(conversationrelay.Encode(a.Message))
	case conversationrelay.Said:
		return fmt.Sprintf("says %q", a.Text)
	case conversationrelay.Speaking:
		return map[bool]string{true: "speaks", false: "silent"}[a.On]
	case conversationrelay.Interrupted:
		return fmt.Sprintf("interrupted after %q", a.Heard)
	case conversationrelay.Ignored:
		return fmt.Sprintf("ignored %q", a.Input)
	case conversationrelay.Report:
		return "report " + a.Code + a.Rule
	case conversationrelay.Note:
		return "note"
	case conversationrelay.Close:
		return fmt.Sprintf("close %d", a.Code)
	case conversationrelay.Connect:
		return fmt.Sprintf("connect %d", a.Attempt)
	case conversationrelay.Sounds:
		return "plays " + a.Source
	case conversationrelay.Tones:
		return "tones " + a.Digits
	case conversationrelay.Finished:
		line := strings.TrimSpace("finished " + a.Status + " " + a.ErrorCode)
		if a.HandoffData != nil {
			line += " " + *a.HandoffData
		}
		return line
	}
	return ""
}

func (c *conversation) want(want ...string) {
	c.t.Helper()
	if diff := cmp.Diff(want, c.said); diff != "" {
		c.t.Errorf("the session did (-want +got):\n%s", diff)
	}
}

func TestSessionSendsSetupFirst(t *testing.T) {
	t.Parallel()
	s := conversationrelay.NewSession(conversationrelay.Options{Setup: conversationrelay.Setup{SessionID: "VX1", CallSid: "CA1"}})
	actions := s.Open(0)
	if len(actions) == 0 {
		t.Fatal("no action")
	}
	send, ok := actions[0].(conversationrelay.Send)
	if !ok {
		t.Fatalf("the first action is %T", actions[0])
	}
	want := `{"type":"setup","sessionId":"VX1","accountSid":"","parentCallSid":"","callSid":"CA1","from":"","to":"","forwardedFrom":"","callerName":"","direction":"","callType":"","callStatus":"","customParameters":{}}`
	if got := string(conversationrelay.Encode(send.Message)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestConversationWithTurns(t *testing.T) {
	t.Parallel()
	c := talk(t, "welcomeGreeting=Hello there")
	c.after(2 * time.Second).says("Which hours?").after(2 * time.Second)
	c.app(`{"type":"text","token":"Nine ","last":false}`).app(`{"type":"text","token":"to five.","last":true}`).after(2 * time.Second)
	c.want(
		"speaks", `says "Hello there"`, "silent",
		`→ {"type":"prompt","voicePrompt":"Which hours?","lang":"en-US","last":true}`,
		"speaks", `says "Nine to five."`, "silent",
	)
}

func TestInterruptionReportsWhatWasHeard(t *testing.T) {
	t.Parallel()
	c := talk(t)
	c.answer("We are open nine to five").after(1500 * time.Millisecond).says("Stop").after(time.Second)
	c.want(
		"speaks", `says "We are open nine to five"`, "silent", `interrupted after "We are open"`,
		`→ {"type":"interrupt","utteranceUntilInterrupt":"We are open","durationUntilInterruptMs":1500}`,
		`→ {"type":"prompt","voicePrompt":"Stop","lang":"en-US","last":true}`,
	)
}

func TestInputDuringAgentSpeech(t *testing.T) {
	t.Parallel()
	const prompt = `→ {"type":"prompt","voicePrompt":"Wait","lang":"en-US","last":true}`
	for name, test := range map[string]struct {
		attributes []string
		want       []string
	}{
		"interrupts by default":           {nil, []string{"silent", `interrupted after ""`, `→ {"type":"interrupt","utteranceUntilInterrupt":"","durationUntilInterruptMs":100}`, prompt}},
		"is ignored without interruption": {[]string{"interruptible=none"}, []string{`ignored "Wait"`, "silent"}},
		"keys only interrupt with dtmf":   {[]string{"interruptible=dtmf"}, []string{`ignored "Wait"`, "silent"}},
		"is reported":                     {[]string{"interruptible=none", "reportInputDuringAgentSpeech=speech"}, []string{prompt, "silent"}},
		"false means none":                {[]string{"interruptible=false"}, []string{`ignored "Wait"`, "silent"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := talk(t, test.attributes...)
			c.answer("Hello, this is a long greeting").after(100 * time.Millisecond).says("Wait").after(5 * time.Second)
			c.want(append([]string{"speaks", `says "Hello, this is a long greeting"`}, test.want...)...)
		})
	}
}

func TestBackchannelAndEchoAreDropped(t *testing.T) {
	t.Parallel()
	c := talk(t, "ignoreBackchannel=true", "echoPromptFiltering=true")
	c.answer("Your appointment is on Monday at nine").says("mhm").after(time.Second).says("on Monday").after(9 * time.Second)
	c.want("speaks", `says "Your appointment is on Monday at nine"`, `ignored "mhm"`, `ignored "on Monday"`, "silent")
}

func TestKeysNeedDTMFDetection(t *testing.T) {
	t.Parallel()
	talk(t).presses('1').want(`ignored "1"`)
	talk(t, "dtmfDetection=true").presses('1').want(`→ {"type":"dtmf","digit":"1"}`)
}

func TestKeyInterrupts(t *testing.T) {
	t.Parallel()
	c := talk(t, "dtmfDetection=true", "welcomeGreeting=Welcome to the line", "welcomeGreetingInterruptible=dtmf")
	c.after(time.Second).says("hi").presses('2').after(time.Second)
	c.want(
		"speaks", `says "Welcome to the line"`, `ignored "hi"`, "silent", `interrupted after "Welcome to"`,
		`→ {"type":"interrupt","utteranceUntilInterrupt":"Welcome to","durationUntilInterruptMs":1000}`, `→ {"type":"dtmf","digit":"2"}`,
	)
}

func TestTokensOfAnInterruptedCycleAreDropped(t *testing.T) {
	t.Parallel()
	c := talk(t)
	c.app(`{"type":"text","token":"One two three ","last":false}`).after(500 * time.Millisecond).says("No")
	c.app(`{"type":"text","token":"four","last":false}`).after(time.Second).answer("Sorry.").after(time.Second)
	c.want(
		"speaks", `says "One two three"`, "silent", `interrupted after "One"`,
		`→ {"type":"interrupt","utteranceUntilInterrupt":"One","durationUntilInterruptMs":500}`,
		`→ {"type":"prompt","voicePrompt":"No","lang":"en-US","last":true}`,
		"speaks", `says "Sorry."`, "silent",
	)
}

func TestPartialPromptsAreCumulative(t *testing.T) {
	t.Parallel()
	c := talk(t, "partialPrompts=true").says("I need some help").after(3 * time.Second)
	c.want(
		`→ {"type":"prompt","voicePrompt":"I","lang":"en-US","last":false}`,
		`→ {"type":"prompt","voicePrompt":"I need","lang":"en-US","last":false}`,
		`→ {"type":"prompt","voicePrompt":"I need some help","lang":"en-US","last":true}`,
	)
}

func TestUnclosedCycleIsReportedOnce(t *testing.T) {
	t.Parallel()
	c := talk(t)
	c.app(`{"type":"text","token":"Hello"}`).after(3 * time.Second).app(`{"type":"text","token":"again"}`).after(3 * time.Second)
	c.want("speaks", `says "Hello"`, "silent", "report never-last", "speaks", `says "again"`, "silent")
	if got := c.Metrics().OpenCycles; got != 2 {
		t.Errorf("open cycles: got %d, want 2", got)
	}
}

func TestPreemptibleTextIsCut(t *testing.T) {
	t.Parallel()
	c := talk(t)
	c.app(`{"type":"text","token":"One moment please","last":true,"preemptible":true}`).after(500 * time.Millisecond).answer("Here it is").after(3 * time.Second)
	c.want("speaks", `says "One moment please"`, "silent", "speaks", `says "Here it is"`, "silent")
}

func TestEndSpeaksTheRestFirst(t *testing.T) {
	t.Parallel()
	c := talk(t).answer("Goodbye").app(`{"type":"end","handoffData":"{\"reason\":\"billing\"}"}`).after(time.Second)
	c.want("speaks", `says "Goodbye"`, "note", "silent", "close 1000", `finished ended {"reason":"billing"}`)
}

func TestTenMalformedMessagesEndTheSession(t *testing.T) {
	t.Parallel()
	c := talk(t)
	for range 9 {
		c.app(`{"type":"text"}`)
	}
	c.app(`{"type":"text","token":"ok","last":true}`) // resets the count
	for range 10 {
		c.app(`oops`)
	}
	if got := c.said[len(c.said)-3:]; got[0] != "close 1007" || got[1] != "silent" || got[2] != "finished failed 64105" {
		t.Errorf("the last actions are %q", got)
	}
	rejected := strings.Count(strings.Join(c.said, "\n"), "report 64107")
	if rejected != 19 {
		t.Errorf("%d messages were rejected, want 19", rejected)
	}
}

func TestLostSocketFailsTheSession(t *testing.T) {
	t.Parallel()
	c := talk(t)
	c.note(c.Lose(time.Second, 1000, ""))
	c.want("finished failed 64105")
}

func TestReconnectReplaysBufferedEvents(t *testing.T) {
	t.Parallel()
	c := talk(t, "applicationReconnect=true")
	c.note(c.Lose(0, 1006, ""))
	c.says("Hello?").after(time.Second)
	c.note(c.Fail(c.at, "31902", "refused"))
	c.after(time.Second)
	c.note(c.Open(c.at))
	c.answer("Back").after(time.Second)
	c.want(
		"note", "connect 1", "connect 2",
		`→ {"type":"prompt","voicePrompt":"Hello?","lang":"en-US","last":true}`,
		"speaks", `says "Back"`, "silent",
	)
}

func TestReconnectGivesUp(t *testing.T) {
	t.Parallel()
	c := talk(t, "applicationReconnect=true")
	c.note(c.Lose(0, 1006, ""))
	for range 100 {
		c.after(500 * time.Millisecond)
		if len(c.said) > 0 && strings.HasPrefix(c.said[len(c.said)-1], "connect") {
			c.note(c.Fail(c.at, "31902", "refused"))
		}
	}
	if got := c.said[len(c.said)-1]; got != "finished failed 64105" {
		t.Errorf("the last action is %q", got)
	}
}

func TestSubscribedEvents(t *testing.T) {
	t.Parallel()
	c := talk(t, "events=speaker-events tokens-played config-updated")
	c.answer("Hi").after(time.Second).app(`{"type":"language","ttsLanguage":"es-ES"}`)
	var names []string
	for _, line := range c.said {
		for _, name := range []string{"agentSpeaking", "tokensPlayed", "configUpdated"} {
			if strings.Contains(line, `"name":"`+name+`"`) {
				names = append(names, name)
			}
		}
	}
	if diff := cmp.Diff([]string{"agentSpeaking", "tokensPlayed", "agentSpeaking", "configUpdated"}, names); diff != "" {
		t.Errorf("(-want +got):\n%s\n%q", diff, c.said)
	}
}

func TestConfigChangesTheSession(t *testing.T) {
	t.Parallel()
	c := talk(t).app(`{"type":"config","interruptible":"none","dtmfDetection":true}`).presses('5').answer("No way to stop me").says("stop").after(3 * time.Second)
	c.want("note", `→ {"type":"dtmf","digit":"5"}`, "speaks", `says "No way to stop me"`, `ignored "stop"`, "silent")
}

func TestContradictingAttributesEndTheSession(t *testing.T) {
	t.Parallel()
	c := talk(t, "transcriptionProvider=Google", "speechModel=nova-3-general")
	c.want(
		`→ {"type":"error","description":"speechModel: nova-3-general is a model of Deepgram, and the transcriptionProvider is Google"}`,
		"close 1000", "finished failed 64101",
	)
}

func TestProviderErrorUsesFailoverOnce(t *testing.T) {
	t.Parallel()
	s := conversationrelay.NewSession(conversationrelay.Options{Attributes: conversationrelay.Attributes{Failover: true}})
	s.Open(0)
	if actions := s.ProviderError(0, "64114", "the ASR provider failed"); len(actions) != 1 || s.Finished() {
		t.Errorf("the first failure: %v, finished: %v", actions, s.Finished())
	}
	s.ProviderError(0, "64114", "the ASR provider failed")
	if !s.Finished() {
		t.Error("the second failure did not end the session")
	}
}

func TestPlayWaitsForItsLength(t *testing.T) {
	t.Parallel()
	c := talk(t).app(`{"type":"play","source":"https://example.com/a.wav"}`).after(time.Minute).answer("After it")
	c.note(c.Sound(c.at, 1, 2*time.Second))
	c.after(time.Second).after(time.Second).after(time.Second)
	c.want("plays https://example.com/a.wav", "speaks", "silent", "speaks", `says "After it"`, "silent")
}

func TestHangUpReportsUnfinishedWords(t *testing.T) {
	t.Parallel()
	c := talk(t, "partialPromptOnHangup=true").says("I would like to").after(500 * time.Millisecond)
	c.note(c.HangUp(c.at))
	c.want(`→ {"type":"prompt","voicePrompt":"I wou","lang":"en-US","last":false}`, "close 1000", "finished completed")
}

func TestIdleNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	if _, owes, _ := talk(t).Idle(); owes != "the application has not said anything" {
		t.Errorf("without a greeting: %q", owes)
	}
	c := talk(t).says("Hello?").after(2 * time.Second)
	if since, owes, _ := c.Idle(); owes != `the application has not answered "Hello?"` || since != 600*time.Millisecond {
		t.Errorf("after words: %q since %v", owes, since)
	}
	c.answer("Yes").after(2 * time.Second)
	if _, owes, _ := c.Idle(); owes != "" {
		t.Errorf("after the answer: %q", owes)
	}
}

func TestMetricsOfATurn(t *testing.T) {
	t.Parallel()
	c := talk(t).after(100 * time.Millisecond).answer("Hello").after(5 * time.Second)
	c.says("Hi there").after(800 * time.Millisecond).after(300 * time.Millisecond)
	c.app(`{"type":"text","token":"Good"}`).after(200 * time.Millisecond).app(`{"type":"text","token":" day","last":true}`).after(time.Second)
	m := c.Metrics()
	if m.Greeting != 100*time.Millisecond || m.DeadAir != 4500*time.Millisecond {
		t.Errorf("greeting %v, dead air %v", m.Greeting, m.DeadAir)
	}
	want := []conversationrelay.Turn{{Said: "Hi there", Answer: 300 * time.Millisecond, FirstToken: 300 * time.Millisecond, LastToken: 500 * time.Millisecond, BargeIn: -1}}
	if diff := cmp.Diff(want, m.Turns); diff != "" {
		t.Errorf("turns (-want +got):\n%s", diff)
	}
}

func TestDecodeNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]string{
		``:                          `message, byte 1: it is empty`,
		`hello`:                     `message, byte 1: it is not a JSON object`,
		`{"type":"text",}`:          `message, byte 16: it is not valid JSON: invalid character '}' looking for beginning of object key string`,
		`{"token":"x"}`:             `message, byte 13: type: is missing`,
		`{"type":"txt"}`:            `message, byte 9: type: "txt" is not a type of message`,
		`{"type":7}`:                `message, byte 9: type: is a number, not a string`,
		`{"type":"text"}`:           `text message, byte 15: token: is missing`,
		`{"type":"text","token":5}`: `text message, byte 24: token: is a number, not a string`,
		`{"type":"text","token":"x","last":"true"}`:      `text message, byte 35: last: is a string, not true or false`,
		`{"type":"play","source":"a.wav"}`:               `play message, byte 25: source: "a.wav" is not an http or https URL`,
		`{"type":"play","source":"https://a","loop":-1}`: `play message, byte 44: loop: is -1, not a whole number from 0`,
		`{"type":"sendDigits","digits":"12a"}`:           `sendDigits message, byte 34: digits: 'a' is not a key`,
		`{"type":"language"}`:                            `language message, byte 19: ttsLanguage: is missing`,
		`{"type":"config","voice":"x"}`:                  `config message, byte 26: voice: is not a setting that can change during a session`,
		`{"type":"config","config":{"voise":"x"}}`:       `config message, byte 36: config.voise: is not a setting that can change during a session`,
		`{"type":"end","handoffData":{"a":1}}`:           `end message, byte 29: handoffData: is an object, not a string`,
	} {
		_, _, err := conversationrelay.Decode([]byte(message))
		var wrong *conversationrelay.MessageError
		if !errors.As(err, &wrong) || wrong.Error() != want || wrong.Code != "64107" {
			t.Errorf("%s\ngot  %v\nwant %s", message, err, want)
		}
	}
}

func TestDecodeSuggestsTheRightName(t *testing.T) {
	t.Parallel()
	_, _, err := conversationrelay.Decode([]byte(`{"type":"text","Token":"x"}`))
	var wrong *conversationrelay.MessageError
	if !errors.As(err, &wrong) || wrong.Fix != "rename Token to token" {
		t.Errorf("got %+v", wrong)
	}
}

func TestDecodeReturnsUnknownFields(t *testing.T) {
	t.Parallel()
	m, unknown, err := conversationrelay.Decode([]byte(`{"type":"text","token":"x","Last":true}`))
	if err != nil || m != conversationrelay.Message(conversationrelay.Text{Token: "x"}) {
		t.Fatalf("got %v, %v", m, err)
	}
	if diff := cmp.Diff([]conversationrelay.Unknown{{Kind: "text", Field: "Last", Offset: 35}}, unknown); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMessagesSurviveEncoding(t *testing.T) {
	t.Parallel()
	yes, twice, data := true, 2, `{"a":1}`
	for _, m := range []conversationrelay.Message{
		conversationrelay.Text{Token: "x", Last: true, Lang: "es-ES", Interruptible: "dtmf", Preemptible: &yes},
		conversationrelay.Play{Source: "https://example.com/a.wav", Loop: &twice},
		conversationrelay.SendDigits{Digits: "12w#"},
		conversationrelay.Language{TTSLanguage: "es-ES", Settings: map[string]string{"voice": "x"}},
		conversationrelay.Config{Settings: map[string]string{"preemptible": "true"}},
		conversationrelay.Hints{Hints: "a,b"},
		conversationrelay.End{HandoffData: &data},
		conversationrelay.End{},
	} {
		if got, _, err := conversationrelay.Decode(conversationrelay.Encode(m)); err != nil || !cmp.Equal(got, m) {
			t.Errorf("%s: got %+v, %v", conversationrelay.Encode(m), got, err)
		}
	}
	for _, m := range []conversationrelay.Message{
		conversationrelay.Setup{SessionID: "VX1", CustomParameters: map[string]string{"a": "b"}},
		conversationrelay.Prompt{VoicePrompt: "x", Lang: "en-US"},
		conversationrelay.DTMF{Digit: "1"},
		conversationrelay.Interrupt{UtteranceUntilInterrupt: "x", DurationUntilInterruptMs: 5},
		conversationrelay.ErrorMessage{Description: "x"},
		conversationrelay.Info{Name: "agentSpeaking", Value: "on", TS: 5},
	} {
		if got, _, err := conversationrelay.DecodeTwilio(conversationrelay.Encode(m)); err != nil || !cmp.Equal(got, m) {
			t.Errorf("%s: got %+v, %v", conversationrelay.Encode(m), got, err)
		}
	}
}
