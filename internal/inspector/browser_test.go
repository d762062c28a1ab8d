package inspector_test

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/twvoice/twvoice/internal/inspector"
)

var update = flag.Bool("update", false, "write the screenshots in docs/ anew")

// browser starts a real browser with a new page. Without one, the test is skipped with a message.
func browser(t *testing.T) context.Context {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		t.Skip("SKIPPED: no Chromium on this machine; apt-get install -y chromium")
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(program), chromedp.UserDataDir(t.TempDir()), chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck}
	for _, name := range []string{
		"headless", "no-sandbox", "disable-gpu", "disable-quic", "disable-background-networking", "disable-component-update", "disable-sync",
		"disable-extensions", "mute-audio", "disable-dev-shm-usage", "hide-scrollbars", "disable-default-apps",
	} {
		options = append(options, chromedp.Flag(name, true))
	}
	options = append(options, chromedp.Flag("lang", "en-GB"), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))
	allocated, stop := chromedp.NewExecAllocator(t.Context(), options...)
	ctx, leave := chromedp.NewContext(allocated)
	messages := chromedp.Console(ctx)
	if err := chromedp.Do(ctx); err != nil { // the browser lives as long as the context of this
		t.Fatalf("start the browser: %v", err)
	}
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits until the browser has gone, and its folder can go; ends the messages
		leave()
		stop()
		for m, err := range messages {
			if err == nil && (m.IsException() || m.Type == "error" && m.Source == "") {
				t.Errorf("the page failed: %s", m)
			}
		}
	})
	return ctx
}

// action is something that is done in a browser.
type action = chromedp.Action[chromedp.Void]

// hopeless is the time after which an event will not come, even on the slowest machine.
const hopeless = time.Minute

// do does what a person at the page would.
func do(t *testing.T, ctx context.Context, what string, actions ...action) {
	t.Helper()
	limited, cancel := context.WithTimeout(ctx, hopeless)
	defer cancel()
	if err := chromedp.Do(limited, actions...); err != nil {
		text, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
		t.Fatalf("%s: %v; the page says\n%s", what, err, text)
	}
}

// until waits until a condition holds, looking at every change of the page.
func until(condition string) action {
	script := fmt.Sprintf(`new Promise((done) => {
		const look = () => { if (%s) { watch.disconnect(); done(true); } };
		const watch = new MutationObserver(look);
		watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
		look();
	})`, condition)
	return chromedp.Evaluate[chromedp.Void](script, chromedp.EvalAwaitPromise)
}

// reads waits until an element shows a text.
func reads(selector, text string) action {
	return until(fmt.Sprintf("[...document.querySelectorAll(%q)].some((e) => e.innerText.includes(%q))", selector, text))
}

// gone waits until an element is not shown.
func gone(selector string) action {
	return until(fmt.Sprintf("document.querySelector(%q).hidden", selector))
}

// focusOn puts the focus somewhere, as the Tab key would.
func focusOn(selector string) action {
	return chromedp.Evaluate[chromedp.Void](fmt.Sprintf("document.querySelector(%q).focus()", selector))
}

// held waits until the caller has the phone in the hand: keys that are typed are pressed.
func held() action { return until(`document.activeElement.closest("#keypad") !== null`) }

// script runs a script.
func script(text string) action { return chromedp.Evaluate[chromedp.Void](text) }

func value[T any](t *testing.T, ctx context.Context, script string) T {
	t.Helper()
	got, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	if err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	return got
}

// A whole visit: call, press, watch, look at a request, replay it. Nothing of it needs a mouse.
func TestPageShowsAVisit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	ctx := browser(t)
	do(t, ctx, "open the page", chromedp.Navigate(w.page+"/#"+pageToken), reads("#connection", "live"), reads("#about", "menu is served at"))
	if at := value[string](t, ctx, "location.href"); strings.Contains(at, pageToken) {
		t.Errorf("the token stays in the address: %s", at)
	}
	do(t, ctx, "call", focusOn("#dial button"), chromedp.KeyEvent("\r"), reads(".rung.app", "Press 1 or 2."))
	do(t, ctx, "press a key", held(), chromedp.KeyEvent("2"), reads(".rung.caller", "presses 2"), reads(".rung.app", "You pressed 2."))
	do(t, ctx, "see the request", reads("button.request", "/chosen"), reads(".rung.alert", "12200"))
	do(t, ctx, "say something that nobody hears", focusOn("#words"), chromedp.KeyEvent("hello\r"), reads(".rung.caller", "“hello”"))
	do(t, ctx, "hang up", focusOn("#hang-up"), chromedp.KeyEvent("\r"), reads("#call-facts", "completed"), gone("#phone"))

	do(t, ctx, "open the request", focusOn("#ladder li:nth-child(5) button"), chromedp.KeyEvent("\r"), reads("#request-title", "POST /chosen"))
	if got := value[string](t, ctx, "document.activeElement.id"); got != "request-title" {
		t.Errorf("the focus is on %q, want the title of the request", got)
	}
	do(t, ctx, "read it", reads("#request .code li", `<Say wait="1">You pressed 2.</Say>`), reads("#request .code .mark", "12200"), reads("#request table", "Digits"))
	do(t, ctx, "ask again", focusOn("#request .bar button.main"), chromedp.KeyEvent("\r"), reads(".verdict", "Response unchanged: 200"))
	do(t, ctx, "edit", focusOn("#request .bar button:nth-child(2)"), chromedp.KeyEvent("\r"), chromedp.SetValue(chromedp.CSS(`input[data-of="Digits"]`), "1"))
	do(t, ctx, "ask with that", focusOn("#request .bar button.main"), chromedp.KeyEvent("\r"), reads(".diff .plus", "You pressed 1."), reads(".diff .minus", "You pressed 2."))
	do(t, ctx, "see the replays", reads(".rung.asked", "replay of"))
	do(t, ctx, "close it", focusOn("#close-request"), chromedp.KeyEvent("\r"), gone("#request-pane"))
	do(t, ctx, "ask the call again", focusOn("#replay-call"), chromedp.KeyEvent("\r"), reads("#call-result", "Response unchanged"), reads("#calls li:nth-child(1)", "2 requests"))

	do(t, ctx, "come again without the token", chromedp.Reload(), reads("#connection", "live"), reads("#ladder", "You pressed 2."))
}

