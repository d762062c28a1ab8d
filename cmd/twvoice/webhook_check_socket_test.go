package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"github.com/twvoice/twvoice/pkg/webhook"
)

const checkedToken = "1234567890abcdef1234567890abcdef"

// promptAnswers is an agent that answers a prompt with messages, and setup with nothing.
func promptAnswers(messages ...string) func(context.Context, *websocket.Conn) {
	return func(ctx context.Context, conn *websocket.Conn) {
		for {
			_, data, err := conn.Read(ctx)
			if err != nil {
				return
			}
			if !strings.Contains(string(data), `"type":"prompt"`) {
				continue
			}
			for _, m := range messages {
				_ = conn.Write(ctx, websocket.MessageText, []byte(m))
			}
		}
	}
}

// TestWebhookCheckJudgesAgents checks agents that are guarded and answer, and those that do not.
func TestWebhookCheckJudgesAgents(t *testing.T) {
	t.Parallel()
	const valid, last = `{"type":"text","token":"Hi"}`, `{"type":"text","token":" there.","last":true}`
	for _, tt := range []struct {
		name   string
		scheme string // that the application checks the signature for; "" checks nothing
		agent  func(context.Context, *websocket.Conn)
		fails  bool
		want   []string // expressions, in this order
	}{
		{"guarded and valid", "wss", promptAnswers(valid, last), false, []string{
			`^ok    signed     101 in `, `^ok    answer     messages: 2, all valid`, `^ok    unsigned   .* is refused with 403`, `^ok    forged     .* refused with 403`, `^a caller hears "Hi there."`,
		}},
		{"open to anyone", "", promptAnswers(valid, last), true, []string{
			`^ok    signed `, `^FAIL  unsigned   an upgrade without a signature is accepted: anyone`, `Express, ws: new WebSocketServer`, `FastAPI: `, `Go: `, `^FAIL  forged     an upgrade that is signed with another token is accepted`,
		}},
		{"checks https instead of wss", "https", promptAnswers(valid, last), true, []string{
			`^FAIL  signed     31920 .* answered 403 Forbidden instead of 101; it accepts a signature for https://`, `check the signature for wss://`,
		}},
		{"sends handoffData as an object", "wss", promptAnswers(`{"type":"end","handoffData":{"reason":"bye"}}`), true, []string{
			`^FAIL  answer     64107 message 1: .*handoffData.*is an object, not a string`, `JSON.stringify`,
		}},
		{"hangs up without an answer", "wss", func(ctx context.Context, conn *websocket.Conn) {
			_, _, _ = conn.Read(ctx)
			_ = conn.Close(websocket.StatusInternalError, "no model")
		}, true, []string{`^FAIL  answer     64105 the application closed the WebSocket \(1011 no model\) before it answered`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if tt.scheme != "" && !webhook.Verify(checkedToken, r.Header.Get(webhook.SignatureHeader), tt.scheme+"://"+r.Host+"/agent", nil) {
					http.Error(w, "not Twilio", http.StatusForbidden)
					return
				}
				conn, err := websocket.Accept(w, r, nil)
				if err != nil {
					return
				}
				defer func() { _ = conn.CloseNow() }()
				tt.agent(r.Context(), conn)
			}))
			defer app.Close()
			got, err := checkAgent(t, strings.Replace(app.URL, "http://", "wss://", 1)+"/agent")
			if (err != nil) != tt.fails {
				t.Errorf("the exit code: %v", err)
			}
			rest := got
			for _, want := range tt.want {
				at := regexp.MustCompile(`(?m)` + want).FindStringIndex(rest)
				if at == nil {
					t.Fatalf("got\n%s\nwhich has no line for %s, or not there", got, want)
				}
				rest = rest[at[1]:]
			}
		})
	}
}

// TestWebhookCheckRejectsPlainSockets: Twilio opens no ws:// URL.
func TestWebhookCheckRejectsPlainSockets(t *testing.T) {
	t.Parallel()
	got, err := checkAgent(t, "ws://localhost:1/agent")
	if err == nil || !strings.Contains(got, "FAIL  address    31922 the scheme is ws") {
		t.Errorf("%v\n%s", err, got)
	}
}

func checkAgent(t *testing.T, url string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "twvoice", "webhook", "check", url)
	cmd.Env = append(newcomer(t), "TWILIO_ACCOUNT_SID=AC0123456789abcdef0123456789abcdef", "TWILIO_AUTH_TOKEN="+checkedToken)
	out, err := cmd.CombinedOutput()
	return string(out), err
}
