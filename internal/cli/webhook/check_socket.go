package webhook

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/coder/websocket"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/conversationrelay"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// Times of a check of an agent. An agent that rejects an upgrade only after it has accepted it has the second one to close
// the WebSocket.
const (
	patience = 10 * time.Second
	closing  = 2 * time.Second
)

// greeting is what the caller of the check says, so that the agent has something to answer.
const greeting = "Hello"

// isSocket reports whether a target is the address of a WebSocket.
func isSocket(target string) bool {
	return strings.HasPrefix(target, "wss://") || strings.HasPrefix(target, "ws://")
}

// socketProbe opens WebSockets at one address.
type socketProbe struct {
	url       string
	call      event.Call
	token     string
	transport http.RoundTripper
	random    func(prefix string) string
}

// checkSocket opens the WebSocket three times: correctly signed, unsigned, and signed with another token.
func checkSocket(ctx context.Context, f *cmdutil.Factory, o CheckOptions) (report, error) {
	finder := cmdutil.Targets{Factory: f, Write: "twvoice webhook check "}
	target, err := finder.Find(ctx, "http"+strings.TrimPrefix(o.Target, "ws"), "") // for the account that signs
	if err != nil {
		return report{}, err
	}
	defer target.Close()
	call := target.Call
	call.From = o.From
	p := socketProbe{
		url: o.Target, call: call, token: target.Token, transport: target.Transport,
		random: func(prefix string) string { return webhook.NewSID(prefix, f.Env.Random) },
	}
	if f.DryRun {
		return report{}, f.DryRequest(ctx, func(ctx context.Context, over http.RoundTripper) error {
			p.transport = over
			_, err := p.open(ctx, p.token, nil)
			return err
		})
	}
	u, err := url.Parse(o.Target)
	if err != nil || u.Host == "" {
		return report{}, fault.With(fmt.Errorf("%q is not a valid URL", o.Target), fault.Usage, "twvoice webhook check wss://example.com/agent")
	}
	r := report{URL: cmdutil.RedactURL(o.Target), Method: http.MethodGet, Served: true, Hears: "nothing"}
	r.socketAddress(u, f.Local)
	if u.Scheme == "ws" {
		return r, nil
	}
	signed, err := p.signed(ctx, f.Timeout)
	if err != nil {
		return report{}, err
	}
	r.socketAnswer(signed)
	if signed.opened.Failure != nil {
		return r, nil
	}
	for _, forged := range []struct {
		name, token string
		header      http.Header
	}{
		{"unsigned", p.token, http.Header{webhook.SignatureHeader: nil}},
		{"forged", p.random(""), nil},
	} {
		let, err := p.letsIn(ctx, forged.token, forged.header)
		if err != nil {
			return report{}, err
		}
		r.socketGuard(forged.name, let)
	}
	return r, nil
}

// open opens the WebSocket, signed with a token.
func (p socketProbe) open(ctx context.Context, token string, header http.Header) (client.Socket, error) {
	options := client.Options{Token: token, Transport: p.transport}
	if u, err := url.Parse(p.url); err == nil && !client.Loopback(u.Hostname()) { // loopback is reached anyway, also without TLS
		options.ConnectTo = client.Everywhere()
	}
	c := client.New(options)
	return c.OpenSocket(ctx, client.Upgrade{URL: p.url, Header: header})
}

// talk is what became of the signed upgrade.
type talk struct {
	opened    client.Socket
	account   string // whose token signed
	signedFor string // another URL whose signature is accepted, "" if none was found
	said      string // of the first talk cycle
	last      bool   // the cycle was ended with last:true
	messages  int
	wrong     *conversationrelay.MessageError // the first malformed message
	closed    string                          // how the application closed the WebSocket, "" while it is open
}