// Data from clients and applications is text: a script in it is shown, and does not run.
func TestScriptInAnAnswerIsNotRun(t *testing.T) {
	t.Parallel()
	const evil = `<img src=x onerror="window.ran=1"><script>window.ran=1</script>`
	w := newWorld(t, documents(map[string]string{
		"/voice": `<Response><Say>&lt;img src=x onerror="window.ran=1"&gt;&lt;script&gt;window.ran=1&lt;/script&gt;</Say><Gather timeout="600"/></Response>`,
	}))
	ctx := browser(t)
	do(t, ctx, "open the page", chromedp.Navigate(w.page+"/#"+pageToken), reads("#connection", "live"))
	do(t, ctx, "call as a script", script(`document.querySelector("#dial details").open = true`), chromedp.SendKeys(chromedp.CSS(`#dial input[name="from"]`), evil+"\r"))
	do(t, ctx, "see it", reads("#call-title", evil), reads("#calls", evil), reads(".rung.app", evil))
	do(t, ctx, "open the request", focusOn("button.request"), chromedp.KeyEvent("\r"), reads("#request table", evil), reads("#request .code", "onerror"))
	do(t, ctx, "edit it", focusOn("#request .bar button:nth-child(2)"), chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS(`input[data-of="From"]`)))
	if ran := value[bool](t, ctx, `window.ran === 1 || document.querySelectorAll("img, #ladder script").length > 0`); ran {
		t.Error("the script ran")
	}
	blocked := value[bool](t, ctx, `(() => { try { document.body.innerHTML = "<p>"; return false } catch { return true } })()`)
	if !blocked {
		t.Error("markup can be made of text: the policy is not in force")
	}
}

// A document that cannot be formatted is marked at its error.
func TestBrokenDocumentIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, documents(map[string]string{"/voice": "<Response>\n  <Say>Hello</Sey>\n</Response>"}))
	ctx := browser(t)
	do(t, ctx, "call", chromedp.Navigate(w.page+"/#"+pageToken), reads("#connection", "live"), focusOn("#dial button"), chromedp.KeyEvent("\r"), reads(".rung.alert.error", "12100"))
	do(t, ctx, "open the request", reads("button.request", "/voice"), focusOn("button.request"), chromedp.KeyEvent("\r"), reads("#request .code li:nth-child(2) .mark.error", "12100"))
}

// A page without the token says what to open, and shows nothing.
func TestWithoutTheToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	ctx := browser(t)
	do(t, ctx, "open the page", chromedp.Navigate(w.page+"/"), reads("#connection", "open the address that twvoice serve printed"))
}

// On a small window there is one pane at a time, nothing is cut off, and the way back is a button.
func TestOnASmallWindow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	ctx := browser(t)
	do(t, ctx, "open the page", chromedp.EmulateViewport(360, 640, chromedp.EmulateMobile, chromedp.EmulateTouch), chromedp.Navigate(w.page+"/#"+pageToken), reads("#connection", "live"))
	wide := `document.documentElement.scrollWidth > innerWidth || [...document.querySelectorAll("main > *")].some(e => e.scrollWidth > e.clientWidth)`
	pane := `[...document.querySelectorAll("main > *")].filter(e => e.offsetParent !== null).map(e => e.id).join(" ")`
	check := func(want string) {
		t.Helper()
		if got := value[string](t, ctx, pane); got != want {
			t.Errorf("shown are %q, want %q", got, want)
		}
		if value[bool](t, ctx, wide) {
			t.Errorf("%s is wider than the window", want)
		}
	}
	check("calls-pane")
	do(t, ctx, "call and see the end of the ladder", chromedp.Click(chromedp.CSS("#dial button")), reads(".rung.app", "Press 1 or 2."), chromedp.Click(chromedp.CSS(`#keypad button:nth-child(2)`)), reads("button.request", "/chosen"), until(`document.querySelector("#log").scrollTop + document.querySelector("#log").clientHeight > document.querySelector("#log").scrollHeight - 2`))
	check("call-pane")
	do(t, ctx, "open the request", chromedp.Click(chromedp.CSS("#ladder li:nth-child(5) button")), reads("#request-title", "/chosen"))
	check("request-pane")
	do(t, ctx, "go back", chromedp.Click(chromedp.CSS(`#request-pane .back`)), chromedp.WaitVisible(chromedp.CSS("#log")))
	check("call-pane")
	do(t, ctx, "go back again", chromedp.Click(chromedp.CSS(`#call-pane .back`)), chromedp.WaitVisible(chromedp.CSS("#calls")))
	check("calls-pane")
}

