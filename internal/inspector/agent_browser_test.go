package inspector_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/coder/websocket"
)

// bot is an agent behind a WebSocket that says what a test sends to it.
type bot struct {
	got  chan string // messages of Twilio but the setup
	says chan string // JSON
}

// newBot returns an agent and the application whose calls it answers.
func newBot(t *testing.T, attributes string) (*bot, http.Handler) {
	t.Helper()
	b := &bot{got: make(chan string, 100), says: make(chan string, 100)}
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	return b, documents(map[string]string{
		"/voice": fmt.Sprintf(`<Response><Connect action="/done"><ConversationRelay url="wss://%s/" %s/></Connect></Response>`, strings.TrimPrefix(server.URL, "http://"), attributes),
		"/done":  `<Response><Say>Goodbye.</Say><Gather timeout="600"/></Response>`,
	})
}

func (b *bot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer conn.CloseNow() //nolint:errcheck // closed already, or the other side has gone
	ctx, cancel := context.WithCancel(r.Context())
	reading := make(chan struct{})
	go func() {
		defer close(reading)
		defer cancel()
		for {
			_, data, err := conn.Read(ctx)
			if err != nil {
				return
			}
			if !strings.Contains(string(data), `"setup"`) {
				b.got <- string(data)
			}
		}
	}()
	defer func() { cancel(); <-reading }()
	for {
		select {
		case text := <-b.says:
			if conn.Write(ctx, websocket.MessageText, []byte(text)) != nil {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

// token is an action that makes the agent send a part of a talk cycle.
func (b *bot) token(text string, last bool) action {
	return chromedp.Func(func(context.Context, *chromedp.Target) error {
		b.says <- fmt.Sprintf(`{"type":"text","token":%q,"last":%v}`, text, last)
		return nil
	})
}

// gets waits until the agent has received a message that contains a text.
func (b *bot) gets(t *testing.T, text string) {
	t.Helper()
	for {
		select {
		case got := <-b.got:
			if strings.Contains(got, text) {
				return
			}
		case <-t.Context().Done():
			t.Fatalf("the agent never gets %s", text)
		}
	}
}

// stubs replaces the voice and the ear of the browser, before the page begins. What is spoken is in
// window.spoken; a voice never finishes unless finish() is called.
const stubs = `
	window.spoken = [];
	const waiting = [];
	window.finish = () => waiting.splice(0).forEach((u) => u.dispatchEvent(new Event("end")));
	Object.defineProperty(window, "speechSynthesis", { value: {
		speak: (u) => { spoken.push(u.lang + " " + u.text); waiting.push(u); document.documentElement.dataset.spoken = spoken.join("|"); },
		cancel: () => { spoken.push("cancel"); waiting.length = 0; document.documentElement.dataset.spoken = spoken.join("|"); },
	} });
	window.SpeechRecognition = undefined;
	window.webkitSpeechRecognition = class extends EventTarget {
		start() { window.ear = this; }
		stop() { this.dispatchEvent(new Event("end")); }
		abort() { this.stop(); }
	};
	window.hear = (words) => {
		ear.dispatchEvent(Object.assign(new Event("result"), { results: [[{ transcript: words }]] }));
		ear.stop();
	};`

// before runs a script in each page before its own.
func before(source string) action {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source})
		return err
	})
}

// spoken waits until the browser's voice was given this, in this order.
func spoken(all ...string) action {
	return until(fmt.Sprintf("document.documentElement.dataset.spoken === %q", strings.Join(all, "|")))
}

// talkTo opens the page and calls the agent.
func talkTo(t *testing.T, ctx context.Context, w *world, more string) {
	t.Helper()
	do(t, ctx, "call", before(stubs+more), chromedp.Navigate(w.page+"/#"+pageToken), reads("#connection", "live"), focusOn("#dial button"), chromedp.KeyEvent("\r"), reads(".agent", "Hello."))
}

