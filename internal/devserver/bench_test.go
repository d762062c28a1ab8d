package devserver_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// incoming is what Twilio sends for an incoming call.
func incoming() url.Values {
	return url.Values{
		"AccountSid": {"AC00000000000000000000000000000001"}, "CallSid": {"CA00000000000000000000000000000001"},
		"ApiVersion": {"2010-04-01"}, "CallStatus": {"ringing"}, "Direction": {"inbound"}, "CallToken": {strings.Repeat("%7B", 80)},
		"From": {"+14155550100"}, "FromCity": {"SAN FRANCISCO"}, "FromState": {"CA"}, "FromZip": {"94105"}, "FromCountry": {"US"},
		"To": {"+14155550111"}, "ToCity": {"OAKLAND"}, "ToState": {"CA"}, "ToZip": {"94601"}, "ToCountry": {"US"},
		"Caller": {"+14155550100"}, "CallerCity": {"SAN FRANCISCO"}, "CallerState": {"CA"}, "CallerZip": {"94105"}, "CallerCountry": {"US"},
		"Called": {"+14155550111"}, "CalledCity": {"OAKLAND"}, "CalledState": {"CA"}, "CalledZip": {"94601"}, "CalledCountry": {"US"},
	}
}

// BenchmarkServed is one webhook answered from a template, as serve answers it: recorded, checked, filled in.
// unchecked is the same without the signature; x-unchecked, of signed, is the ratio of the two within one run, in which
// they take turns.
func BenchmarkServed(b *testing.B) {
	b.Run("unchecked", func(b *testing.B) {
		serve := served(b, false)
		b.ReportAllocs()
		for b.Loop() {
			serve()
		}
	})
	b.Run("signed", func(b *testing.B) {
		signed, unchecked := served(b, true), served(b, false)
		b.ReportAllocs()
		for b.Loop() {
			signed()
		}
		b.ReportMetric(ratio(signed, unchecked), "x-unchecked")
	})
}

// served is a server's answer to one request that was already read from the network.
func served(b *testing.B, checked bool) func() {
	b.Helper()
	dir := b.TempDir()
	name := filepath.Join(dir, "greeting.xml")
	write(b, name, `<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <Gather input="dtmf" numDigits="1" action="/menu">
    <Say voice="Polly.Joanna">Hello {{FromCity}}, you called from {{From}}. {{#Digits}}You pressed {{Digits}}.{{/Digits}} Press 1 for sales.</Say>
  </Gather>
  <Redirect>/voice</Redirect>
</Response>
`, 0)
	docs, err := devserver.Open(name, "greeting.xml")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { docs.Close() })
	var next httplog.Handler = docs
	if checked {
		next = &devserver.Guard{Next: docs, Token: token, Public: func() string { return public }, Exempt: docs.Audio}
	}
	h := &httplog.Recorder{Next: next, Sink: func(httplog.Record) {}}
	body := incoming().Encode()
	signature := webhook.Sign(token, public+"/voice", incoming())
	return func() {
		r := httptest.NewRequest(http.MethodPost, "/voice", strings.NewReader(body))
		r.Host = "abc.ngrok.app"
		r.Header.Set("Content-Type", webhook.FormContentType)
		r.Header.Set(webhook.SignatureHeader, signature)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Hello SAN FRANCISCO") {
			b.Fatalf("got %d %q", w.Code, w.Body)
		}
	}
}

// ratio is how many times as long the one takes as the other. They take turns, so that what else the machine does meets both.
func ratio(one, other func()) float64 {
	var took [2]time.Duration
	for range 200 {
		for i, f := range []func(){one, other} {
			began := time.Now()
			for range 20 {
				f()
			}
			took[i] += time.Since(began)
		}
	}
	return float64(took[0]) / float64(took[1])
}