// owls is an application that is worth a picture.
func owls() http.Handler {
	return documents(map[string]string{
		"/voice": `<Response>
			<Say language="en-GB">Welcome to Owl Telephones.</Say>
			<Gather numDigits="1" timeout="600" action="/department"><Say>For sales, press 1. For support, press 2.</Say></Gather>
			<Redirect/>
		</Response>`,
		"/department": `<Response>
			<Gather input="speech" speechTimeout="2" timeout="600" action="/thanks"><Say loud="yes">You pressed {{Digits}}. In a few words: what is it about?</Say></Gather>
			<Say>We did not hear you. Goodbye.</Say>
		</Response>`,
		"/thanks": `<Response>
			<Say>Thank you. We will call you back.</Say>
			<Gather timeout="600" action="/more"><Say>Anything else?</Say></Gather>
			<Say>Goodbye.</Say>
		</Response>`,
	})
}

// TestPictures makes those of the documentation, with -update only: the call takes the time that it takes to be spoken.
func TestPictures(t *testing.T) {
	t.Parallel()
	if !*update {
		t.Skip("the pictures in docs/ are made with -update")
	}
	w := newWorld(t, owls())
	ctx := browser(t)
	do(t, ctx, "open the page", chromedp.EmulateViewport(1360, 800), chromedp.Navigate(w.page+"/#"+pageToken), reads("#connection", "live"))
	do(t, ctx, "make a short call", focusOn("#dial button"), chromedp.KeyEvent("\r"), held(), reads(".rung", "For sales"), focusOn("#hang-up"), chromedp.KeyEvent("\r"), reads("#call-facts", "completed"))
	do(t, ctx, "call", focusOn("#dial button"), chromedp.KeyEvent("\r"), held(), reads(".rung", "For sales"), chromedp.KeyEvent("2"), reads(".rung", "what is it about"))
	do(t, ctx, "speak", focusOn("#words"), chromedp.KeyEvent("My owl is asleep.\r"), reads(".rung", "Anything else?"))
	do(t, ctx, "open a request", reads("button.request", "/thanks"), script(`[...document.querySelectorAll("button.request")].find((b) => b.innerText.includes("/department")).click()`), reads("#request-title", "/department"))
	do(t, ctx, "edit and ask again", focusOn("#request .bar button:nth-child(2)"), chromedp.KeyEvent("\r"), chromedp.SetValue(chromedp.CSS(`input[data-of="Digits"]`), "1"), focusOn("#request .bar button.main"), chromedp.KeyEvent("\r"), reads(".diff", "You pressed 1."))
	do(t, ctx, "look at it", script(`document.activeElement.blur(); document.querySelector("#request-pane").scrollTop = 0`))
	for _, scheme := range []string{"light", "dark"} {
		do(t, ctx, scheme, colors(scheme))
		shoot(t, ctx, "inspector-call-"+scheme+".png")
	}
	do(t, ctx, "on a small window", script(`document.querySelector("#close-request").click()`), chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulateScale(2)))
	do(t, ctx, "look at it", script(`document.activeElement.blur(); document.querySelector("#log").scrollTop = 1e6`))
	shoot(t, ctx, "inspector-phone.png")
}

// colors draws the page for a user with that color preference.
func colors(scheme string) action {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		return err
	})
}

// shoot writes what the window shows to a file of docs/.
func shoot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil || len(picture) == 0 {
		t.Fatalf("look: %d bytes, %v", len(picture), err)
	}
	if err := os.WriteFile(filepath.Join("..", "..", "docs", name), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}

// A page whose server goes away shows that, and gets all data when the server comes back.
func TestPageReconnects(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	address, stop := vanishing(t, w.in)
	ctx := browser(t)
	do(t, ctx, "open the page", chromedp.Navigate("http://"+address+"/#"+pageToken), reads("#connection", "live"))
	stop()
	do(t, ctx, "see that it is gone", reads("#connection", "connection lost"))
	w.in.Seen(large(7))
	serve(t, w.in, address)
	do(t, ctx, "see that it is back", reads("#connection", "live"), reads("#calls", "1 request"))
}

// vanishing answers until it is stopped, as a process is that is killed.
func vanishing(t *testing.T, in *inspector.Inspector) (address string, stop func()) {
	t.Helper()
	server := httptest.NewServer(in)
	return server.Listener.Addr().String(), func() { server.CloseClientConnections(); server.Close() }
}