// A person talks to an agent: its words arrive one by one and are spoken, an interruption stops the
// voice, and the bubble shows what was heard.
func TestPageTalksToAnAgent(t *testing.T) {
	t.Parallel()
	b, app := newBot(t, `welcomeGreeting="Hello." dtmfDetection="true" ttsLanguage="en-GB"`)
	w := newWorld(t, app)
	ctx := browser(t)
	talkTo(t, ctx, w, "")
	do(t, ctx, "hear the greeting", spoken("en-GB Hello."), reads(".note", "greeting"), script("finish()"), until(`document.querySelector(".agent.speaking") === null`))
	do(t, ctx, "type", focusOn("#words"), chromedp.KeyEvent("Which hours?\r"), reads(".rung.caller", "Which hours?"))
	b.gets(t, "Which hours?")
	do(t, ctx, "see words arrive", b.token("We are open. From ", false), reads(".agent.arriving .text", "We are open. From"), spoken("en-GB Hello.", "en-GB We are open."))
	do(t, ctx, "see more of them", b.token("nine to five, and on Saturdays and Sundays from ten to two, but never on Mondays.", true), reads(".agent.speaking .text", "never on Mondays."))
	if n := value[int](t, ctx, `document.querySelectorAll(".agent").length`); n != 2 {
		t.Errorf("the page has %d bubbles of the agent, want 2", n)
	}
	do(t, ctx, "interrupt", focusOn("#words"), chromedp.KeyEvent("Stop\r"), reads(".rung.caller .note", "interrupts"), reads(".agent del", "never on Mondays."), until(`spoken.at(-1) === "cancel"`))
	b.gets(t, `"interrupt"`)
	do(t, ctx, "see which part was heard", script(`import("/agent-bubble.js").then((m) => (document.documentElement.dataset.part = m.words("We are open nine to five", { heard: "We are open" }).join("|")))`),
		until(`document.documentElement.dataset.part === "We are open |nine to five"`))
	do(t, ctx, "press a key", focusOn("#keypad button"), chromedp.KeyEvent("5"), reads(".rung.caller", "presses 5"))
	b.gets(t, `"dtmf"`)
	do(t, ctx, "speak", chromedp.Click(chromedp.CSS("#speak")), reads("#phone-note", "listening"), script(`hear("Billing, please")`), reads(".rung.caller", "Billing, please"), until(`document.querySelector("#phone-note").textContent === ""`))
	b.gets(t, "Billing, please")
	b.says <- `{"type":"end","handoffData":"{\"reason\":\"billing\"}"}`
	do(t, ctx, "see the end", reads(".rung.line", "ended by the app: handoff"), reads(".rung.app", "Goodbye."))
	do(t, ctx, "hang up", focusOn("#hang-up"), chromedp.KeyEvent("\r"), reads("#call-facts", "completed"), gone("#phone"))
}

// What is said in another language is spoken in it; with the sound off nothing is; and that is remembered.
func TestAgentIsSpokenInItsLanguage(t *testing.T) {
	t.Parallel()
	b, app := newBot(t, `welcomeGreeting="Hello."`)
	w := newWorld(t, app)
	ctx := browser(t)
	talkTo(t, ctx, w, "")
	do(t, ctx, "hear Spanish", spoken("en-US Hello."), script("finish()"), chromedp.Func(func(context.Context, *chromedp.Target) error {
		b.says <- `{"type":"text","token":"Buenos días.","lang":"es-ES","last":true}`
		return nil
	}), spoken("en-US Hello.", "es-ES Buenos días."))
	do(t, ctx, "turn the sound off", chromedp.Click(chromedp.CSS("#sound")), b.token("Nobody hears this.", true), reads(".agent", "Nobody hears this."), spoken("en-US Hello.", "es-ES Buenos días.", "cancel"))
	do(t, ctx, "come again", chromedp.Reload(), reads("#connection", "live"), until(`!document.querySelector("#sound").checked`))
}

// A browser that cannot recognize speech has no button for it; an agent that cannot be reached is
// shown with what to fix.
func TestPageShowsAnAgentThatCannotBeReached(t *testing.T) {
	t.Parallel()
	w := newWorld(t, documents(map[string]string{
		"/voice": `<Response><Connect action="/done"><ConversationRelay url="ws://127.0.0.1/"/></Connect></Response>`,
		"/done":  `<Response><Say>Sorry.</Say><Gather timeout="600"/></Response>`,
	}))
	ctx := browser(t)
	do(t, ctx, "call", before("window.SpeechRecognition = window.webkitSpeechRecognition = undefined"), chromedp.Navigate(w.page+"/#"+pageToken), reads("#connection", "live"), focusOn("#dial button"), chromedp.KeyEvent("\r"))
	do(t, ctx, "see the failure", reads(".rung.alert.error", "write wss://"), reads(".rung.app", "Sorry."), until(`document.querySelector("#speak").hidden && !document.querySelector("#phone").hidden`))
}
