package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/pkg/webhook"
)

//go:embed express.js
var expressApp []byte

// greeting is the document that the application in express.js sends.
const greeting = `<Response><Say>Thanks for calling from {{FromCity}}!</Say><Hangup/></Response>`

// ownAnswers returns `twvoice serve`, which also stores every request.
func ownAnswers(program, dir string) rival {
	return rival{name: "twvoice serve", first: signedCall, command: func(port int) (args, env []string, err error) {
		state, err := os.MkdirTemp(dir, "state-")
		if err != nil {
			return nil, nil, err
		}
		document := filepath.Join(state, "greeting.xml")
		if err := os.WriteFile(document, []byte(greeting), 0o600); err != nil {
			return nil, nil, err
		}
		args = []string{program, "serve", "--quiet", "--twiml", document, "--no-number", "--tunnel", "none", "--no-inspect", "--port", strconv.Itoa(port)}
		return args, []string{"TWVOICE_STATE_DIR=" + state, "TWILIO_ACCOUNT_SID=" + account, "TWILIO_AUTH_TOKEN=" + token}, nil
	}}
}

// express returns a typical application:
// https://www.twilio.com/docs/usage/tutorials/how-to-secure-your-express-app-by-validating-incoming-twilio-requests.
func express(node, peers string) (rival, error) {
	for _, module := range []string{"express", "twilio"} {
		if _, err := os.Stat(filepath.Join(peers, "node_modules", module)); err != nil {
			return rival{}, errNotInstalled
		}
	}
	return rival{name: "Express", first: signedCall, command: func(port int) (args, env []string, err error) {
		program := filepath.Join(peers, "twvoice-bench-express.js") // next to node_modules, where Node looks for modules
		if err := os.WriteFile(program, expressApp, 0o600); err != nil {
			return nil, nil, err
		}
		return []string{node, program}, []string{"PORT=" + strconv.Itoa(port), "TWILIO_AUTH_TOKEN=" + token, "NODE_ENV=production"}, nil
	}}, nil
}

var errNotInstalled = errors.New("not installed")

// signedCall returns Twilio's request for an incoming call, signed for a server on this port.
func signedCall(port int) request {
	form := url.Values{}
	for field := range strings.FieldsSeq(`AccountSid=` + account + ` ApiVersion=2010-04-01 CallSid=CA` + strings.Repeat("0", 32) + ` CallStatus=ringing
		CallToken=%7B%22parentCallInfoToken%22%3A%22x%22%7D Called=%2B14155550111 CalledCity=SAN+FRANCISCO CalledCountry=US CalledState=CA CalledZip=94105
		Caller=%2B15105550100 CallerCity=OAKLAND CallerCountry=US CallerState=CA CallerZip=94601 Direction=inbound From=%2B15105550100
		FromCity=OAKLAND FromCountry=US FromState=CA FromZip=94601 To=%2B14155550111 ToCity=SAN+FRANCISCO ToCountry=US ToState=CA ToZip=94105`) {
		name, value, _ := strings.Cut(field, "=")
		plain, err := url.QueryUnescape(value)
		if err != nil {
			panic(err) // the document above is invalid
		}
		form.Set(name, plain)
	}
	host := "127.0.0.1:" + strconv.Itoa(port)
	signature, body := webhook.Sign(token, "http://"+host+"/voice", form), form.Encode()
	return request{want: http.StatusOK, wire: fmt.Appendf(nil, "POST /voice HTTP/1.1\r\nHost: %s\r\nX-Twilio-Signature: %s\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", host, signature, len(body), body)}
}

// answered are the measurements of a server: requests per second, 99th percentile in milliseconds, megabytes.
type answered struct{ rate, p99, memory []float64 }

// answers measures signed requests to both, in turns, each time in a new process.
func answers(ctx context.Context, ours, theirs rival, rounds int) (string, error) {
	const each = 5000
	var got [2]answered
	for range rounds {
		for i, r := range []rival{ours, theirs} {
			if err := got[i].round(ctx, r, each); err != nil {
				return "", fmt.Errorf("%s: %w", r.name, err)
			}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| a signed, templated answer, 16 connections | %s | %s | ratio | keep |\n|---|---|---|---|---|\n", ours.name, theirs.name)
	x, y := median(got[0].rate), median(got[1].rate)
	fmt.Fprintf(&b, "| requests a second | %.0f | %.0f | %.1f | ≥ 3 |\n", x, y, x/y)
	x, y = median(got[0].p99), median(got[1].p99)
	fmt.Fprintf(&b, "| the slowest hundredth, ms | %.1f | %.1f | 1/%.1f | ≤ 1/2 |\n", x, y, y/x)
	x, y = median(got[0].memory), median(got[1].memory)
	fmt.Fprintf(&b, "| resident memory, MB | %.0f | %.0f | 1/%.1f | ≤ 30 MB |\n", x, y, y/x)
	return b.String(), nil
}

func (a *answered) round(ctx context.Context, r rival, each int) error {
	s, err := start(ctx, r)
	if err != nil {
		return err
	}
	defer s.stop()
	for _, n := range []int{each / 5, each} { // the first run warms it up
		took, err := load(ctx, s.addr, 16, repeat(n, signedCall(s.port)))
		if err != nil {
			return err
		}
		if n == each {
			a.rate = append(a.rate, float64(n)/took.all.Seconds())
			a.p99 = append(a.p99, took.p99.Seconds()*1000)
		}
	}
	a.memory = append(a.memory, float64(s.memory())/1e6)
	return nil
}