// signed opens the WebSocket as Twilio does, sends setup and a prompt, and reads the answer.
func (p socketProbe) signed(ctx context.Context, limit time.Duration) (talk, error) {
	t := talk{account: p.call.AccountSid}
	var err error
	if t.opened, err = p.open(ctx, p.token, nil); err != nil {
		return t, err
	}
	if t.opened.Failure != nil {
		if rejected(t.opened.Status) {
			t.signedFor, err = p.expects(ctx)
		}
		return t, err
	}
	conn := t.opened.Conn
	defer func() { _ = conn.CloseNow() }()
	limited, cancel := context.WithTimeout(ctx, min(patience, limit))
	defer cancel()
	if p.send(limited, conn, conversationrelay.Prompt{VoicePrompt: greeting, Lang: "en-US", Last: true}) == nil {
		t.read(limited, conn)
	}
	if ctx.Err() != nil {
		return t, ctx.Err()
	}
	_ = conn.Close(websocket.StatusNormalClosure, "the caller hung up")
	return t, nil
}

// send sends setup and further messages.
func (p socketProbe) send(ctx context.Context, conn *websocket.Conn, messages ...conversationrelay.Message) error {
	setup := conversationrelay.Setup{
		SessionID: p.random("VX"), AccountSid: p.call.AccountSid, CallSid: p.random("CA"), From: p.call.From, To: p.call.To,
		Direction: "inbound", CallType: "PSTN", CallStatus: "RINGING",
	}
	for _, m := range append([]conversationrelay.Message{setup}, messages...) {
		if err := conn.Write(ctx, websocket.MessageText, conversationrelay.Encode(m)); err != nil {
			return err
		}
	}
	return nil
}

// read reads messages until the agent has ended its talk cycle, sends something malformed, closes the WebSocket, or does not
// continue.
func (t *talk) read(ctx context.Context, conn *websocket.Conn) {
	for {
		kind, data, err := conn.Read(ctx)
		if closed, ok := errors.AsType[websocket.CloseError](err); ok {
			t.closed = strings.TrimSpace(fmt.Sprintf("%d %s", closed.Code, closed.Reason))
		} else if err != nil && ctx.Err() == nil {
			t.closed = "without a close frame"
		}
		if err != nil {
			return
		}
		t.messages++
		if kind == websocket.MessageBinary {
			t.wrong = &conversationrelay.MessageError{Code: "64107", Reason: "is a binary frame", Fix: "send the JSON as text: JSON.stringify(message), send_text(json.dumps(message))"}
			return
		}
		m, _, err := conversationrelay.Decode(data)
		if wrong, ok := errors.AsType[*conversationrelay.MessageError](err); ok {
			t.wrong = wrong
			return
		}
		switch m := m.(type) {
		case conversationrelay.Text:
			t.said += m.Token
			t.last = m.Last
		case conversationrelay.End:
			t.last = true
		}
		if t.last {
			return
		}
	}
}

// letsIn reports whether an upgrade that Twilio did not sign is accepted: with 101, and without being closed before the
// application says anything.
func (p socketProbe) letsIn(ctx context.Context, token string, header http.Header) (guard, error) {
	opened, err := p.open(ctx, token, header)
	if err != nil || opened.Failure != nil {
		return guard{status: opened.Status, failure: opened.Failure}, err
	}
	defer func() { _ = opened.Conn.CloseNow() }()
	limited, cancel := context.WithTimeout(ctx, closing)
	defer cancel()
	t := talk{}
	if p.send(limited, opened.Conn) == nil {
		t.read(limited, opened.Conn)
	}
	return guard{status: opened.Status, accepted: t.closed == "" || t.messages > 0, closed: t.closed}, ctx.Err()
}

// guard is what became of an upgrade that Twilio did not sign.
type guard struct {
	status   int
	failure  *client.Failure
	accepted bool
	closed   string
}

// expects returns another URL whose signature the application accepts: that of the page, or that of the address at which the
// application listens itself. "" if none is accepted.
func (p socketProbe) expects(ctx context.Context) (string, error) {
	_, rest, _ := strings.Cut(p.url, "://")
	for _, scheme := range []string{"https", "ws", "http"} {
		other := scheme + "://" + rest
		opened, err := p.open(ctx, p.token, http.Header{webhook.SignatureHeader: {webhook.Sign(p.token, other, nil)}})
		if err != nil {
			return "", err
		}
		if opened.Conn != nil {
			_ = opened.Conn.CloseNow()
			return other, nil
		}
	}
	return "", nil
}
