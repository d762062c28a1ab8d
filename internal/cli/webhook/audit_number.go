package webhook

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// audited is where a number points, with its problems. The JSON keys are a stable interface.
type audited struct {
	PhoneNumber  string   `json:"phone_number"`
	FriendlyName string   `json:"friendly_name"`
	Sid          string   `json:"sid"`
	AnsweredBy   string   `json:"answered_by"` // as in webhook show
	VoiceURL     string   `json:"voice_url"`   // without a password
	Problems     []string `json:"problems"`    // why no caller would be served
	Warnings     []string `json:"warnings"`
}

func auditView() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "phone_number", Title: "number", Whole: true},
			{Key: "friendly_name", Title: "name"},
			{Key: "voice_url", Title: "points to", Text: func(r term.Record) string { return pointsTo(r.String("answered_by"), r.String("voice_url")) }},
			{Key: "problems", Title: "problems", Text: func(r term.Record) string { return wordList(r.String("problems")) }},
			{Key: "warnings", Title: "warnings", Text: func(r term.Record) string { return wordList(r.String("warnings")) }},
		},
		Keys: []string{"sid", "answered_by"},
		ID:   func(r term.Record) string { return r.String("phone_number") },
	}
}

func pointsTo(answeredBy, url string) string {
	switch answeredBy {
	case "trunk_sid":
		return "a SIP trunk"
	case "voice_application_sid":
		return "a TwiML application"
	case "":
		return "nothing"
	}
	return url
}

// wordList formats a JSON array of words for users.
func wordList(array string) string {
	var all []string
	if err := json.Unmarshal([]byte(array), &all); err != nil {
		return array
	}
	return strings.Join(all, ", ")
}

// auditor checks numbers.
type auditor struct {
	local  bool            // the numbers are the emulator's: local addresses are valid
	dead   map[string]bool // numbers pointed by a dead process
	prober *prober         // nil: no probes

	progress *progress
}

// number checks one number. It only returns an error if it was interrupted.
func (d auditor) number(ctx context.Context, n twilioapi.Number) (audited, error) {
	s := newState(n)
	a := audited{
		PhoneNumber: n.PhoneNumber, FriendlyName: n.FriendlyName, Sid: n.SID, AnsweredBy: s.AnsweredBy, VoiceURL: s.VoiceURL,
		Problems: []string{}, Warnings: []string{},
	}
	switch s.AnsweredBy {
	case "":
		a.Problems = append(a.Problems, "no webhook: calls to it fail")
	case "voice_url":
		return a, d.url(ctx, &a, n)
	}
	return a, nil
}

// url checks the voice URL.
func (d auditor) url(ctx context.Context, a *audited, n twilioapi.Number) error {
	u, err := url.Parse(n.VoiceURL)
	if err != nil {
		a.Problems = append(a.Problems, "its URL cannot be read")
		return nil
	}
	host := u.Hostname()
	switch {
	case d.dead[n.SID]:
		a.Problems = append(a.Problems, "left behind by a serve that was killed: twvoice webhook restore --all")
	case privateHost(host) && !d.local:
		a.Problems = append(a.Problems, host+" is a private address")
	case tunnel.IsTunnelHost(host):
		a.Warnings = append(a.Warnings, "a tunnel")
	case strings.HasPrefix(n.VoiceURL, "http://demo.twilio.com") || strings.HasPrefix(n.VoiceURL, "https://demo.twilio.com"):
		a.Warnings = append(a.Warnings, "Twilio's demo")
	}
	if u.Scheme == "http" && !privateHost(host) {
		a.Warnings = append(a.Warnings, "plain http")
	}
	if n.VoiceFallbackURL == "" {
		a.Warnings = append(a.Warnings, "no fallback")
	}
	if d.prober == nil {
		return nil
	}
	why, err := d.prober.ask(ctx, probed(u))
	if why != "" {
		a.Problems = append(a.Problems, why)
	}
	return err
}

// begin starts the probe of a number's host in the background.
func (d auditor) begin(ctx context.Context, n twilioapi.Number) {
	if u, err := url.Parse(n.VoiceURL); err == nil && d.prober != nil && newState(n).AnsweredBy == "voice_url" {
		d.prober.begin(ctx, probed(u))
	}
}

// probed returns the URL to request from a host.
func probed(u *url.URL) *url.URL {
	asked := *u
	asked.User, asked.Fragment = nil, ""
	return &asked
}
